import { FoveaError, unknownChoice } from '../base/errors';
import { locate, usualPlaces } from '../datasets/locate';
import { ensureMini, hasMini, miniFolders } from '../datasets/mini/mini';
import { megabytes } from '../datasets/progress-lines';
import { type Dataset, URLs } from '../datasets/registry';
import { untarData } from '../datasets/untar-data';
import { locateWeights, type WeightsName, weightsNames } from '../models/weights';

const SETS: readonly Dataset[] = Object.values(URLs);
const KEYS = Object.keys(URLs);

const wordFor = (dataset: Dataset) => KEYS[SETS.indexOf(dataset)].toLowerCase();

/** The data set that a word names: `pets`, `camvid_tiny`, or fastai's folder name. */
function setNamed(word: string): Dataset | undefined {
  return SETS.find((dataset) => [wordFor(dataset), dataset.folder].includes(word.toLowerCase()));
}

function locationOf(dataset: Dataset): string {
  try {
    const found = locate(dataset, usualPlaces());
    if (found.kind === 'folder') return `${found.path} (${found.by})`;
    if (found.kind === 'mini') {
      return hasMini(dataset)
        ? 'drawn stand-ins (FOVEA_DATA=mini)'
        : 'no drawn stand-ins (FOVEA_DATA=mini asks for them)';
    }
    const otherwise = hasMini(dataset) ? '; drawn stand-ins take its place' : '';
    return `not here${otherwise}. To fetch it: npm run data -- ${wordFor(dataset)}`;
  } catch (error) {
    if (error instanceof FoveaError) return error.problem;
    throw error;
  }
}

async function locationOfWeights(name: WeightsName): Promise<string> {
  try {
    const { path, source } = await locateWeights(name, { fetch: false });
    return `${path} (${source})`;
  } catch (error) {
    if (error instanceof FoveaError) return error.message.replaceAll('\n', '\n  ');
    throw error;
  }
}

async function list(): Promise<void> {
  console.log('Data sets');
  for (const dataset of SETS) {
    const key = wordFor(dataset).toUpperCase();
    console.log(`  URLs.${key}: ${dataset.title}, archive of ${megabytes(dataset.bytes)}`);
    console.log(`    ${locationOf(dataset)}`);
  }
  console.log('Weights');
  for (const name of weightsNames) console.log(`  ${name}\n    ${await locationOfWeights(name)}`);
  console.log(
    '\nnpm run data -- mini draws the stand-ins; several names are fetched one after the other.\ndata/README.md describes each set and its source.',
  );
}

async function drawAll(): Promise<void> {
  const { project } = usualPlaces();
  for (const folder of miniFolders()) {
    console.log(await ensureMini({ folder }, { project, print: console.log }));
  }
}

/** The action for a word. All words are checked before anything is fetched. */
function actionFor(word: string): () => Promise<void> {
  if (word === 'mini') return drawAll;
  const name = weightsNames.find((known) => known.toLowerCase() === word.toLowerCase());
  if (name) {
    return async () => {
      const { path, source } = await locateWeights(name);
      console.log(`${source}: ${path}`);
    };
  }
  const dataset = setNamed(word);
  if (dataset) return async () => console.log(await untarData(dataset, { standIn: false }));
  throw unknownChoice('data set or weights', word, [...SETS.map(wordFor), ...weightsNames, 'mini']);
}

async function main(words: readonly string[]): Promise<void> {
  if (words.length === 0) return list();
  for (const get of words.map(actionFor)) await get();
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof FoveaError ? error.message : error);
  process.exitCode = 1;
});
