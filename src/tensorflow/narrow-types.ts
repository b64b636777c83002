import { tf } from './tf';
import { type Backend, backend, type NativeAttribute } from './tfjs-internals';

let accepted = false;
const typeOfData = new WeakMap<object, number>();

/** A narrow type's number in TensorFlow; undefined for what tfjs knows itself. Known also of a tensor that is disposed. */
export function narrowTypeOf({ dataId }: tf.TensorInfo): number | undefined {
  return typeOfData.get(dataId);
}

/**
 * Lets tfjs handle real numbers of half the size. It knows no such type and calls them `float32`; TensorFlow is told what
 * they are, and they are read as float32. Where an operation meets both, what is narrow becomes float32, but for scalars, which
 * take the other's type: PyTorch's rule of promotion. Until this is called, tfjs works as it came.
 *
 * @param narrow The types' numbers in TensorFlow.
 */
export function acceptNarrowTypes(narrow: ReadonlySet<number>): void {
  if (accepted) return;
  accepted = true;
  const { createOutputTensor, executeSingleOutput, executeMultipleOutputs, readSync } = backend;
  const castId = (id: number, type: number) => {
    const attributes = [{ name: 'DstT', type: backend.binding.TF_ATTR_TYPE, value: type }];
    return backend.binding.executeOp('Cast', attributes, [id], 1)[0];
  };
  const isReal = (tensor: tf.TensorInfo) => tensor.dtype === 'float32';
  const isTyped = ({ name, type, value }: NativeAttribute) =>
    (name === 'T' || name === 'SrcT') &&
    type === backend.binding.TF_ATTR_TYPE &&
    value === backend.binding.TF_FLOAT;

  // Runs an operation with the type its inputs really have, or the one they are all brought to.
  const execute = <R>(
    attributes: NativeAttribute[],
    inputs: tf.TensorInfo[],
    run: (attributes: NativeAttribute[], inputs: tf.TensorInfo[]) => R,
  ): R => {
    const types = inputs.map(narrowTypeOf);
    const first = types.find((type) => type !== undefined);
    if (first === undefined || !attributes.some(isTyped)) return run(attributes, inputs);
    const isWide = inputs.some((input, i) => isReal(input) && input.shape.length > 0 && types[i] !== first);
    const type = isWide ? backend.binding.TF_FLOAT : first;
    const made: tf.Tensor[] = [];
    const alike = inputs.map((input, i) => {
      if (!isReal(input) || (types[i] ?? backend.binding.TF_FLOAT) === type) return input;
      const attribute = { name: 'DstT', type: backend.binding.TF_ATTR_TYPE, value: type };
      const other = backend.executeSingleOutput('Cast', [attribute], [input]);
      made.push(other);
      return other;
    });
    const typed = attributes.map((each) => (isTyped(each) ? { ...each, value: type } : each));
    try {
      return run(typed, alike);
    } finally {
      tf.dispose(made);
    }
  };

  const extension: Partial<Backend> = {
    createOutputTensor(metadata) {
      if (!narrow.has(metadata.dtype)) return createOutputTensor.call(backend, metadata);
      const tensor = createOutputTensor.call(backend, { ...metadata, dtype: backend.binding.TF_FLOAT });
      typeOfData.set(tensor.dataId, metadata.dtype);
      return tensor;
    },
    executeSingleOutput: (name, attributes, inputs) =>
      execute(attributes, inputs, (typed, alike) => executeSingleOutput.call(backend, name, typed, alike)),
    executeMultipleOutputs: (name, attributes, inputs, numOutputs) =>
      execute(attributes, inputs, (typed, alike) =>
        executeMultipleOutputs.call(backend, name, typed, alike, numOutputs),
      ),
    readSync(dataId) {
      if (!typeOfData.has(dataId)) return readSync.call(backend, dataId);
      const { id } = castId(backend.tensorMap.get(dataId).id, backend.binding.TF_FLOAT);
      try {
        return backend.binding.tensorDataSync(id);
      } finally {
        backend.binding.deleteTensor(id);
      }
    },
  };
  Object.assign(backend, extension);
}
