import { randomUUID } from 'node:crypto';

/** One output in several MIME types: a front end shows the richest it knows. Bytes are sent as base64. */
export interface MimeBundle {
  /** Text for terminals, and for readers who cannot see the other types. */
  readonly 'text/plain': string;
  readonly [mimeType: string]: unknown;
}

/** An output on the page whose content can be replaced. */
export interface Display {
  /** Shows a bundle in place of the previous one. */
  update(bundle: MimeBundle): void;
}

/** The outputs shown while recording: for each display its bundles in order, of which the last stays on the page. */
export interface DisplayRecording {
  readonly displays: readonly (readonly MimeBundle[])[];
  /** Ends the recording: outputs are shown again. */
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

/** The last bundles of displays that were updated, by their ids, the latest last; for pages that missed them. */
const latest = new Map<string, MimeBundle>();
const MOST_KEPT = 50;

/**
 * Opens an output of the cell that is running, which can still be updated when later cells run. Call it within the cell that
 * should show it. Outside Jupyter the text of each bundle is printed, without the lines at its beginning that the previous one has
 * printed already.
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
  // A new id each time, because an update changes every output that has the id, also in cells run earlier.
  const id = randomUUID();
  let isUpdate = false;
  return {
    update(bundle) {
      if (isUpdate) keep(id, bundle);
      send(messageOf(id, bundle), isUpdate);
      isUpdate = true;
    },
  };
}

/** What the kernel sends. A page that was reloaded finds the output by its metadata: `src/cli/lab/extension/`. */
function messageOf(id: string, bundle: MimeBundle) {
  return { data: encode(bundle), metadata: { fovea_display: id }, transient: { display_id: id } };
}

function keep(id: string, bundle: MimeBundle): void {
  latest.delete(id);
  latest.set(id, bundle);
  const [oldest] = latest.keys();
  if (latest.size > MOST_KEPT) latest.delete(oldest);
}

/**
 * Sends the last bundles of displays again, for a page that was not there when they were sent: JupyterLab's extension asks for it.
 *
 * @param ids The displays; those that were never updated, or not in this kernel, are left out.
 */
export function resendDisplays(ids: readonly string[]): void {
  for (const id of ids) {
    const bundle = latest.get(id);
    if (bundle) kernelSend()?.(messageOf(id, bundle), true);
  }
}

/**
 * Shows one output in the running cell, or prints its text outside Jupyter.
 *
 * @param bundle The output in all its types.
 */
export function showBundle(bundle: MimeBundle): void {
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
 * The tslab kernel's function that sends an output of the running cell; undefined outside the kernel. tslab's public API sends one
 * type at a time, this inner function takes bundles. Looking into the module cache finds the kernel's own copy and loads nothing.
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
      const added = addedLines(printed, text);
      printed = text;
      if (added) process.stdout.write(`${added}\n`);
    },
  };
}

/** What a terminal that has printed one text prints of the next: the lines from the first that differs. */
function addedLines(printed: string, text: string): string {
  const before = printed ? printed.split('\n') : [];
  const lines = text.split('\n');
  const same = lines.findIndex((line, i) => line !== before[i]);
  return same < 0 ? '' : lines.slice(same).join('\n');
}

function encode(bundle: MimeBundle): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(bundle).map(([type, value]) => [
      type,
      value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
    ]),
  );
}
