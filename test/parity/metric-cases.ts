import {
  accuracy,
  accuracyMulti,
  binaryCrossEntropyLoss,
  crossEntropyLoss,
  diceMulti,
  errorRate,
  foregroundAcc,
  jaccardMulti,
  mae,
  meanSquaredErrorLoss,
  rmse,
  tf,
  topKAccuracy,
} from '../../src/index';
import { rateSuggesters } from '../../src/training/lr-find/lr-find';
import type { Report } from './report';
import { numbers } from './tensors';

// biome-ignore lint/suspicious/noExplicitAny: fixtures are JSON; each case reads its own fields and fails by name.
type Case = any;

const SETTINGS = new Set(['seed', 'n', 'c', 'h', 'w']);

function compareAll(
  into: Report,
  name: string,
  c: Case,
  ours: (key: string) => (() => number) | undefined,
): void {
  for (const [key, expected] of Object.entries<number>(c)) {
    if (SETTINGS.has(key)) continue;
    const compute = ours(key);
    if (compute) into.compare(name, key, [compute()], [expected], 1e-5);
    else into.fail(name, key, 'is not known to this suite');
  }
}

/** Metrics and losses of classification. */
export function metrics(into: Report, name: string, c: Case): void {
  const { seed, n, c: classes } = c;
  tf.tidy(() => {
    const logits = tf.tensor2d(
      numbers(n * classes, seed, (x) => 4 * x - 2),
      [n, classes],
    );
    const labels = tf.tensor1d(
      Int32Array.from(numbers(n, seed + 1, (x) => Math.floor(x * classes))),
      'int32',
    );
    const multi = tf.tensor2d(
      numbers(n * classes, seed + 2, (x) => (x > 0.6 ? 1 : 0)),
      [n, classes],
    );
    const scalar = (value: tf.Scalar) => value.dataSync()[0];
    const known: Record<string, () => number> = {
      error_rate: () => errorRate(logits, labels),
      accuracy: () => accuracy(logits, labels),
      accuracy_multi: () => accuracyMulti(logits, multi),
      cross_entropy: () => scalar(crossEntropyLoss().value(logits, labels)),
      cross_entropy_ls: () => scalar(crossEntropyLoss({ labelSmoothing: 0.1 }).value(logits, labels)),
      bce: () => scalar(binaryCrossEntropyLoss().value(logits, multi)),
      mse: () => scalar(meanSquaredErrorLoss().value(logits, multi)),
      rmse: () => rmse(logits, multi),
      mae: () => mae(logits, multi),
    };
    compareAll(into, name, c, (key) => {
      const k = key.match(/^top_k_(\d+)$/)?.[1];
      if (k) return () => topKAccuracy({ k: Number(k) })(logits, labels);
      // 02 is 0.2, 035 is 0.35.
      const digits = key.match(/^accuracy_multi_thresh_0(\d+)$/)?.[1];
      if (digits) return () => accuracyMulti({ threshold: Number(`0.${digits}`) })(logits, multi);
      return known[key];
    });
  });
}

/** Metrics of segmentation; fixtures hold `[n, c, h, w]`. */
export function segmentationMetrics(into: Report, name: string, c: Case): void {
  const { seed, n, c: classes, h, w } = c;
  tf.tidy(() => {
    const raw = tf.tensor4d(
      numbers(n * classes * h * w, seed, (x) => 4 * x - 2),
      [n, classes, h, w],
    );
    const logits = tf.transpose(raw, [0, 2, 3, 1]);
    const labels = tf.tensor3d(
      Int32Array.from(numbers(n * h * w, seed + 1, (x) => Math.floor(x * classes))),
      [n, h, w],
      'int32',
    );
    const known: Record<string, () => number> = {
      foreground_acc: () => foregroundAcc(logits, labels),
      cross_entropy_axis1: () => crossEntropyLoss().value(logits, labels).dataSync()[0],
      dice_multi: () => diceMulti(logits, labels),
      jaccard_multi: () => jaccardMulti(logits, labels),
    };
    compareAll(into, name, c, (key) => known[key]);
  });
}

/** The four suggestions of the learning rate finder on a given curve. */
export function lrFind(into: Report, name: string, c: Case): void {
  for (const [key, expected] of Object.entries<number>(c.suggestions)) {
    if (!(key in rateSuggesters)) {
      into.fail(name, key, 'is not known to this suite');
      continue;
    }
    const suggest = rateSuggesters[key as keyof typeof rateSuggesters];
    into.compare(name, key, [suggest(c.lrs, c.losses).rate], [expected], 1e-5);
  }
}
