import type { MimeBundle } from './jupyter';
import { blues, ink, palette } from './theme';

/** A vega-lite specification without font sizes, colours and the like: the theme adds them. */
export type ChartSpec = Readonly<Record<string, unknown>>;

// Only generic names are safe: static SVG brings no fonts, and is laid out without any.
const FONT = 'sans-serif';
const QUIET = '#57606a';

/** Mean width of a character as a fraction of the font size: common fonts have 0.5 (Arial) to 0.6 (DejaVu Sans). */
export const LETTER_WIDTH = 0.58;

/** Text that can be read from the last row of a lecture hall, colours for colour-blind readers too, white on any page. */
const theme = {
  background: '#ffffff',
  padding: 14,
  font: FONT,
  axis: {
    labelFontSize: 14,
    titleFontSize: 15,
    titleFontWeight: 600,
    labelColor: ink,
    titleColor: ink,
    gridColor: '#e6e9ed',
    domainColor: QUIET,
    tickColor: QUIET,
    titlePadding: 10,
    labelPadding: 5,
  },
  header: { labelFontSize: 15, titleFontSize: 15, labelFontWeight: 600, labelColor: ink, titleColor: ink },
  legend: {
    labelFontSize: 14,
    titleFontSize: 14,
    labelColor: ink,
    titleColor: ink,
    symbolStrokeWidth: 3.5,
    symbolSize: 160,
  },
  title: {
    fontSize: 17,
    fontWeight: 600,
    anchor: 'start',
    color: ink,
    offset: 12,
    subtitleFontSize: 14,
    subtitleColor: QUIET,
  },
  range: { category: [...palette], ramp: [...blues], heatmap: [...blues] },
  view: { stroke: null },
  mark: { color: palette[0] },
  line: { strokeWidth: 2.5 },
  point: { size: 90, filled: true },
  text: { fontSize: 14, color: ink },
} as const;

// As SVG, sharp at any zoom. The chart's menu saves it; it does not offer to send the data to vega's editor on the web.
const embedOptions = {
  renderer: 'svg',
  actions: { export: true, source: false, compiled: false, editor: false },
} as const;

/**
 * A chart as an output: interactive in JupyterLab, a drawing elsewhere.
 *
 * @param spec A specification of vega-lite 5, which is what JupyterLab 4 draws.
 * @param description The chart in a sentence or two, with its main numbers.
 * @returns A bundle for `show`.
 */
export async function chart(spec: ChartSpec, description: string): Promise<MimeBundle> {
  const full = {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    description,
    usermeta: { embedOptions },
    ...spec,
    config: { ...theme, ...(spec.config as object) },
  };
  return {
    'application/vnd.vegalite.v5+json': full,
    'image/svg+xml': await draw(withoutHover(full)),
    'text/plain': description,
  };
}

/**
 * A copy of a specification without the layers that only react to the pointer: in a drawing they would leave a hidden dot for
 * every value. A copy because vega changes the object that it draws.
 */
function withoutHover<Part>(part: Part): Part {
  if (Array.isArray(part)) return part.filter((layer) => !layer?.params).map(withoutHover) as Part;
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, withoutHover(value)])) as Part;
}

async function draw(spec: ChartSpec): Promise<string> {
  const { vega, lite } = await loadVega();
  const { spec: compiled } = lite.compile(spec as unknown as Parameters<typeof lite.compile>[0]);
  const view = new vega.View(vega.parse(compiled), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

let loaded: ReturnType<typeof load> | undefined;

function loadVega() {
  loaded ??= load();
  return loaded;
}

async function load() {
  // Both are ECMAScript modules that await while they load, which `require` refuses.
  const [vega, lite] = await Promise.all([import('vega'), import('vega-lite')]);
  // Without a canvas vega takes every character for 0.8 of the font size and leaves wide gaps beside labels.
  const { textMetrics } = vega as unknown as {
    textMetrics: { width(item: { fontSize?: number; text?: unknown }, text?: unknown): number };
  };
  textMetrics.width = (item, text) =>
    LETTER_WIDTH * (item.fontSize ?? 11) * String(text ?? item.text ?? '').length;
  return { vega, lite };
}
