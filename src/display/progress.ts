import { clockTime } from '../base/clock';
import { type Html, html } from './html';

/** Least time between two updates of a progress bar, in seconds, as in fastprogress. */
export const REFRESH_SECONDS = 0.2;

/** How far a task has come. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Time since the task began, in seconds. */
  readonly elapsedSeconds: number;
  /** Text at the end, e.g. the loss of the last batch. */
  readonly comment?: string;
}

/**
 * Progress as text, as fastprogress writes it.
 *
 * @returns E.g. `45.00% [45/100 00:10<00:12 0.4321]`: done/total, elapsed < remaining, comment. The remaining time is `?` until
 * the first step is done.
 */
export function progressText({ done, total, elapsedSeconds, comment }: Progress): string {
  const percent = total > 0 ? (100 * done) / total : 100;
  const remaining = done > 0 ? clockTime((elapsedSeconds / done) * (total - done)) : '?';
  const end = comment ? ` ${comment}` : '';
  return `${percent.toFixed(2)}% [${done}/${total} ${clockTime(elapsedSeconds)}<${remaining}${end}]`;
}

/**
 * A progress bar followed by {@link progressText}.
 *
 * @param name Name of the bar for screen readers, e.g. `epochs`.
 */
export function progressBar(name: string, progress: Progress): Html {
  const { done, total } = progress;
  return html`<div class="fovea-progress"><progress value="${done}" max="${Math.max(1, total)}" aria-label="${name}"></progress><span>${progressText(progress)}</span></div>`;
}
