import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { root } from '../../src/cli/repository';
import { dataFolder } from '../bench/data-folder';
import type { LessonRecipe } from '../bench/fovea/lesson-recipe';
import { compileLesson } from '../bench/lessons';
import { answerOf, buildPrograms, program } from '../bench/processes';
import { temporaryFolder } from '../temporary-folder';

const baseline = readFileSync(join(root, 'test', 'bench', 'baseline', 'lesson.py'), 'utf8');
const KINDS = { pets: 'category', pascal: 'multi-category', camvid: 'mask', biwi: 'point' };

let data = '';
before(async () => {
  buildPrograms();
  data = await dataFolder('few');
});

for (const [lesson, kind] of Object.entries(KINDS)) {
  test(`the benchmark reads the recipe of the ${lesson} lesson from its notebook, and the baseline knows every function in it`, async () => {
    const recipe = await answerOf<LessonRecipe>(program('fovea', 'recipe', [compileLesson(lesson)], data));
    assert.equal(recipe.lesson, lesson);
    assert.equal(recipe.target.kind, kind);
    assert.ok(Number.isInteger(recipe.seed));

    const images = new Set(recipe.train.map(({ image }) => image));
    assert.ok(images.size === recipe.train.length && recipe.valid.length > 0);
    assert.ok(recipe.valid.every(({ image }) => !images.has(image)));
    for (const { image, target } of [...recipe.train, ...recipe.valid]) {
      assert.equal(typeof image, 'string');
      if (kind === 'category') assert.ok(recipe.target.vocabulary.includes(target as string));
      if (kind === 'multi-category')
        assert.ok((target as string[]).every((label) => recipe.target.vocabulary.includes(label)));
      if (kind === 'point') assert.ok((target as number[]).every(Number.isFinite));
    }

    const trainingCalls = recipe.fits.filter(({ name }) => /^(fit|fineTune)/.test(name));
    assert.ok(trainingCalls.length > 0);
    for (const { args } of trainingCalls) assert.ok(Number.isInteger(args[0]) && Number(args[0]) > 0);

    assert.ok(recipe.metrics.length > 0);
    for (const { name } of [...recipe.metrics, ...recipe.itemTransforms, ...recipe.batchTransforms]) {
      assert.ok(baseline.includes(`    '${name}': `), `baseline/lesson.py has no maker of ${name}`);
    }
  });
}

test('the benchmark names a lesson that trains no learner', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'lesson.json');
  writeFileSync(file, JSON.stringify({ name: 'birds', folder, cells: ['1 + 1;'] }));
  const reading = answerOf(program('fovea', 'recipe', [file], data));
  await assert.rejects(reading, /birds trains no learner of visionLearner or unetLearner\./);
});
