import type { Timeline } from './forecast';

/**
 * The lessons' times in a whole run on the drawn sets, which were drawn in it too, by path from the clone: from the log of `npm start`
 * on two cores of an Intel Xeon with AMX, one lesson after the other, in November 2026.
 */
const ON_TWO_CORES: Readonly<Record<string, Timeline>> = {
  'notebooks/1-pets.ipynb': { epochs: [52, 71, 90, 110, 130, 150, 169, 189, 208], end: 215 },
  'notebooks/2-pascal.ipynb': { epochs: [35, 44, 53, 61, 73, 82, 93], end: 101 },
  'notebooks/3-camvid.ipynb': {
    epochs: [30, 42, 52, 63, 73, 84, 94, 106, 116, 126, 136, 147, 157, 168],
    end: 177,
  },
  'notebooks/4-biwi.ipynb': { epochs: [27, 37, 49, 60, 69, 78, 87, 97, 107, 116], end: 122 },
};

/**
 * How long a lesson takes on other cores than its timeline was measured on, before its own pace is known. Of two cores the lessons keep
 * 1.5 busy: by Amdahl's law one core takes 1.5 times as long, and any number at least half as long.
 *
 * @param path From the clone, e.g. `notebooks/1-pets.ipynb`.
 * @param cores For this lesson alone.
 */
export function lessonTimeline(path: string, cores: number): Timeline | undefined {
  const timeline = ON_TWO_CORES[path];
  const factor = 0.5 + 1 / cores;
  return (
    timeline && { epochs: timeline.epochs.map((seconds) => factor * seconds), end: factor * timeline.end }
  );
}
