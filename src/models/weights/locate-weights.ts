import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FoveaError, unknownChoice } from '../../base/errors';
import { withLock } from '../../base/lock';
import { sha256 } from '../../datasets/checksum';
import { download, isWhole, type Patience } from '../../datasets/download';
import { type Locations, usualLocations } from '../../datasets/locate';
import { printTransfers, type TransferListener } from '../../datasets/progress-lines';
import { inHuggingFaceCache } from './hugging-face-cache';
import {
  PUBLISHED,
  type Published,
  type PythonPackage,
  type TorchHub,
  type WeightsName,
  weightsNames,
} from './published-weights';

/** A file of weights and where it came from. */
export interface LocatedWeights {
  /** The file; `readWeights` reads it. Its SHA-256 has been checked against its name. */
  readonly path: string;
  /** A description for the notebook, e.g. `torchvision's ImageNet weights (IMAGENET1K_V1), from PyTorch's cache`. */
  readonly source: string;
}

/** Options of {@link locateWeights}. */
export interface LocateWeightsOptions {
  /**
   * Whether to download weights that are not on this machine.
   *
   * @defaultValue true
   */
  readonly fetch?: boolean;
  /**
   * Gets what is downloaded, and its progress.
   *
   * @defaultValue prints lines
   */
  readonly listener?: TransferListener;
  /**
   * @internal How long the download waits for the server.
   *
   * @defaultValue 4 seconds for an answer: offline, the error comes at once
   */
  readonly patience?: Patience;
  /**
   * @internal The folders and the environment to look in.
   *
   * @defaultValue those of this process
   */
  readonly locations?: Locations;
  /**
   * URL of the folder that has torchvision's files.
   *
   * @defaultValue `https://download.pytorch.org/models`
   */
  readonly server?: string;
  /** Ends the download; what has arrived is kept for the next attempt. */
  readonly signal?: AbortSignal;
}

type Search = Required<Omit<LocateWeightsOptions, 'signal'>> & Pick<LocateWeightsOptions, 'signal'>;

const TORCH_SERVER = 'https://download.pytorch.org/models';
// Without a network a lecture must soon continue with other weights.
const PATIENCE: Patience = { answerSeconds: 4, retrySeconds: [1, 2, 4] };

/**
 * Finds an architecture's ImageNet weights. ResNets and MobileNetV2: in PyTorch's cache (`$TORCH_HOME/hub/checkpoints`, by default under
 * `~/.cache/torch`), in Hugging Face's cache as timm stores them, else from PyTorch's server into PyTorch's cache.
 * EfficientNet-Lite0: in the Python package that set-up installs into `.venv`, else in Hugging Face's cache. The file's SHA-256
 * is checked against the digits in its name.
 *
 * @param name The architecture's name.
 * @param options Where to look, and how to download.
 * @returns The file, and where it came from.
 * @throws FoveaError with what was tried and what to do, if there are no weights.
 */
export async function locateWeights(
  name: WeightsName,
  {
    fetch = true,
    listener = printTransfers(),
    patience = PATIENCE,
    locations = usualLocations(),
    server = TORCH_SERVER,
    signal,
  }: LocateWeightsOptions = {},
): Promise<LocatedWeights> {
  const weights = Object.hasOwn(PUBLISHED, name) ? PUBLISHED[name] : undefined;
  if (!weights) throw unknownChoice('pretrained weights', name, weightsNames);
  const search = { fetch, listener, patience, locations, server, signal };
  const { origin } = weights;
  const found =
    origin.kind === 'torchHub'
      ? await inTorchCache(weights, origin, locations)
      : await inPythonPackage(weights, origin, locations);
  if (found) return found;
  const cached = weights.repository && (await inHuggingFaceCache(weights.repository, locations));
  if (cached && (await holds(cached.path, cached.sha256))) {
    return {
      path: cached.path,
      source: `${weights.title}, from Hugging Face's cache (${weights.repository})`,
    };
  }
  if (origin.kind === 'torchHub') return fetchFromTorch(name, weights, origin, search);
  throw new FoveaError(
    `The Python package ${origin.requirement} was not found in ${join(locations.project, '.venv')}.`,
    installCure(origin),
  );
}

