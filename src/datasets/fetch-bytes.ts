import { FoveaError } from '../base/errors';
import { openResponse } from './response';
import { TransferError } from './transfer-error';

/**
 * Fetches a small file into memory, through the proxies that the environment names.
 *
 * @param url Its address, http or https.
 * @param options
 * @param options.atMost The most bytes it may have.
 * @throws FoveaError naming the address if it cannot be fetched, or is larger.
 */
export async function fetchBytes(url: string, { atMost }: { atMost: number }): Promise<Uint8Array> {
  try {
    const { bytes, chunks, close } = await openResponse(url, {
      from: 0,
      atMost,
      answerSeconds: 30,
      stallSeconds: 30,
    });
    try {
      const parts: Uint8Array[] = [];
      let length = 0;
      for await (const chunk of chunks) {
        length += chunk.length;
        if (length > atMost) throw new TransferError(tooLarge(url, atMost), 'refused');
        parts.push(chunk);
      }
      if (!Number.isNaN(bytes) && length !== bytes) {
        throw new TransferError(`${url} ended after ${length} of ${bytes} bytes.`, 'temporary');
      }
      return Buffer.concat(parts);
    } finally {
      close();
    }
  } catch (error) {
    if (!(error instanceof TransferError)) throw error;
    const problem = error.message.includes(url)
      ? error.message
      : `${url} cannot be fetched: ${error.message}`;
    throw new FoveaError(problem, error.cure ?? CURES[error.kind]);
  }
}

const tooLarge = (url: string, atMost: number) => `${url} is larger than ${atMost / 1e6} MB.`;

const CURES: Readonly<Record<TransferError['kind'], string | undefined>> = {
  offline: 'Check the address and the network; behind a proxy set HTTPS_PROXY.',
  temporary: 'Try again.',
  refused: undefined,
};
