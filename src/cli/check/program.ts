import { type ChildProcess, spawn } from 'node:child_process';
import { root } from '../repository';

/** How a program ended, and all that it printed. */
export interface Ended {
  /** Exit code 0. */
  readonly succeeded: boolean;
  /** E.g. `exit code 1` or `SIGSEGV`. */
  readonly end: string;
  readonly output: string;
}

// TensorFlow writes these lines while its library is loaded, before it has read TF_CPP_MIN_LOG_LEVEL, which silences all others.
const START_UP =
  /^(WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR|I0000 .* oneDNN custom operations are on\..*)\n/gm;

const running = new Set<ChildProcess>();

/** Ends all programs that run, and those that they started: a signal to this process alone would leave them behind. */
export function endPrograms(signal: NodeJS.Signals): void {
  for (const { pid } of running) {
    if (pid === undefined) continue;
    try {
      process.kill(-pid, signal);
    } catch {
      // It has just ended by itself.
    }
  }
}

/** Runs Node in the clone's folder. Its output is kept instead of printed: several programs run at a time. */
export function runNode(args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    // A test that runs tests must not tell them that they are its own.
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', NODE_TEST_CONTEXT: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, to be ended as a whole.
    detached: true,
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code, signal) => {
      running.delete(child);
      resolve({
        succeeded: code === 0,
        end: signal ?? `exit code ${code}`,
        output: output.replace(START_UP, ''),
      });
    });
  });
}
