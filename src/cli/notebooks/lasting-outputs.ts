import { epochsMimeType } from '../../display/epoch-table';
import { drawingToPng, shrinkJpeg } from '../../images/encode';

/** An output of a code cell in a notebook's file. */
export interface Output {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: string | readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** The text of a field, which the format allows to be split into a list. */
export function textOf(field: string | readonly string[]): string {
  return typeof field === 'string' ? field : field.join('');
}

/**
 * Outputs as they are committed: drawings instead of figures that need a script, images as thumbnails, no times, and printed text
 * in one piece, however it arrived. A drawing is also there as PNG: JupyterLab shows no SVG of a notebook that is not trusted.
 *
 * @param outputs The outputs of a cell after a run.
 * @param thumbnail Width and quality of the JPEGs.
 */
export async function lastingOutputs(
  outputs: readonly Output[],
  thumbnail: { maxWidth: number; quality: number },
): Promise<Output[]> {
  const lasting: Output[] = [];
  for (const output of outputs) {
    const last = lasting[lasting.length - 1];
    if (output.output_type === 'stream' && last?.name === output.name && last.text !== undefined) {
      lasting[lasting.length - 1] = { ...last, text: lines(textOf(last.text) + textOf(output.text ?? '')) };
    } else if (output.output_type === 'stream') {
      lasting.push({ ...output, text: lines(textOf(output.text ?? '')) });
    } else {
      lasting.push(output.data ? { ...output, ...(await lastingData(output, thumbnail)) } : output);
    }
  }
  return lasting;
}

async function lastingData(
  { data = {}, metadata = {} }: Output,
  thumbnail: { maxWidth: number; quality: number },
): Promise<Required<Pick<Output, 'data' | 'metadata'>>> {
  const sizes: Record<string, unknown> = {};
  const hasDrawing = 'image/svg+xml' in data;
  const kept: Record<string, unknown> = {};
  for (const [type, value] of Object.entries(data)) {
    // Code hosts draw neither vega-lite nor plotly, and would show nothing where they find these first. The rows of an epoch
    // table, which only programs read, contain times, which differ from run to run.
    if (type === epochsMimeType || (type.endsWith('+json') && hasDrawing)) continue;
    if (type === 'image/svg+xml') {
      const svg = textOf(value as string | readonly string[]);
      const { bytes, ...size } = await drawingToPng(svg);
      kept['image/png'] = bytes.toString('base64');
      sizes['image/png'] = size;
      kept[type] = lines(svg);
    } else if (type !== 'text/html' && type !== 'text/plain') kept[type] = value;
    else {
      const text = withoutTimes(textOf(value as string | readonly string[]));
      kept[type] = lines(type === 'text/html' ? await withThumbnails(text, thumbnail) : text);
    }
  }
  return { data: kept, metadata: { ...withoutIdentity(metadata), ...sizes } };
}

/** Metadata without the identity of a display, which is another one in each run. */
function withoutIdentity({ fovea_display: _, ...metadata }: Readonly<Record<string, unknown>>) {
  return metadata;
}

/** Replaces the times of epochs, the last column of their table, by `--:--`. */
function withoutTimes(text: string): string {
  return text.replace(/(?:\d+:)?\d\d:\d\d(?=<\/td><\/tr>|$)/gm, (time) => '--:--'.padStart(time.length));
}

async function withThumbnails(
  text: string,
  thumbnail: { maxWidth: number; quality: number },
): Promise<string> {
  const parts = text.split(/(data:image\/jpeg;base64,[\w+/=]+)/);
  const shrunk = parts.map(async (part, i) => {
    if (i % 2 === 0) return part;
    const [head, file] = part.split(',');
    const smaller = await shrinkJpeg(Buffer.from(file, 'base64'), thumbnail);
    // Encoding a small image again would only lose quality.
    return smaller.toString('base64').length < file.length ? `${head},${smaller.toString('base64')}` : part;
  });
  return (await Promise.all(shrunk)).join('');
}

// Where Python ends a line.
const LINE_ENDS = '\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029';

/** Text as a list of lines with their line ends, as Jupyter writes it: Python's `splitlines(True)`. */
function lines(text: string): string[] {
  const found: string[] = [];
  let start = 0;
  for (let end = 1; end <= text.length; end++) {
    const isEnd = LINE_ENDS.includes(text[end - 1]) && text.slice(end - 1, end + 1) !== '\r\n';
    if (!isEnd && end < text.length) continue;
    found.push(text.slice(start, end));
    start = end;
  }
  return found;
}
