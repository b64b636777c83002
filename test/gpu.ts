import { isOnGpu } from '../src/tensorflow/tfjs-internals';

/** Does TensorFlow compute on a GPU? It adds up in another order each time there. */
export const onGpu = isOnGpu();
