import { type Html, html } from './html';

/** How far something is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Time since it began. */
  readonly elapsedSeconds: number;
  /** The latest figure, e.g. the loss of the batch. */
  readonly comment?: string;
}

/**
 * A duration as fastai's table writes it.
 *
 * @param seconds At least 0; part seconds are dropped.
 * @returns `mm:ss`, or `h:mm:ss` from an hour on.
 */
export function formatTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return whole < 3600 ? minutes : `${Math.floor(whole / 3600)}:${minutes}`;
}

/**
 * Progress in words, as fastprogress writes them.
 *
 * @returns E.g. `45.00% [45/100 00:10<00:12 0.4321]`: done of all, elapsed < remaining, comment. `?` remains until something is done.
 */
export function progressText({ done, total, elapsedSeconds, comment }: Progress): string {
  const percent = total > 0 ? (100 * done) / total : 100;
  const remaining = done > 0 ? formatTime((elapsedSeconds / done) * (total - done)) : '?';
  const end = comment ? ` ${comment}` : '';
  return `${percent.toFixed(2)}% [${done}/${total} ${formatTime(elapsedSeconds)}<${remaining}${end}]`;
}

/**
 * A bar with its words.
 *
 * @param name What progresses, for screen readers, e.g. `epochs`.
 */
export function progressBar(name: string, progress: Progress): Html {
  const { done, total } = progress;
  return html`<div class="fovea-progress"><progress value="${done}" max="${Math.max(1, total)}" aria-label="${name}"></progress><span>${progressText(progress)}</span></div>`;
}
