import { parseArgs } from 'node:util';
import { dateText } from '../base/clock';
import { FoveaError, unknownChoice } from '../base/errors';
import { megabytes } from '../base/number-text';
import { clearKeptFits, keptFits, keptFitsFolder, keptFitsLimit } from '../datasets/kept-fits';
import { locate, usualLocations } from '../datasets/locate';
import { type PublicDataset, URLs } from '../datasets/registry';
import {
  ensureStandIn,
  hasStandIn,
  isStandInName,
  type StandInName,
  standInFolders,
  standInNames,
} from '../datasets/stand-in';
import { untarData } from '../datasets/untar-data';
import { locateWeights } from '../models/weights/locate-weights';
import { type WeightsName, weightsNames } from '../models/weights/published-weights';
import { readKeptResult } from '../training/fit-cache/kept-result';
import { optionMistake } from './option-mistake';

const USAGE = `Finds, fetches and draws data sets and weights.

  npm run data             lists all of them, and where each is
  npm run data -- NAMES    fetches some, e.g. pets resnet34; mini draws the stand-ins of the data sets,
                           few a few images of each
  npm run data -- --clear-fits    removes the results of fits that the option cache kept

  FOVEA_FITS=FOLDER keeps them in another folder, FOVEA_FITS_GB=2 up to 2 GB of them, FOVEA_FITS_GB=0 none`;

const SETS: readonly PublicDataset[] = Object.values(URLs);
const KEYS = Object.keys(URLs);

const wordFor = (dataset: PublicDataset) => KEYS[SETS.indexOf(dataset)].toLowerCase();

/** The data set that a word names: `pets`, `camvid_tiny`, or fastai's folder name. */
function setNamed(word: string): PublicDataset | undefined {
  return SETS.find((dataset) => [wordFor(dataset), dataset.folder].includes(word.toLowerCase()));
}

function locationOf(dataset: PublicDataset): string {
  try {
    const found = locate(dataset, usualLocations());
    if (found.kind === 'folder') return `${found.path} (${found.by})`;
    if (found.kind === 'stand-in') {
      const asked = `FOVEA_DATA=${found.name}`;
      return hasStandIn(dataset)
        ? `drawn stand-ins (${asked})`
        : `no drawn stand-ins (${asked} asks for them)`;
    }
    const otherwise = hasStandIn(dataset) ? '; drawn stand-ins take its place' : '';
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
  listFits();
  console.log(
    '\nnpm run data -- mini draws the stand-ins, few a few images of each; several names are fetched one after the other.\ndata/README.md describes each set and its source.',
  );
}

/** The results of fits that are kept, those used last first. */
function listFits(): void {
  const fits = keptFits();
  const limit = keptFitsLimit();
  const most = limit > 0 ? `at most ${megabytes(limit)}` : 'none are kept';
  const limited = process.env.FOVEA_FITS_GB ? ' (FOVEA_FITS_GB)' : '; FOVEA_FITS_GB sets another limit';
  console.log(`Results of fits, kept by the option cache in ${keptFitsFolder()}, ${most}${limited}`);
  for (const { path, bytes } of fits) {
    const result = readKeptResult(path);
    const what = result
      ? `${result.learner}, ${countOf(result.record.rows.length, 'epoch')}, trained on ${dateText(result.recordedAt)}`
      : `${path}, which cannot be read`;
    console.log(`  ${megabytes(bytes)}  ${what}`);
  }
  console.log(fits.length === 0 ? '  none' : `  ${totalOf(fits)}. To clear: npm run data -- --clear-fits`);
}

function clearFits(): void {
  const cleared = clearKeptFits();
  console.log(`Removed ${totalOf(cleared)} from ${keptFitsFolder()}.`);
}

const countOf = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
const totalOf = (fits: readonly { readonly bytes: number }[]) =>
  `${countOf(fits.length, 'result')}, ${megabytes(fits.reduce((sum, { bytes }) => sum + bytes, 0))}`;

async function drawAll(name: StandInName): Promise<void> {
  const { project } = usualLocations();
  for (const folder of standInFolders()) {
    console.log(await ensureStandIn({ folder }, { project, name, print: console.log }));
  }
}

/** The action for a word. All words are checked before anything is fetched. */
function actionFor(word: string): () => Promise<void> {
  if (isStandInName(word)) return () => drawAll(word);
  const name = weightsNames.find((known) => known.toLowerCase() === word.toLowerCase());
  if (name) {
    return async () => {
      const { path, source } = await locateWeights(name);
      console.log(`${source}: ${path}`);
    };
  }
  const dataset = setNamed(word);
  if (dataset) return async () => console.log(await untarData(dataset, { standIn: false }));
  throw unknownChoice('data set or weights', word, [...SETS.map(wordFor), ...weightsNames, ...standInNames]);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', default: false },
      'clear-fits': { type: 'boolean', default: false },
    },
  });
  if (values.help) console.log(USAGE);
  else if (values['clear-fits']) clearFits();
  else if (positionals.length === 0) await list();
  else for (const get of positionals.map(actionFor)) await get();
}

main().catch((error: Error) => {
  const mistake = optionMistake(error);
  if (mistake !== undefined) console.error(`${mistake}\n\n${USAGE}`);
  else console.error(error instanceof FoveaError ? error.message : error);
  process.exitCode = 1;
});
