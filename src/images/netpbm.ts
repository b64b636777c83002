import type { RawDecoder, RawImage } from './raw-image';

/**
 * Reads the header of a Netpbm file: PBM, PGM or PPM, as text or binary.
 *
 * No package for it is kept up.
 *
 * @param head The first bytes of the file.
 * @throws Error saying what is broken.
 * @see netpbm.sourceforge.net/doc: pbm, pgm, ppm.
 */
export function netpbmDecoder(head: Uint8Array): RawDecoder {
  const kind = head[1] - DIGIT_0;
  const isBits = kind === 1 || kind === 4;
  const tokens = new Tokens(head, 2);
  const [width, height, maxValue] = [tokens.number(), tokens.number(), isBits ? 1 : tokens.number()];
  if (width < 1 || height < 1) throw new Error(`its header says ${width} x ${height} pixels`);
  if (maxValue < 1 || maxValue > 65535)
    throw new Error(`its header says that the largest value is ${maxValue}`);
  const channels = kind === 3 || kind === 6 ? 3 : 1;
  const count = width * height * channels;
  const header = { width, height, channels, maxValue } as const;
  const decode = (file: Uint8Array): RawImage => {
    if (kind < 4) return { ...header, samples: textSamples(file, tokens.at, count, isBits, maxValue) };
    // Exactly one blank follows the header.
    const body = file.subarray(tokens.at + 1);
    if (kind === 4) return { ...header, samples: bitSamples(body, width, height) };
    return { ...header, samples: binarySamples(body, count, maxValue) };
  };
  return { width, height, decode };
}

const DIGIT_0 = 48;
const isBlank = (byte: number) => byte === 32 || (byte >= 9 && byte <= 13);

/** Numbers in text, with blanks and comments between them. */
class Tokens {
  constructor(
    private readonly bytes: Uint8Array,
    /** Position of the next byte. */
    public at: number,
  ) {}

  number(): number {
    this.skipBlanks();
    const start = this.at;
    let value = 0;
    while (isDigit(this.bytes[this.at])) value = 10 * value + this.bytes[this.at++] - DIGIT_0;
    if (this.at === start) this.refuse();
    return value;
  }

  /** The next 0 or 1; there may be no blanks between them. */
  bit(): number {
    this.skipBlanks();
    const value = this.bytes[this.at++] - DIGIT_0;
    if (value !== 0 && value !== 1) this.refuse();
    return value;
  }

  private skipBlanks(): void {
    while (this.at < this.bytes.length) {
      if (this.bytes[this.at] === 35) {
        while (this.at < this.bytes.length && this.bytes[this.at] !== 10) this.at++;
      } else if (isBlank(this.bytes[this.at])) this.at++;
      else return;
    }
  }

  private refuse(): never {
    throw new Error(
      this.at >= this.bytes.length ? 'it is truncated' : `expected a number at byte ${this.at}`,
    );
  }
}

const isDigit = (byte: number) => byte >= DIGIT_0 && byte <= DIGIT_0 + 9;

function textSamples(file: Uint8Array, start: number, count: number, isBits: boolean, maxValue: number) {
  // Each number takes at least a digit: before memory is asked for.
  if (file.length - start < count) throw new Error('it is truncated');
  const tokens = new Tokens(file, start);
  const samples = maxValue > 255 ? new Uint16Array(count) : new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const value = isBits ? 1 - tokens.bit() : tokens.number();
    if (value > maxValue) throw new Error(`it holds ${value}, above its largest value ${maxValue}`);
    samples[i] = value;
  }
  return samples;
}

// 1 is black; rows begin with a new byte.
function bitSamples(body: Uint8Array, width: number, height: number): Uint8Array {
  const stride = Math.ceil(width / 8);
  expectLength(body, stride * height);
  const samples = new Uint8Array(width * height);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) samples[to++] = 1 - ((body[y * stride + (x >> 3)] >> (7 - (x & 7))) & 1);
  }
  return samples;
}

function binarySamples(body: Uint8Array, count: number, maxValue: number): Uint8Array | Uint16Array {
  expectLength(body, maxValue > 255 ? 2 * count : count);
  if (maxValue <= 255) {
    const samples = body.subarray(0, count);
    if (maxValue < 255) expectRange(samples, maxValue);
    return samples;
  }
  const samples = new Uint16Array(count);
  for (let i = 0; i < count; i++) samples[i] = 256 * body[2 * i] + body[2 * i + 1];
  expectRange(samples, maxValue);
  return samples;
}

function expectLength(body: Uint8Array, length: number): void {
  if (body.length < length) {
    throw new Error(`it is truncated: ${length} bytes of pixels are expected, ${body.length} are there`);
  }
}

function expectRange(samples: Uint8Array | Uint16Array, maxValue: number): void {
  const wrong = samples.find((value) => value > maxValue);
  if (wrong !== undefined) throw new Error(`it holds ${wrong}, above its largest value ${maxValue}`);
}
