const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'this process has too many open files',
  ENAMETOOLONG: 'its name is too long',
  ENFILE: 'this machine has too many open files',
  ENOENT: 'it does not exist',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EIO: 'the disk cannot be read',
  ESTALE: 'the network drive has lost it',
};

/**
 * Why the system refused a file or folder, in words without its path.
 *
 * @param error What a function of `node:fs` threw.
 */
export function systemReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code && REASONS[code]) ?? message ?? String(error);
}
