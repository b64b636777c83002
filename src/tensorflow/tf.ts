/** TensorFlow.js on its native backend: the one `tf` of the whole package. */
export { tf } from './tfjs-internals';
