import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { FoveaError } from '../../index';
import { root } from '../repository';

/** How the peer works: as fastai does by itself, or with PyTorch's best setting (channels-last, bfloat16). */
export type PeerSetting = 'default' | 'best';

/** fastai in a process of its own, which does the same work as fovea when asked. */
export class Peer {
  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly lines: AsyncIterator<string>,
    private readonly errors: { text: string },
    private readonly reader: Interface,
    /** Versions of Python, PyTorch and fastai, and the number of threads. */
    readonly versions: Readonly<Record<string, string | number>>,
  ) {}

  /**
   * Makes `.venv-peer` if it is missing, and starts the peer in it.
   *
   * @throws FoveaError if either fails.
   */
  static async start(): Promise<Peer> {
    const setup = join(root, 'src', 'setup', 'setup.mjs');
    const made = spawnSync(process.execPath, [setup, '--peer', '--only', 'peer'], {
      stdio: ['ignore', 2, 'inherit'],
    });
    if (made.status !== 0)
      throw new FoveaError('The peer could not be set up.', 'What is needed is said above.');
    const python = join(root, '.venv-peer', 'bin', 'python');
    const child = spawn(python, ['-W', 'ignore', join(root, 'src', 'cli', 'bench', 'peer', 'peer.py')]);
    const errors = { text: '' };
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors.text = (errors.text + text).slice(-2000);
    });
    const reader = createInterface({ input: child.stdout });
    const lines = reader[Symbol.asyncIterator]();
    const first = await lines.next();
    if (first.done) throw new FoveaError(`The peer ended at its start: ${errors.text.trim()}`);
    return new Peer(child, lines, errors, reader, JSON.parse(first.value));
  }

  /**
   * Times some steps of a case; what the case needs is prepared at its first request, and one step goes before, untimed.
   *
   * @returns Seconds of each step.
   * @throws FoveaError with the peer's own words if it fails.
   */
  async run(
    name: string,
    setting: PeerSetting,
    steps: number,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<number[]> {
    this.child.stdin.write(`${JSON.stringify({ case: name, setting, steps, ...more })}\n`);
    const line = await this.lines.next();
    if (line.done) throw new FoveaError(`The peer ended during ${name}: ${this.errors.text.trim()}`);
    const answer: { seconds?: number[]; error?: string } = JSON.parse(line.value);
    if (!answer.seconds) throw new FoveaError(`The peer failed at ${name} (${setting}): ${answer.error}`);
    return answer.seconds;
  }

  /** Ends the process. */
  stop(): void {
    this.reader.close();
    this.child.kill();
  }
}
