/** A step that cannot go on: what was found, what is needed, and the cure. `log` names the file with the program's whole output. */
export class SetupFailure extends Error {
  constructor({ found, needed, cure, log }) {
    super(
      [`found:  ${found}`, `needed: ${needed}`, `cure:   ${cure}`, ...(log ? [`log:    ${log}`] : [])].join(
        '\n',
      ),
    );
    this.name = 'SetupFailure';
    Object.assign(this, { found, needed, cure, log });
  }
}
