import type { MimeBundle } from './jupyter';

/** A plotly.js figure as JSON. */
export interface PlotlyFigure {
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly layout: Readonly<Record<string, unknown>>;
}

/** MIME type that JupyterLab's plotly extension draws. */
const plotlyMimeType = 'application/vnd.plotly.v1+json';

/**
 * A plotly figure as an output. The figure is JSON, which JupyterLab draws, or a handout that contains plotly.js once.
 *
 * @param figure The figure. plotly reads its texts as markup: escape them by `escapeHtml`.
 * @param fallback Drawing and text for pages without plotly.
 * @returns A bundle for `show`.
 */
export function plotlyBundle(figure: PlotlyFigure, fallback: { svg: string; text: string }): MimeBundle {
  return {
    [plotlyMimeType]: { ...figure, config: { displaylogo: false, responsive: true } },
    'image/svg+xml': fallback.svg,
    'text/plain': fallback.text,
  };
}

/** Path of plotly.js, one minified script without dependencies, for pages that draw figures themselves. */
export function plotlyScript(): string {
  return require.resolve('plotly.js-dist-min');
}
