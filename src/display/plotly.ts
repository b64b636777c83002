import type { MimeBundle } from './jupyter';

/** A plotly.js figure as JSON. */
export interface PlotlyFigure {
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly layout: Readonly<Record<string, unknown>>;
}

/** The type JupyterLab's plotly extension draws. */
export const plotlyMimeType = 'application/vnd.plotly.v1+json';

/**
 * A plotly figure as an output. The figure is JSON, drawn by JupyterLab or by a handout that holds plotly.js once.
 *
 * @param figure Texts in it are read as markup by plotly: escape them by `escapeHtml`.
 * @param fallback Drawing and words for pages without plotly.
 * @returns A bundle for `show`.
 */
export function plotlyBundle(figure: PlotlyFigure, fallback: { svg: string; text: string }): MimeBundle {
  return {
    [plotlyMimeType]: { ...figure, config: { displaylogo: false, responsive: true } },
    'image/svg+xml': fallback.svg,
    'text/plain': fallback.text,
  };
}

/** Path of the plotly.js that draws these figures, one minified script without dependencies, for pages that hold it. */
export function plotlyScript(): string {
  return require.resolve('plotly.js-dist-min');
}
