import { tf } from 'fovea';

/** The versions that fovea's numbers depend on. */
export interface Versions {
  readonly node: string;
  readonly tensorflow: string;
}

const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } };
const versions: Versions = { node: process.versions.node, tensorflow: binding.TF_Version };
console.log(JSON.stringify(versions));
