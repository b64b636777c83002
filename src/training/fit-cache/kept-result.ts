import * as v from 'valibot';
import { checked, fields, flag, list, number, positiveInteger, text } from '../../base/schema';
import { readSafetensorsMetadata } from '../../models/checkpoint/safetensors';

// JSON has no NaN and no infinity: losses may be both.
const anyNumber = v.union(
  [
    number,
    v.pipe(
      v.picklist(['NaN', 'Infinity', '-Infinity']),
      v.transform((word) => Number(word)),
    ),
  ],
  'a number',
);

const keptFit = fields({
  ingredients: v.record(v.string(), text, 'an object'),
  learner: text,
  /** When it was recorded, in milliseconds since 1970. */
  recordedAt: number,
  /** How long it took. */
  seconds: number,
  numEpochs: positiveInteger,
  stopReason: v.optional(text),
  /** What of the fit's notes holds for its result too. */
  notes: list(text),
  random: fields({ isSeeded: flag, state: list(number) }),
  record: fields({
    losses: list(anyNumber),
    rawLosses: list(anyNumber),
    rates: list(list(anyNumber)),
    momentums: list(anyNumber),
    rows: list(
      fields({
        epoch: number,
        trainLoss: anyNumber,
        validLoss: v.optional(anyNumber),
        metrics: v.record(v.string(), anyNumber, 'an object'),
        seconds: number,
      }),
    ),
    steps: list(number),
    average: anyNumber,
  }),
});

/** The recorded result of a fit, without its weights. */
export interface KeptResult extends v.InferOutput<typeof keptFit> {}

/** A result as text, for the metadata of a file. */
export function textOfResult(result: KeptResult): string {
  return JSON.stringify(result, (_, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}

/** The result that a file holds, as its header tells; undefined if it is no such file. */
export function readKeptResult(file: string): KeptResult | undefined {
  try {
    const { fit = '' } = readSafetensorsMetadata(file);
    return checked(keptFit, JSON.parse(fit), file);
  } catch {
    return undefined;
  }
}
