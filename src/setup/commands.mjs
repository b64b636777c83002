import { parseArgs } from 'node:util';

/** The lessons and the sets of drawings that they use, in the order in which they are run. */
const LESSONS = {
  '1-pets': 'oxford-iiit-pet',
  '3-camvid': 'camvid_tiny',
  '2-pascal': 'pascal_2007',
  '4-biwi': 'biwi_head_pose',
};

/** What the options of the notebook runner ask for, so far as it matters before it begins; the runner itself says what is wrong with them. */
function lessonsAsked(args, { FOVEA_DATA }) {
  const { values, positionals } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    options: {
      only: { type: 'string', multiple: true, default: [] },
      from: { type: 'string', multiple: true, default: [] },
      data: { type: 'string' },
      notebooks: { type: 'string' },
      output: { type: 'string' },
      jobs: { type: 'string' },
    },
  });
  const parts = [...values.only, ...positionals].flatMap((names) => `${names}`.split(',')).filter(Boolean);
  const names = Object.keys(LESSONS).filter(
    (name) => !parts.length || parts.some((part) => name.includes(part)),
  );
  return {
    names,
    from: values.from,
    data: values.data ?? FOVEA_DATA ?? 'mini',
    isUsual: names.length > 0 && !values.from.length && !values.notebooks && !values.help && !values.quick,
  };
}

/** The drawn sets that a run of the lessons needs. */
function drawnSets(args, env) {
  const { names, data, isUsual } = lessonsAsked(args, env);
  return isUsual && data === 'mini' ? names.map((name) => LESSONS[name]) : [];
}

function runningLessons(result) {
  return (args, env) => {
    const { names, from, data, isUsual } = lessonsAsked(args, env);
    if (from.length) return `writes the handout of ${from.join(' and ')}`;
    if (!isUsual) return 'runs the notebooks';
    const all = names.length === Object.keys(LESSONS).length;
    const which = all ? 'the four lessons' : names.length === 1 ? 'one lesson' : `${names.length} lessons`;
    const images = data === 'mini' ? 'images drawn here' : `the images in ${data}`;
    const time = all && data === 'mini' ? ' (5 to 12 minutes on two cores)' : '';
    return `runs ${which} on ${images} and writes ${result}${time}`;
  };
}

const TSX = ['--import', 'tsx'];

/**
 * The commands that set up first and then run a program: the arguments of Node, what the program does, and the sets that are drawn for it
 * meanwhile. Without `does` nothing is said of it.
 */
export const COMMANDS = {
  handouts: {
    program: ['dist/cli/notebooks.js'],
    does: runningLessons('handouts/*.html'),
    draws: drawnSets,
  },
  notebooks: {
    program: ['dist/cli/notebooks.js', '--no-handouts'],
    does: runningLessons('handouts/*.ipynb'),
    draws: drawnSets,
  },
  lab: {
    program: ['dist/cli/lab.js'],
    does: () => 'opens JupyterLab with the lessons in the browser (a few seconds; Ctrl-C ends it)',
  },
  test: {
    program: ['dist/cli/check.js'],
    does(args) {
      if (args.includes('all')) return 'runs all checks, the lessons whole (about an hour on two cores)';
      return args.length ? `checks ${args.join(', ')}` : 'runs the checks (5 to 12 minutes on two cores)';
    },
  },
  bench: { program: [...TSX, 'test/bench/bench.ts'] },
  data: { program: ['dist/cli/data.js'] },
  docs: { program: ['node_modules/typedoc/bin/typedoc', '--options', '.typedoc.json'] },
  soak: { program: [...TSX, 'test/soak/soak.ts'] },
  parity: { program: [...TSX, 'test/parity/parity.ts'] },
};

/** `about 20 seconds`, or minutes. */
function time(seconds) {
  if (seconds < 10) return 'a few seconds';
  if (seconds < 50) return `about ${Math.ceil(seconds / 10) * 10} seconds`;
  const minutes = Math.round(seconds / 60);
  return `about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
}

/**
 * What a command will do, in one sentence.
 *
 * @param {object[]} steps Those of set-up that are to be done.
 * @param {string | undefined} does What the program does.
 * @returns {string | undefined} Undefined if there is nothing to say.
 */
export function preface(steps, does) {
  const sum = (name) => steps.reduce((total, step) => total + (step[name] ?? 0), 0);
  const megabytes = Math.ceil(sum('megabytes') / 10) * 10;
  const fetching =
    megabytes &&
    `fetches about ${megabytes < 1000 ? `${megabytes} MB` : `${(megabytes / 1000).toFixed(1)} GB`}`;
  const settingUp =
    steps.length && `sets up (${[`${time(sum('seconds'))}, once`, fetching].filter(Boolean).join('; ')})`;
  const parts = [settingUp, does].filter(Boolean);
  if (!parts.length) return undefined;
  const text = parts.join(', then ');
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}
