import { randomUUID } from 'node:crypto';

/** One output in several types: a front end shows the richest it knows. Bytes are sent as base64. */
export interface MimeBundle {
  /** For terminals, and the words for who cannot see the rest. */
  readonly 'text/plain': string;
  readonly [mimeType: string]: unknown;
}

/** One place on the page whose content can be replaced. */
export interface Display {
  /** Shows the bundle, in place of the one before. */
  update(bundle: MimeBundle): void;
}

/** What was shown while recording: for each display, its bundles in order; the last is what stays on the page. */
export interface DisplayRecording {
  readonly displays: readonly (readonly MimeBundle[])[];
  /** Shows again as before. */
  stop(): void;
}

type Send = (
  message: {
    data: Record<string, unknown>;
    metadata: Record<string, unknown>;
    transient: Record<string, unknown>;
  },
  isUpdate: boolean,
) => void;

let recorded: MimeBundle[][] | undefined;

/**
 * Opens a place in the output of the cell that is running now; it stays there when later cells have run. Call it within the
 * cell that should show it. Outside Jupyter the text of each bundle is printed, without what the one before has printed already.
 *
 * @returns The display, empty until its first update.
 */
export function openDisplay(): Display {
  if (recorded) {
    const bundles: MimeBundle[] = [];
    recorded.push(bundles);
    return { update: (bundle) => bundles.push(bundle) };
  }
  const send = kernelSend();
  if (!send) return openTerminal();
  // A fresh id each time: an update changes every output that bears the id, also in cells run earlier.
  const id = randomUUID();
  let isUpdate = false;
  return {
    update(bundle) {
      send({ data: encode(bundle), metadata: {}, transient: { display_id: id } }, isUpdate);
      isUpdate = true;
    },
  };
}

/**
 * Shows one output in the running cell, or prints its text outside Jupyter.
 *
 * @param bundle The output in all its types.
 */
export function show(bundle: MimeBundle): void {
  openDisplay().update(bundle);
}

/**
 * Collects what is shown instead of showing it, for tests.
 *
 * @returns The recording; call its `stop` at the end.
 */
export function recordDisplays(): DisplayRecording {
  const displays: MimeBundle[][] = [];
  const before = recorded;
  recorded = displays;
  return {
    displays,
    stop: () => {
      recorded = before;
    },
  };
}

/**
 * How the tslab kernel sends an output of the running cell; undefined outside it. tslab's public API sends one type at a
 * time, its inner function takes bundles. Looking into the module cache finds the kernel's own copy, and loads nothing.
 */
function kernelSend(): Send | undefined {
  const path = Object.keys(require.cache).find((name) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(name));
  return (path && require.cache[path]?.exports.lastWriteDisplayData) || undefined;
}

function openTerminal(): Display {
  let printed = '';
  return {
    update(bundle) {
      const text = bundle['text/plain'];
      const news = text.startsWith(printed) ? text.slice(printed.length).replace(/^\n/, '') : text;
      printed = text;
      if (news) process.stdout.write(`${news}\n`);
    },
  };
}

function encode(bundle: MimeBundle): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(bundle).map(([type, value]) => [
      type,
      value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
    ]),
  );
}
