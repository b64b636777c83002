import { homedir } from 'node:os';

/**
 * A path as a shell reads it: `~` at its beginning, alone or before a slash, stands for the user's home folder.
 *
 * @param path Any path.
 * @param home The home folder; by default that of this process's user.
 * @returns E.g. `/home/ana/photos` for `~/photos`; other paths as they are.
 */
export function homePath(path: string, home = homedir()): string {
  return path.replace(/^~(?=$|[\\/])/, () => home);
}
