import { FoveaError } from '../base/errors';
import { parseNumber } from '../base/parse-number';
import { type Locations, usualLocations } from './locate';

/**
 * The minutes that each fit may take: the environment variable FOVEA_BUDGET; undefined where it is not set.
 *
 * @throws FoveaError if it is not a number above 0.
 */
export function timeBudget(
  { environment }: Pick<Locations, 'environment'> = usualLocations(),
): number | undefined {
  const asked = environment.FOVEA_BUDGET?.trim();
  if (!asked) return undefined;
  const minutes = parseNumber(asked);
  if (minutes !== undefined && minutes > 0) return minutes;
  throw new FoveaError(
    `Expected a number of minutes above 0 as FOVEA_BUDGET, received ${JSON.stringify(asked)}.`,
    'Set it to e.g. 5: each fit that would take longer then trains on a part. Without it all is trained.',
  );
}
