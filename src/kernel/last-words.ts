import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Cell } from './cell';
import type { ExecutionListener } from './execution';

/** Why the kernel before this one died, and what the next one will say of this one. */
export interface LastWords extends ExecutionListener {
  /** This kernel is about to end because it was asked to. */
  endsInOrder(): void;
}

/**
 * A shell that waits for the kernel's end, and writes down why it ended: to the kernel's log and to a file. It is in the kernel's process
 * group, so that Jupyter, when it kills a kernel on purpose, kills it too. The kernel writes to its input what it is doing.
 *
 * Until the kernel's parent asks how it ended, Linux keeps the answer in the last but two fields of /proc/PID/stat.
 */
const WATCHER = `
trap '' INT
pid=$1 file=$2 report=$3
count() {
  ooms=0
  while read -r key value; do [ "$key" = oom_kill ] && ooms=$value; done 2>/dev/null </proc/vmstat
}
count; before=$ooms; during=
while read -r line; do
  [ "$line" = end ] && exit
  during=" $line"
done
tries=0 status=
while [ $tries -lt 100 ] && read -r stat 2>/dev/null </proc/$pid/stat; do
  set -- \${stat##*) }
  if [ "$1" = Z ]; then status=\${50}; break; fi
  tries=$((tries + 1)); sleep 0.02
done
count
case $status in
  '') why="The kernel ended$during, it is not known why." ;;
  9|137) if [ "$ooms" != "$before" ]
    then why="The kernel ran out of memory$during: the system ended it (SIGKILL). Use a smaller batchSize or smaller images, or close other notebooks."
    else why="The kernel was ended by SIGKILL$during: by another program, or because there was too little memory."
    fi ;;
  6|134) if grep -q 'heap out of memory' "$report" 2>/dev/null
    then why="The kernel ran out of memory$during: the values that its cells keep in JavaScript exceed Node's limit."
    else why="The kernel crashed$during (SIGABRT). The log of JupyterLab says more."
    fi ;;
  11|139) why="The kernel crashed$during (SIGSEGV)." ;;
  *) if [ $((status % 128)) = 0 ]
    then why="The kernel ended$during with exit code $((status / 256))."
    else why="The kernel was ended by signal $((status % 128))$during."
    fi ;;
esac
rm -f "$report"
echo "fovea: $why" >&2
echo "$why Its variables are gone: run the cells above again." >"$file"
`;

/**
 * Watches over this kernel, and says in its first cell why the one before it died, if it did.
 *
 * @param connectionFile What Jupyter wrote for this kernel; beside it lies the file for the next one.
 */
export function lastWords(connectionFile: string): LastWords {
  const file = join(dirname(connectionFile), `fovea-${notebookKey(connectionFile)}.txt`);
  const report = `${file}.report`;
  // Node writes one when its heap is full.
  Object.assign(process.report, {
    reportOnFatalError: true,
    compact: true,
    directory: dirname(report),
    filename: basename(report),
  });
  let isFirst = true;
  const watcher = spawn('/bin/sh', ['-c', WATCHER, 'fovea-last-words', String(process.pid), file, report], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  // Without it a death stays unexplained; nothing else.
  watcher.on('error', () => {});
  watcher.stdin.on('error', () => {});
  watcher.unref();
  (watcher.stdin as unknown as { unref(): void }).unref();
  const tell = (line: string) => void watcher.stdin.write(`${line}\n`);
  return {
    started(cell) {
      tell(`during cell ${cell.number} (${firstLine(cell)})`);
      if (isFirst) sayWhy(file, cell);
      isFirst = false;
    },
    ended: (cell) => tell(`after cell ${cell.number}`),
    endsInOrder: () => tell('end'),
  };
}

/** The same for the kernels of a notebook, one after the other. */
function notebookKey(connectionFile: string): string {
  // JupyterLab gives the notebook's path to its kernels.
  const { JPY_SESSION_NAME = connectionFile } = process.env;
  return createHash('sha256').update(JPY_SESSION_NAME).digest('hex').slice(0, 16);
}

function sayWhy(file: string, cell: Cell): void {
  try {
    cell.write('stderr', readFileSync(file, 'utf8'));
    rmSync(file);
  } catch {
    // The kernel before this one ended in order, or there was none.
  }
}

function firstLine({ code }: Cell): string {
  const lines = code.split('\n').map((line) => line.trim());
  return lines.find((line) => line && !line.startsWith('//'))?.slice(0, 80) ?? '';
}