async function inTorchCache(
  { title }: Published,
  { file }: TorchHub,
  locations: Locations,
): Promise<LocatedWeights | undefined> {
  const path = join(torchFolder(locations), file);
  if (!(await holds(path, sha256In(file)))) return undefined;
  return { path, source: `${title}, from PyTorch's cache` };
}

async function fetchFromTorch(
  name: WeightsName,
  { title }: Published,
  { file }: TorchHub,
  { fetch, listener, patience, locations, server, signal }: Search,
): Promise<LocatedWeights> {
  const folder = torchFolder(locations);
  const path = join(folder, file);
  const advice = `Run "npm run data -- ${name}" with a network, or put the file into ${folder} (from ${TORCH_SERVER}/${file}); efficientnetLite0's weights are installed.`;
  if (!fetch) throw new FoveaError(`${file} is not on this machine.`, advice);
  const { host } = new URL(server);
  const work = async () => {
    listener.line(`${title}: fetching ${file} from ${host}.`);
    await download({ url: `${server}/${file}`, checksum: sha256(sha256In(file)) }, path, {
      ...PATIENCE,
      ...patience,
      signal,
      onProgress: (progress) => listener.progress('fetching', title, progress),
    });
  };
  try {
    await withLock(`${path}.lock`, work, {
      signal,
      onWait: () =>
        listener.line(`${title}: being fetched by another process or call; waiting.`, { untilNext: true }),
    });
  } catch (error) {
    const code = fileErrorCode(error);
    if (code !== undefined) {
      throw new FoveaError(
        `${file} is not on this machine, and PyTorch's cache cannot be written to (${code}).`,
        `Set TORCH_HOME to a folder that you may write to (not ${folder}), or use efficientnetLite0, whose weights are installed.`,
      );
    }
    if (!(error instanceof FoveaError)) throw error;
    throw new FoveaError(`${file} is not on this machine and cannot be fetched: ${error.problem}`, advice);
  }
  return { path, source: `${title}, fetched from ${host}` };
}

// As torch.hub.get_dir() does.
function torchFolder({ environment, home }: Locations): string {
  const cache = environment.XDG_CACHE_HOME ?? join(home, '.cache');
  return join(environment.TORCH_HOME ?? join(cache, 'torch'), 'hub', 'checkpoints');
}

function sha256In(file: string): string {
  return /-([0-9a-f]{8,64})\.pth$/.exec(file)?.[1] ?? '';
}

/** True if the file exists and its SHA-256 starts with these digits. */
async function holds(file: string, digits: string): Promise<boolean> {
  try {
    return await isWhole({ checksum: sha256(digits) }, file);
  } catch (error) {
    const code = fileErrorCode(error);
    if (code === undefined) throw error;
    throw new FoveaError(`${basename(file)} could not be read (${code}).`, `Repair or remove ${file}.`);
  }
}

function fileErrorCode(error: unknown): string | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && typeof syscall === 'string' ? code : undefined;
}

async function inPythonPackage(
  { title }: Published,
  origin: PythonPackage,
  { project }: Locations,
): Promise<LocatedWeights | undefined> {
  for (const packages of await sitePackages(join(project, '.venv'))) {
    const folder = join(packages, origin.module, 'models');
    const file = (await readdir(folder).catch(() => [])).find((entry) => sha256In(entry) !== '');
    if (file === undefined) continue;
    const path = join(folder, file);
    if (await holds(path, sha256In(file))) {
      return { path, source: `${title}, from the Python package ${origin.requirement}` };
    }
    throw new FoveaError(
      `Expected a SHA-256 of ${path} that starts with ${sha256In(file)}: it has another, so the file is damaged.`,
      installCure(origin),
    );
  }
  return undefined;
}

const installCure = ({ requirement }: PythonPackage) =>
  `Run "npm start", which installs it, or .venv/bin/pip install ${requirement}.`;

// lib/python3.x/site-packages; on Windows Lib/site-packages.
async function sitePackages(environment: string): Promise<string[]> {
  const library = join(environment, 'lib');
  const versions = await readdir(library).catch(() => []);
  return ['', ...versions.filter((entry) => entry.startsWith('python3'))].map((version) =>
    join(library, version, 'site-packages'),
  );
}
