import { FoveaError } from '../base/errors';
import { parseNumber } from '../base/parse-number';
import { limitDecoded } from '../images/decoded-images';

// Read when the library is loaded, before the first image is.
const asked = process.env.FOVEA_CACHE_GB;
if (asked) {
  const gigabytes = parseNumber(asked);
  if (gigabytes === undefined || gigabytes < 0) {
    throw new FoveaError(
      `Expected a number of gigabytes as FOVEA_CACHE_GB, received ${JSON.stringify(asked)}.`,
      'Set it to e.g. 2; 0 keeps no decoded images on disk. Without it they take 4 GB or a tenth of the free disk, whichever is less.',
    );
  }
  limitDecoded(gigabytes * 1e9);
}
