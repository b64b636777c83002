import { crossEntropyLoss, resnet34, tf } from '../../src/index';
import { disposeModel, predict, startPass, unetModel } from '../../src/layers';
import { architecture, compareGradients, fill, imageSize } from './model-cases';
import type { Report } from './report';
import { images, numbers } from './tensors';

const STAGES = ['conv1', 'bn1', 'relu', 'maxpool', 'layer1', 'layer2', 'layer3', 'layer4'];

/** fastai's names of a U-Net's parameters as ours. */
function renaming(architectureName: string): (name: string) => string {
  const inBody = architectureName === 'efficientnet_lite0' ? liteName : resnetName;
  return (name) => {
    const [, stage, rest] = /^layers\.0\.(\d+)\.(.*)$/.exec(name) ?? [];
    return stage ? `body.${inBody(Number(stage), rest)}` : name.replace(/^layers\./, 'head.');
  };
}

const resnetName = (stage: number, rest: string) => `${STAGES[stage]}.${rest}`;

// A stem of convolution and normalization, 16 blocks, an end like the stem. A convolution stands after its padding: `.1`.
function liteName(stage: number, rest: string): string {
  if (stage > 0 && stage < 17) return `_blocks.${stage - 1}.${rest.replace(/(_conv)\.1\./, '$1.')}`;
  const [conv, norm] = stage === 0 ? ['_conv_stem', '_bn0'] : ['_conv_head', '_bn1'];
  return rest.replace(/^0\.1\./, `${conv}.`).replace(/^1\./, `${norm}.`);
}

// biome-ignore lint/suspicious/noExplicitAny: fixtures are JSON; each case reads its own fields and fails by name.
export function unet(into: Report, name: string, c: any): void {
  const [height, width] = imageSize(c.size_hw);
  const { n, n_out: classes } = c;
  const { blur, blur_final: blurFinal, last_cross: lastCross, y_range: yRange } = c.options ?? {};
  const options = { blur, blurFinal, lastCross, yRange, wholeBody: true };
  const model = unetModel(architecture(c.arch), classes, [height, width], options);
  const rename = renaming(c.arch);
  fill(model, c.names, rename);
  const learned = model.parameters.filter((p) => !p.role.startsWith('running'));
  into.compare(
    name,
    'n_params',
    [learned.reduce((sum, p) => sum + p.shape.reduce((a, b) => a * b, 1), 0)],
    [c.n_params],
    0,
  );
  const loss = crossEntropyLoss();
  tf.tidy(() => {
    const x = tf.tensor4d(images(n, height, width, 1000), [n, height, width, 3]);
    const outputs = predict(model, x);
    const first = tf.transpose(outputs, [0, 3, 1, 2]);
    const values = first.dataSync();
    const absMean = tf.mean(tf.abs(outputs)).dataSync()[0];
    const stats = [tf.mean(outputs).dataSync()[0], absMean, values[0], values[values.length - 1]];
    into.compare(name, 'eval_out_stats', stats, c.eval_out_stats, 1e-3, 'largest');
    const corner = tf.slice(first, [0, 0, 0, 0], [1, classes, 1, 4]).dataSync();
    into.compare(name, 'eval_out_corner', corner, c.eval_out_corner.flat(), 1e-3, 'largest');
    const labels = Int32Array.from(numbers(n * height * width, 1001, (v) => Math.floor(v * classes)));
    const y = tf.tensor3d(labels, [n, height, width], 'int32');
    const pass = startPass({ training: true });
    const value = compareGradients(
      into,
      name,
      model,
      () => loss.value(model.forward(x, pass), y),
      pass,
      c.grads_mean_absmean_first_last,
      rename,
    );
    into.compare(name, 'train_loss', [value], [c.train_loss], 1e-3);
  });
  disposeModel(model);
}

/** Number of parameters of fastai's usual U-Net, 32 classes on a ResNet-34. */
export function unetSize(classes: number): number {
  const model = unetModel(resnet34, classes, [96, 128]);
  const size = model.parameters
    .filter((p) => !p.role.startsWith('running'))
    .reduce((sum, p) => sum + p.shape.reduce((a, b) => a * b, 1), 0);
  disposeModel(model);
  return size;
}
