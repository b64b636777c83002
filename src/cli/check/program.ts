import { spawn } from 'node:child_process';
import { root } from '../repository';

/** How a program ended, and all that it printed. */
export interface Ended {
  /** Exit code 0. */
  readonly succeeded: boolean;
  /** E.g. `exit code 1` or `SIGSEGV`. */
  readonly end: string;
  readonly output: string;
}

// TensorFlow says this of itself in every process. TF_CPP_MIN_LOG_LEVEL does not turn it off: the lines come from Abseil, before
// TensorFlow has told it the level.
const START_UP =
  /^(WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR|[IW]0000 .*(oneDNN custom operations|cpu_feature_guard|To enable the following instructions).*)\n/gm;

/** Runs Node in the clone's folder. Its output is kept instead of printed: several programs run at a time. */
export function runNode(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    // A test that runs tests must not tell them that they are its own.
    env: { ...process.env, ...env, NODE_TEST_CONTEXT: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code, signal) =>
      resolve({
        succeeded: code === 0,
        end: signal ?? `exit code ${code}`,
        output: output.replace(START_UP, ''),
      }),
    );
  });
}
