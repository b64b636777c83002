import { FoveaError } from '../../base/errors';
import { holdsFiles } from '../../datasets/fastai-cache';
import { isStandInName } from '../../datasets/stand-in';
import { absoluteData } from '../repository';

/**
 * Which images the lessons will use in JupyterLab.
 *
 * @param data FOVEA_DATA.
 * @returns A line that says it, and the environment of the kernels.
 * @throws FoveaError if FOVEA_DATA names a folder that does not exist, or is empty.
 */
export function imagesOfLessons(data: string | undefined): {
  readonly line: string;
  readonly env: { readonly FOVEA_DATA?: string };
} {
  const asked = data?.trim();
  if (!asked) {
    const line =
      'Images: FOVEA_DATA is not set, so a lesson takes photos that are on this machine, else fetches them, else takes drawings. For drawings at once: FOVEA_DATA=mini npm run lab';
    return { line, env: {} };
  }
  const path = absoluteData(asked);
  if (isStandInName(asked))
    return { line: `Images: drawn (FOVEA_DATA=${asked}).`, env: { FOVEA_DATA: path } };
  if (!holdsFiles(path)) {
    throw new FoveaError(
      `FOVEA_DATA=${asked} names a folder that is missing or empty: ${path}.`,
      'Set it to a folder that holds oxford-iiit-pet/ and so on, to mini for drawings, or leave it out.',
    );
  }
  return { line: `Images: from ${path} (FOVEA_DATA).`, env: { FOVEA_DATA: path } };
}
