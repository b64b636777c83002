import { SetupFailure } from './failure.mjs';

// undici 7 and zlib.crc32 need them.
const OLDEST = { 20: [18, 1], 22: [2, 0] };

function isOld(version) {
  const [major, minor, patch] = version.split('.').map(Number);
  if (major > 22) return false;
  const [oldestMinor, oldestPatch] = OLDEST[major] ?? [Infinity, 0];
  return minor < oldestMinor || (minor === oldestMinor && patch < oldestPatch);
}

/** Node.js itself, and a system that TensorFlow's wheels support. It is only checked: set-up cannot install it. */
export function nodeVersion({
  version = process.versions.node,
  platform = process.platform,
  arch = process.arch,
} = {}) {
  function inspect() {
    const found = `Node ${version} on ${platform} ${arch}`;
    if (platform !== 'linux' || !['x64', 'arm64'].includes(arch)) {
      return {
        right: false,
        found,
        needed: "Linux on x64 or arm64 (TensorFlow's library comes from its Linux wheel)",
        cure: 'on Windows use WSL2, on a Mac a Linux container or virtual machine',
      };
    }
    if (isOld(version)) {
      return {
        right: false,
        found,
        needed: 'Node 20.18.1 or newer, 22.2 or newer, or 24',
        cure: 'install Node 22 or 24 (nodejs.org, nvm or your package manager), then run the same command again',
      };
    }
    return { right: true, found };
  }
  return {
    title: 'Node.js',
    needs: [],
    doing: 'looking',
    inspect,
    mend() {
      throw new SetupFailure(inspect());
    },
  };
}
