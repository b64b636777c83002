import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder, with a blank in its path; removed when the process of the test file ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fovea test-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
