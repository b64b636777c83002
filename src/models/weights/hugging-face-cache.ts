import { readdir, readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Locations } from '../../datasets/locate';

/** A file in Hugging Face's cache. */
export interface CachedFile {
  readonly path: string;
  /** Its SHA-256: the name of the blob that it links to. */
  readonly sha256: string;
}

/**
 * Looks for a model's weights in Hugging Face's cache, where timm stores them. Only files are found whose SHA-256 the cache
 * itself names.
 *
 * @param repository E.g. `timm/resnet34.tv_in1k`.
 * @param locations The home folder, and the environment with HF_HUB_CACHE, HF_HOME and XDG_CACHE_HOME.
 * @returns The file, or undefined if there is none.
 * @see huggingface_hub's "Understand caching".
 */
export async function inHuggingFaceCache(
  repository: string,
  { environment, home }: Locations,
): Promise<CachedFile | undefined> {
  const root =
    environment.HF_HUB_CACHE ||
    join(
      environment.HF_HOME || join(environment.XDG_CACHE_HOME || join(home, '.cache'), 'huggingface'),
      'hub',
    );
  const snapshots = join(root, `models--${repository.replace('/', '--')}`, 'snapshots');
  for (const revision of await readdir(snapshots).catch(() => [])) {
    const path = join(snapshots, revision, 'model.safetensors');
    const blob = basename(await readlink(path).catch(() => ''));
    if (/^[0-9a-f]{64}$/.test(blob)) return { path, sha256: blob };
  }
  return undefined;
}
