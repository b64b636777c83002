import { FoveaError } from '../../base/errors';
import { ratesOf, slice } from './rate';
import {
  combinedCosine,
  combineSchedules,
  constantSchedule,
  cosineSchedule,
  type Schedule,
} from './schedule';

/** Learning rate of each group and momentum over a whole fit. */
export interface Policy {
  /** One for each parameter group. */
  readonly rates: readonly Schedule[];
  readonly momentum: Schedule;
}

/** Constants of {@link oneCycle}, with fastai's names. */
export interface OneCycleConstants {
  /** The cycle starts at the highest rate / `div`. @defaultValue `25`; in `fineTune` `5` */
  readonly div?: number;
  /** It ends at the highest rate / `divFinal`. @defaultValue 1e5 */
  readonly divFinal?: number;
  /** Fraction of the fit in which the rate rises, in (0, 1). @defaultValue `0.25`; in `fineTune` `0.3` */
  readonly pctStart?: number;
  /** Momentum at the start, at the highest rate and at the end. @defaultValue `[0.95, 0.85, 0.95]` */
  readonly moms?: readonly [number, number, number];
}

/**
 * The one-cycle policy: the rate rises by a cosine to its highest, then falls almost to zero; momentum does the opposite.
 *
 * @param highest Highest rate of each parameter group.
 * @returns A schedule for each group's rate, and one for momentum.
 * @throws FoveaError naming a constant that is out of range.
 * @see Smith 2018, arXiv:1803.09820; the constants are those of fastai's `fit_one_cycle`.
 */
export function oneCycle(
  highest: readonly number[],
  { div = 25, divFinal = 1e5, pctStart = 0.25, moms = [0.95, 0.85, 0.95] }: OneCycleConstants = {},
): Policy {
  expectPositive('div', div);
  expectPositive('divFinal', divFinal);
  expectFraction(pctStart);
  if (moms.length !== 3 || !moms.every((momentum) => momentum >= 0 && momentum < 1)) {
    throw new FoveaError(
      `Expected three momentums in [0, 1) as moms, received ${JSON.stringify(moms)}.`,
      'fastai takes [0.95, 0.85, 0.95].',
    );
  }
  return {
    rates: highest.map((rate) => combinedCosine(pctStart, rate / div, rate, rate / divFinal)),
    momentum: combinedCosine(pctStart, ...moms),
  };
}

/**
 * A constant rate, then a cosine almost to zero.
 *
 * @param rates Of each parameter group.
 * @param momentum Constant.
 * @param options fastai's constants.
 * @param options.divFinal Each rate ends at rate / `divFinal`; 1e5 by default.
 * @param options.pctStart Fraction of the fit after which the rates fall, in [0, 1]; 0.75 by default.
 * @throws FoveaError naming a constant that is out of range.
 * @see fastai's `fit_flat_cos`.
 */
export function flatCosine(
  rates: readonly number[],
  momentum: number,
  { divFinal = 1e5, pctStart = 0.75 } = {},
): Policy {
  expectPositive('divFinal', divFinal);
  expectFraction(pctStart);
  return {
    rates: rates.map((rate) =>
      combineSchedules(
        [pctStart, 1 - pctStart],
        [constantSchedule(rate), cosineSchedule(rate, rate / divFinal)],
      ),
    ),
    momentum: constantSchedule(momentum),
  };
}

/**
 * The two policies of fine-tuning: for the head with the body frozen, then for everything, with lower rates for the first
 * layers.
 *
 * @param numGroups Parameter groups of the model.
 * @param options fastai's constants; `div` and `pctStart` are those of the second policy, `pctStart` of the first is 0.99.
 * @param options.baseLr Highest rate of the head at first, half of it afterwards; 2e-3 by default.
 * @param options.lrMult How many times lower the first group's rate is; 100 by default.
 * @see fastai's `fine_tune`, whose constants these are.
 */
export function fineTunePolicies(
  numGroups: number,
  {
    baseLr = 2e-3,
    lrMult = 100,
    pctStart = 0.3,
    div = 5,
    ...constants
  }: OneCycleConstants & { baseLr?: number; lrMult?: number } = {},
): { frozen: Policy; whole: Policy } {
  const frozen = ratesOf(slice(baseLr), numGroups);
  const whole = ratesOf(slice(baseLr / 2 / lrMult, baseLr / 2), numGroups);
  return {
    frozen: oneCycle(frozen, { ...constants, pctStart: 0.99 }),
    whole: oneCycle(whole, { ...constants, pctStart, div }),
  };
}

function expectPositive(name: string, value: number): void {
  if (value > 0 && Number.isFinite(value)) return;
  throw new FoveaError(`Expected a number above 0 as ${name}, received ${value}.`);
}

function expectFraction(pctStart: number): void {
  if (pctStart >= 0 && pctStart <= 1) return;
  throw new FoveaError(`Expected a fraction of the fit, in [0, 1], as pctStart, received ${pctStart}.`);
}
