/** Why bytes did not arrive. */
export class TransferError extends Error {
  /**
   * @param message What happened, one sentence.
   * @param kind `offline`: the server cannot be reached; `refused`: it will answer the same next time; `temporary`: worth trying
   *   again.
   * @param cure What to do about it, if known.
   */
  constructor(
    message: string,
    readonly kind: 'offline' | 'refused' | 'temporary',
    readonly cure?: string,
  ) {
    super(message);
  }
}
