import type { Header } from './messages';

/** Which requests a failed cell takes with it: all that had been sent when it failed, also those that arrive later. */
export interface AbortRule {
  /** Notes that a request has arrived. */
  arrived(header: Header): void;
  /** Notes that a cell has failed now. */
  failed(): void;
  /** Whether a request was sent before the last failure. */
  isAborted(header: Header): boolean;
}

// Where a client does not say when it sent a request: as long as this, requests may be on their way.
const ON_THEIR_WAY_MS = 200;

/**
 * Compares the time at which a request was made, by its sender's clock, with that of the failure. How far that clock is ahead or behind is
 * known from the sender's other requests: none can arrive before it was sent.
 *
 * @param now The kernel's clock, in milliseconds.
 */
export function abortRule(now: () => number = Date.now): AbortRule {
  const offsets = new Map<string, number>();
  const arrivals = new WeakMap<Header, number>();
  let failedAt = Number.NEGATIVE_INFINITY;
  return {
    arrived(header) {
      const arrival = now();
      arrivals.set(header, arrival);
      const offset = arrival - Date.parse(header.date);
      if (Number.isNaN(offset)) return;
      const least = offsets.get(header.session) ?? Number.POSITIVE_INFINITY;
      if (offset < least) offsets.set(header.session, offset);
    },
    failed() {
      failedAt = now();
    },
    isAborted(header) {
      const sent = Date.parse(header.date);
      const offset = offsets.get(header.session);
      if (offset === undefined || Number.isNaN(sent))
        return (arrivals.get(header) ?? now()) <= failedAt + ON_THEIR_WAY_MS;
      return sent + offset <= failedAt;
    },
  };
}
