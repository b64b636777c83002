import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { python } from '../../src/cli/repository';

/** A JupyterLab for one test file, on this machine alone. */
export interface LabServer {
  /** Address of a notebook in it, alone: notebooks opened before are not opened again. */
  address(name: string): string;
  /** Address of what it can be asked for by programs, e.g. `kernels`. */
  api(path: string): string;
  stop(): Promise<void>;
}

/** How a JupyterLab for tests differs from that of a user. */
export interface LabOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Seconds between two automatic saves. @defaultValue 120, JupyterLab's */
  readonly autosaveSeconds?: number;
  /** Notebooks of the folder that are signed as trusted, as set-up signs the lessons. */
  readonly trusted?: readonly string[];
}

const SIGN = 'from nbformat.sign import TrustNotebookApp; TrustNotebookApp.launch_instance()';

/**
 * Starts JupyterLab on a folder, with settings of its own instead of the user's.
 *
 * @throws Error with its last words if it does not answer within a minute.
 */
export async function startLab(
  folder: string,
  { env = {}, autosaveSeconds, trusted = [] }: LabOptions = {},
): Promise<LabServer> {
  const home = mkdtempSync(join(tmpdir(), 'fovea-lab-'));
  // Below the ports that the system hands out; the next free one is taken.
  const options = { root_dir: folder, port: '20888', ip: '127.0.0.1', port_retries: '50' };
  const args = Object.entries(options).map(([name, value]) => `--ServerApp.${name}=${value}`);
  const open = ['--IdentityProvider.token=', '--no-browser', '--allow-root'];
  const settings = { JUPYTER_CONFIG_DIR: home, JUPYTER_DATA_DIR: home, JUPYTER_RUNTIME_DIR: home };
  if (autosaveSeconds !== undefined) {
    const plugin = join(home, 'lab', 'user-settings', '@jupyterlab', 'docmanager-extension');
    mkdirSync(plugin, { recursive: true });
    const setting = { autosaveInterval: autosaveSeconds };
    writeFileSync(join(plugin, 'plugin.jupyterlab-settings'), JSON.stringify(setting));
  }
  if (trusted.length) {
    const paths = trusted.map((name) => join(folder, name));
    execFileSync(python, ['-c', SIGN, ...paths], { env: { ...process.env, ...settings } });
  }
  const child = spawn(python, ['-m', 'jupyterlab', ...args, ...open], {
    env: { ...process.env, ...env, ...settings, JUPYTER_PREFER_ENV_PATH: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let origin = '';
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-3000);
  });
  const server = {
    address: (name: string) => `${origin}/lab/tree/${encodeURIComponent(name)}?reset`,
    api: (path: string) => `${origin}/api/${path}`,
    async stop() {
      await ended(child);
      rmSync(home, { recursive: true, force: true });
    },
  };
  for (let tries = 0; tries < 240 && child.exitCode === null; tries++) {
    origin ||= originOf(child, home);
    const answer = origin ? await fetch(`${origin}/api/status`).catch(() => undefined) : undefined;
    if (answer?.ok) return server;
    await new Promise((done) => setTimeout(done, 250));
  }
  await server.stop();
  throw new Error(`JupyterLab did not start:\n${words}`);
}

/** The address that a server says it listens at; empty until it has said so. */
function originOf({ pid }: ChildProcess, runtimeFolder: string): string {
  try {
    const { port } = JSON.parse(readFileSync(join(runtimeFolder, `jpserver-${pid}.json`), 'utf8'));
    return `http://127.0.0.1:${port}`;
  } catch {
    return '';
  }
}

/** Ends the server, which ends its kernels. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const closed = new Promise((done) => child.once('close', done));
  child.kill('SIGTERM');
  await closed;
}
