import { SetupFailure } from './failure.mjs';

const OLDEST = [20, 9];

/** Node.js itself, and a system that TensorFlow's wheels support. It is only checked: set-up cannot install it. */
export function nodeVersion({
  version = process.versions.node,
  platform = process.platform,
  arch = process.arch,
} = {}) {
  function inspect() {
    const found = `Node ${version} on ${platform} ${arch}`;
    const [major, minor] = version.split('.').map(Number);
    if (platform !== 'linux' || !['x64', 'arm64'].includes(arch)) {
      return {
        right: false,
        found,
        needed: "Linux on x64 or arm64 (TensorFlow's library comes from its Linux wheel)",
        cure: 'on Windows use WSL2, on a Mac a Linux container or virtual machine',
      };
    }
    if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
      return {
        right: false,
        found,
        needed: `Node ${OLDEST.join('.')} or newer; 20, 22 and 24 are tested`,
        cure: 'install Node 22 or 24 (nodejs.org, nvm or your package manager), then run the same command again',
      };
    }
    return { right: true, found };
  }
  return {
    title: 'Node.js',
    doing: 'looking',
    inspect,
    mend() {
      throw new SetupFailure(inspect());
    },
  };
}
