import { tf } from '../src/index';

/** Does TensorFlow compute on a GPU? It adds up in another order each time there. */
export const onGpu = (tf.backend() as unknown as { isUsingGpuDevice: boolean }).isUsingGpuDevice;
