import './node-compatibility';
import './addon-check';
import './environment';
import * as tf from '@tensorflow/tfjs-node-gpu';

/** TensorFlow.js on its native backend: the one `tf` of the whole package. */
export { tf };
