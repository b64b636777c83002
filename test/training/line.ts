import {
  type Batch,
  type BatchSource,
  Learner,
  type LearnerData,
  meanSquaredErrorLoss,
  tf,
} from '../../src/index';
import { type Model, scope } from '../../src/layers';
import { leavesNoTensors } from '../leaves-no-tensors';

/** A straight line through images of one pixel: output = weight * red. Three groups, of which only the last counts. */
function line(): Model {
  const root = scope();
  const groups = ['a', 'b', 'c'].map((name) => [
    root.declare(`${name}.weight`, 'linear', [1, 1], { constant: 0 }),
  ]);
  return {
    name: 'line',
    parameters: root.parameters,
    groups,
    forward: (x, pass) =>
      tf.matMul(
        tf.reshape(tf.slice(x, [0, 0, 0, 0], [-1, 1, 1, 1]), [-1, 1]),
        pass.value(groups[2][0]) as tf.Tensor2D,
      ),
  };
}

function batches(numBatches: number): BatchSource {
  return {
    numItems: 2 * numBatches,
    numBatches,
    async *batches() {
      for (let i = 0; i < numBatches; i++) {
        const inputs = tf.tensor4d([1, 0, 0, 2, 0, 0], [2, 1, 1, 3]);
        const targets = tf.tensor2d([3, 6], [2, 1]);
        const batch: Batch = { inputs, targets, items: [0, 1], dispose: () => tf.dispose([inputs, targets]) };
        yield batch;
      }
    },
  };
}

const data = (numBatches = 4): LearnerData => ({ train: batches(numBatches), valid: batches(1) });

/** A learner of the line from targets of slope 3, four batches of two an epoch; fails if it leaves tensors. */
export async function withLine(
  f: (learn: Learner<LearnerData>) => Promise<void>,
  dls = data(),
): Promise<void> {
  await leavesNoTensors(async () => {
    const model = line();
    for (const parameter of model.parameters) parameter.variable;
    const learn = new Learner(dls, model, { loss: meanSquaredErrorLoss() });
    await f(learn);
    learn.dispose();
  });
}
