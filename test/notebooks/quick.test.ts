import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import type { Output } from '../../src/cli/notebooks/lasting-outputs';
import {
  type CellOutputs,
  committedOutputs,
  epochTables,
  type LessonRun,
  lessons,
  runLessons,
  runOutputs,
  textIn,
} from './lesson-run';
import { handouts } from './made-handouts';

/** What a lesson prints of the few images, and the range of its metrics. */
const EXPECTED: Record<string, { counts: readonly RegExp[]; largest: Record<string, number> }> = {
  '1-pets': {
    counts: [/^148 images, e\.g\.$/m, /^119 images to train on, 29 to validate on$/m, /^37 breeds: /m],
    largest: { error_rate: 1 },
  },
  '2-pascal': {
    counts: [/^The first 5 of 108 rows/m, /^20 labels: /m, /^\d+ images to train on, \d+ to validate on$/m],
    largest: { accuracy_multi: 1 },
  },
  '3-camvid': {
    counts: [/^24 images, e\.g\./m, /^20 images to train on, 4 to validate on$/m, /^32 classes: /m],
    largest: { foreground_acc: 1, jaccard_coeff_multi: 1 },
  },
  '4-biwi': {
    counts: [/^72 images in 24 folders, e\.g\.$/m, /^69 images to train on, 3 to validate on$/m],
    // The diagonal of an image of 320 x 240 pixels.
    largest: { pixel_error: 400 },
  },
};

let run: LessonRun;
before(() => {
  run = runLessons('--quick');
});

test('--quick runs every cell of every lesson, and says that its numbers mean nothing', () => {
  assert.equal(run.status, 0, run.printed);
  assert.match(run.printed, /^Quick run: few images, one epoch a fit; its numbers mean nothing\.$/m);
  assert.deepEqual(lessons, Object.keys(EXPECTED));
});

/** The types of what each cell shows, e.g. `display_data text/html text/plain`. */
const kindsOf = (cells: CellOutputs) =>
  cells.map((outputs) =>
    outputs.map(({ output_type, name, data }: Output) =>
      [output_type, name, ...Object.keys(data ?? {}).sort()].filter(Boolean).join(' '),
    ),
  );

for (const lesson of lessons) {
  const { counts, largest } = EXPECTED[lesson];

  test(`${lesson}: each cell of a quick run shows what it shows in the committed notebook, of the same types`, async () => {
    const cells = await runOutputs(lesson);
    assert.deepEqual(kindsOf(cells), kindsOf(committedOutputs(lesson)));
    for (const count of counts) assert.match(textIn(cells), count);
  });

  test(`${lesson}: a quick run has the fits of the committed run, of one epoch each, with losses and metrics within their ranges`, () => {
    const tables = epochTables(committedOutputs(lesson));
    const rows = run.rows.filter(({ notebook }) => notebook === lesson);
    assert.ok(tables.length > 0);
    assert.deepEqual(
      rows.map(({ fit, epoch }) => ({ fit, epoch })),
      tables.map((_, fit) => ({ fit, epoch: 0 })),
    );
    for (const [i, { train_loss, valid_loss, metrics }] of rows.entries()) {
      assert.deepEqual(
        ['epoch', 'train_loss', 'valid_loss', ...Object.keys(metrics), 'time'],
        tables[i].titles,
      );
      for (const loss of [train_loss, valid_loss]) {
        assert.ok(typeof loss === 'number' && loss > 0 && loss < 20, `loss ${loss}`);
      }
      assert.deepEqual(Object.keys(metrics), Object.keys(largest));
      for (const [name, value] of Object.entries(metrics)) {
        assert.ok(typeof value === 'number' && value >= 0 && value <= largest[name], `${name} ${value}`);
      }
    }
  });

  test(`${lesson}: the handout of a quick run says so, has all images, and has at most 7 MB`, () => {
    const html = readFileSync(join(handouts, `${lesson}.html`), 'utf8');
    assert.ok(statSync(join(handouts, `${lesson}.html`)).size < 7e6);
    assert.match(
      html,
      /few data \(drawn by code\) · quick run: few images, one epoch a fit; its numbers mean nothing/,
    );
    const executed = readFileSync(join(handouts, `${lesson}.ipynb`), 'utf8');
    assert.equal(JSON.parse(executed).metadata.fovea.quick, true);
    const photos = (text: string) => text.match(/data:image\/jpeg;base64,/g)?.length ?? 0;
    assert.ok(photos(executed) >= 8);
    assert.ok(photos(html) >= photos(executed), `${photos(html)} of ${photos(executed)} images`);
    const charts = committedOutputs(lesson)
      .flat()
      .filter(({ data }) => data?.['image/svg+xml']);
    assert.ok(charts.length >= 1);
    assert.ok((html.match(/data:image\/svg\+xml;base64,/g)?.length ?? 0) >= charts.length);
  });
}
