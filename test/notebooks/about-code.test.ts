import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeHandout } from '../../src/cli/notebooks/handout';
import { temporaryFolder } from '../temporary-folder';
import { folder, notebooks, readNotebook, textOf } from './notebook-file';

/** Words of a sentence about code that stands beside it. */
const ABOUT_CODE =
  /\bimports?\b|\b(?:this|next|above|previous|first|last) cells?\b|\bcells? (?:above|below)\b|\blines? of code\b|\b(?:one|two|three|new|last) lines?\b(?! of )|\bfunctions? (?:above|below|we|read|turn)|`cache: true`/i;

for (const name of notebooks) {
  const prose = readNotebook(join(folder, name)).cells.filter((cell) => cell.cell_type === 'markdown');
  const isTagged = (cell: object) =>
    (cell as { metadata?: { tags?: string[] } }).metadata?.tags?.includes('about-code') ?? false;
  const tagged = prose.filter(isTagged).map(textOf);

  test(`${name}: what is said about the code beside it has the tag about-code`, () => {
    assert.ok(tagged.length > 0);
    for (const text of tagged) assert.match(text, /import|function|`Set`|bar|cache/);
    const others = prose.filter((cell) => !isTagged(cell)).map(textOf);
    // Exercises tell readers to change code: they need the notebook.
    const before = others.join('\n\n').split('## Try it')[0];
    assert.deepEqual(
      before.split(/(?<=[.:?])\s+/).filter((sentence) => ABOUT_CODE.test(sentence)),
      [],
    );
  });

  test(`${name} without code is a handout without those sentences`, async () => {
    const words = async (code: boolean) => {
      const output = join(temporaryFolder(), 'handout.html');
      await writeHandout(join(folder, name), output, { data: 'mini', code });
      return readFileSync(output, 'utf8')
        .replace(/<[^>]*>/g, '')
        .replace(/\s+/g, ' ');
    };
    const [whole, bare] = [await words(true), await words(false)];
    for (const text of tagged) {
      const sentence = text.replace(/[`*]/g, '').replace(/\s+/g, ' ').slice(0, 60);
      assert.ok(whole.includes(sentence), sentence);
      assert.ok(!bare.includes(sentence), sentence);
    }
    assert.ok(bare.includes('Look at the data'));
  });
}
