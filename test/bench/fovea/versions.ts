import { backend } from '../../../dist/tensorflow/tfjs-internals';

/** The versions that fovea's numbers depend on. */
export interface Versions {
  readonly node: string;
  readonly tensorflow: string;
}

const versions: Versions = { node: process.versions.node, tensorflow: backend.binding.TF_Version };
console.log(JSON.stringify(versions));
