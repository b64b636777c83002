import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordDisplays } from '../../src/display/jupyter';
import { categoryBlock, DataBlock, imageBlock } from '../../src/index';

/** A block of two files that are not there. */
const block = new DataBlock<string, string>({
  blocks: [imageBlock(), categoryBlock()],
  getItems: () => ['<b>cat</b>_1.jpg', 'dog_2.jpg', 'dog_3.jpg'],
  getY: (item) => item.split('_')[0],
  splitter: () => ({ train: [0, 1], valid: [2] }),
});

test('showSummary() of a data block has a row for each step, and shows in red which step failed and why', async () => {
  const recording = recordDisplays();
  await block.showSummary('nowhere');
  recording.stop();
  const [[bundle]] = recording.displays;
  const markup = bundle['text/html'] as string;
  assert.match(
    markup,
    /<th scope="row" class="fovea-wraps">getItems<\/th><td class="fovea-wraps">3 items, e\.g\. &lt;b&gt;cat/,
  );
  assert.match(markup, /<p class="fovea-bad">✗ open &lt;b&gt;cat&lt;\/b&gt;_1\.jpg failed: /);
  assert.doesNotMatch(markup, /<b>/);
  assert.match(bundle['text/plain'], /^getItems\n {4}3 items[\s\S]*FAILED {2}open <b>cat<\/b>_1\.jpg\n/);
});
