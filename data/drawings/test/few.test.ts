import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SETS } from '../src/sets';
import { temporaryFolder } from './temporary-folder';

for (const [set, { sizes, draw }] of Object.entries(SETS)) {
  test(`${set}: an image is the same to the byte, however many others are drawn with it`, async () => {
    const [some, fewer] = [temporaryFolder(), temporaryFolder()];
    await draw(some, 2 * sizes.few.every);
    await draw(fewer, 4 * sizes.few.every);
    const filesIn = (folder: string) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
        /\.(jpg|png|txt)$/.test(file),
      );
    const files = filesIn(fewer);
    assert.ok(files.length > 5 && files.length < filesIn(some).length, `${files.length} files`);
    for (const file of files) {
      assert.deepEqual(readFileSync(join(fewer, file)), readFileSync(join(some, file)), file);
    }
  });
}
