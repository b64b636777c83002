/**
 * A duration as a clock shows it, as in fastai's table of epochs.
 *
 * @param seconds At least 0; fractions of a second are dropped.
 * @returns `mm:ss`, or `h:mm:ss` from an hour on.
 */
export function clockTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  const minutes = `${twoDigits(Math.floor(whole / 60) % 60)}:${twoDigits(whole % 60)}`;
  return whole < 3600 ? minutes : `${Math.floor(whole / 3600)}:${minutes}`;
}

/**
 * A duration in words, rounded up: for how long something will still take.
 *
 * @param seconds At least 0.
 * @returns E.g. `8 s`, `12 min` or `2 h`: seconds below 100, minutes below 100, else hours.
 */
export function durationInWords(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 100) return `${whole} s`;
  const minutes = Math.ceil(whole / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}

/**
 * How long something took, to the second.
 *
 * @param seconds At least 0.
 * @returns E.g. `48 s`, `2 min 10 s` or `62 min 0 s`.
 */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/**
 * A date and a time of this machine's time zone.
 *
 * @param milliseconds Since 1970.
 * @returns E.g. `28 Nov 2026, 18:21`.
 */
export function dateText(milliseconds: number): string {
  return new Date(milliseconds).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
}

/**
 * Starts measuring time, by a clock that never jumps: setting the machine's time does not change it.
 *
 * @returns A function that returns the seconds since then.
 */
export function stopwatch(): () => number {
  const started = performance.now();
  return () => (performance.now() - started) / 1000;
}
