import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordDisplays } from '../../src/display/jupyter';
import { DataFrame, show } from '../../src/index';

const frame = new DataFrame(
  Array.from({ length: 1600 }, (_, i) => ({ fname: `${i}.jpg`, labels: '<b>dog</b>', is_valid: i > 0 })),
  [
    { name: 'fname', type: 'string' },
    { name: 'labels', type: 'string' },
    { name: 'is_valid', type: 'boolean' },
  ],
  'voc/train.csv',
);

async function shown(options?: { rows?: number }) {
  const recording = recordDisplays();
  await frame.show(options);
  recording.stop();
  const [[bundle]] = recording.displays;
  return { markup: bundle['text/html'] as string, text: bundle['text/plain'] };
}

test('show() of a table shows its first rows, the types of its columns and the number of rows', async () => {
  const { markup, text } = await shown({ rows: 2 });
  assert.equal(
    text,
    [
      'The first 2 of 1,600 rows of train.csv',
      '   fname: string  labels: string  is_valid: boolean',
      '0  0.jpg          <b>dog</b>      false',
      '1  1.jpg          <b>dog</b>      true',
    ].join('\n'),
  );
  assert.ok(markup.includes('<td>&lt;b&gt;dog&lt;/b&gt;</td>'));
});

test('show() of a table shows five rows by default', async () => {
  assert.equal((await shown()).text.split('\n').length, 7);
  assert.match((await shown({ rows: 9999 })).text, /^1,600 rows of train\.csv\n/);
});

test('show() of a plotly figure leaves out the button that uploads it, unless the figure asks for it', async () => {
  const mime = 'application/vnd.plotly.v1+json';
  const recording = recordDisplays();
  const figure = { data: [{ type: 'bar', y: [1, 2] }], layout: {} };
  await show({ [mime]: figure, 'text/plain': 'Two bars.' });
  await show({ [mime]: { ...figure, config: { showSendToCloud: true } }, 'text/plain': 'Two bars.' });
  recording.stop();
  const configs = recording.displays.map(([bundle]) => (bundle[mime] as { config: object }).config);
  const config = {
    displaylogo: false,
    showSendToCloud: false,
    modeBarButtonsToRemove: ['lasso2d', 'select2d'],
    responsive: true,
  };
  assert.deepEqual(configs, [config, { ...config, showSendToCloud: true }]);
});
