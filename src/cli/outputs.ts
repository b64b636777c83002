import { readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename } from 'node:path';
import { FoveaError } from '../base/errors';
import { root } from './repository';

/** The most a committed notebook may weigh, in bytes: code hosts do not draw larger ones well. */
const LARGEST = 1.5e6;

interface Notebook {
  metadata: Record<string, unknown>;
}

/**
 * Puts the outputs of a run into the committed notebook, leaving out what would differ from run to run.
 *
 * @param executed The executed copy.
 * @param notebook The notebook to overwrite.
 * @param options.data What it was run on: a folder, whose path must not stand in an output, or `mini`.
 * @throws FoveaError if an output names a folder of this machine, or the notebook would weigh over 1.5 MB.
 */
export function writeOutputsBack(
  executed: string,
  notebook: string,
  { data = 'mini' }: { data?: string } = {},
): void {
  const content = JSON.parse(readFileSync(executed, 'utf8')) as Notebook;
  delete content.metadata.fovea;
  const text = `${JSON.stringify(content, null, 1)}\n`;
  for (const folder of [root, homedir(), ...(data === 'mini' ? [] : [data])]) {
    if (folder.length > 1 && text.includes(JSON.stringify(folder).slice(1, -1))) {
      throw new FoveaError(
        `An output of ${basename(notebook)} names the folder ${folder}; it was not written.`,
        'Show a path relative to the data folder instead.',
      );
    }
  }
  if (text.length > LARGEST) {
    throw new FoveaError(
      `${basename(notebook)} with its outputs weighs ${(text.length / 1e6).toFixed(1)} MB, more than 1.5 MB; it was not written.`,
      'Show fewer or smaller pictures.',
    );
  }
  writeFileSync(notebook, text);
}
