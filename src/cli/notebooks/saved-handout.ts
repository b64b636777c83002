import { readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { FoveaError } from '../../base/errors';
import { root } from '../repository';
import { writeHandout } from './handout';

/** A handout, and when the notebook that it was made of was saved. */
export interface SavedHandout {
  readonly html: string;
  readonly saved: Date;
}

/**
 * Writes the handout of a notebook as it was saved, without running it. What its outputs could run, e.g. scripts, is left out:
 * the notebook may be anybody's.
 *
 * @param path The notebook, in any folder; a relative path starts at the folder in which npm was called, or at the clone.
 * @param options
 * @param options.output The folder that the handout is written to.
 * @param options.code False leaves the code cells out.
 * @param options.pdf Whether it is also printed to PDF.
 * @throws FoveaError if there is no such notebook, or it has no outputs.
 */
export async function handoutOfSaved(
  path: string,
  { output, code, pdf }: { output: string; code: boolean; pdf: boolean },
): Promise<SavedHandout> {
  const candidates = [resolve(process.env.INIT_CWD ?? '.', path), resolve(root, path)];
  const notebook = candidates.find((one) => statSync(one, { throwIfNoEntry: false })?.isFile());
  if (!notebook) {
    throw new FoveaError(`There is no notebook ${candidates[0]}.`, 'Give --from the path of an .ipynb file.');
  }
  if (!wasRun(notebook)) {
    throw new FoveaError(
      `${basename(notebook)} has no outputs.`,
      'Run its cells and save it in JupyterLab first. Without --from, "npm run handouts" runs the lessons.',
    );
  }
  const html = join(output, `${basename(notebook, '.ipynb')}.html`);
  await writeHandout(notebook, html, {
    code,
    sanitize: true,
    pdf: pdf ? html.replace(/html$/, 'pdf') : undefined,
  });
  return { html, saved: statSync(notebook).mtime };
}

interface Notebook {
  readonly cells: readonly { readonly cell_type: string; readonly outputs?: readonly unknown[] }[];
}

/** Whether a notebook has outputs, or no code that could have any. */
function wasRun(path: string): boolean {
  let notebook: Partial<Notebook> | null = null;
  try {
    notebook = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // Said below.
  }
  if (!Array.isArray(notebook?.cells)) {
    throw new FoveaError(`${path} is not a notebook.`, 'Give --from the path of an .ipynb file.');
  }
  const code = (notebook as Notebook).cells.filter(({ cell_type }) => cell_type === 'code');
  return code.length === 0 || code.some(({ outputs }) => outputs?.length);
}
