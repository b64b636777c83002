import { FoveaError, unknownChoice } from '../base/errors';
import { locate, usualPlaces } from '../datasets/locate';
import { ensureMini, hasMini, miniFolders } from '../datasets/mini/mini';
import { megabytes } from '../datasets/progress-lines';
import { type Dataset, URLs } from '../datasets/registry';
import { untarData } from '../datasets/untar-data';

const SETS: readonly Dataset[] = Object.values(URLs);

/** Short words for the sets: `pets`, `camvid_tiny`, and fastai's folder names. */
function named(word: string): Dataset {
  const [, dataset] =
    Object.entries(URLs).find(([key, { folder }]) =>
      [key.toLowerCase(), folder].includes(word.toLowerCase()),
    ) ?? [];
  if (dataset) return dataset;
  throw unknownChoice('data set', word, [...Object.keys(URLs).map((key) => key.toLowerCase()), 'mini']);
}

function whereItIs(dataset: Dataset): string {
  try {
    const found = locate(dataset, usualPlaces());
    if (found.kind === 'folder') return `${found.path} (${found.by})`;
    if (found.kind === 'mini')
      return hasMini(dataset) ? 'drawn stand-ins (FOVEA_DATA=mini)' : 'no drawn stand-ins yet';
    return hasMini(dataset) ? 'not here; drawn stand-ins can take its place' : 'not here';
  } catch (error) {
    if (error instanceof FoveaError) return error.problem;
    throw error;
  }
}

function list(): void {
  for (const dataset of SETS) {
    const key = Object.keys(URLs)[SETS.indexOf(dataset)].toLowerCase();
    console.log(`${dataset.title} (${megabytes(dataset.bytes)}, URLs.${key.toUpperCase()})`);
    console.log(`  where: ${whereItIs(dataset)}`);
    console.log(`  fetch: npm run data -- ${key}`);
  }
  console.log('\nnpm run data -- mini draws the stand-ins; data/README.md says where each set comes from.');
}

async function main(words: readonly string[]): Promise<void> {
  if (words.length === 0) return list();
  for (const word of words) {
    if (word === 'mini') {
      const { project } = usualPlaces();
      for (const folder of miniFolders())
        console.log(await ensureMini({ folder }, { project, print: console.log }));
    } else {
      console.log(await untarData(named(word), { standIn: false }));
    }
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof FoveaError ? error.message : error);
  process.exitCode = 1;
});
