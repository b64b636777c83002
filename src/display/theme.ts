import { type Html, html } from './html';

/** Okabe and Ito's colours, which colour-blind readers can tell apart (jfly.uni-koeln.de/color, 2008); dark ones first, for lines on white. */
export const palette = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#000000'] as const;

/** Colour of text on a white chart. */
export const ink = '#1b1f24';

/** ColorBrewer's Blues, as in matplotlib, from low to high. */
export const blues = [
  '#f7fbff',
  '#deebf7',
  '#c6dbef',
  '#9ecae1',
  '#6baed6',
  '#4292c6',
  '#2171b5',
  '#08519c',
  '#08306b',
] as const;

// JupyterLab and nbconvert name their theme in an attribute of the body; elsewhere the page's own colour scheme decides.
// All colours have a contrast of at least 4.5 on the page, light or dark.
const stylesheet = html`<style>
.fovea { --fovea-good: light-dark(#116329, #56d364); --fovea-bad: light-dark(#b3121d, #ff8f85);
  --fovea-notice: light-dark(#9a6700, #e3b341); --fovea-quiet: light-dark(#57606a, #a3abb5); --fovea-rule: light-dark(#d0d7de, #4a5058);
  --fovea-bar: light-dark(#0072b2, #56b4e9); --fovea-track: light-dark(#e4e8ec, #33393f);
  font-family: var(--jp-content-font-family, system-ui, sans-serif); font-size: 16px; line-height: 1.35;
  max-width: 100%; overflow-x: auto; padding: 2px; }
[data-jp-theme-light="true"] .fovea { color-scheme: light; }
[data-jp-theme-light="false"] .fovea { color-scheme: dark; }
.fovea-title { font-weight: 600; margin: 4px 0 10px; }
.fovea-good { color: var(--fovea-good); } .fovea-bad { color: var(--fovea-bad); } .fovea-quiet { color: var(--fovea-quiet); }
.fovea table.fovea-grid { table-layout: fixed; max-width: 100%; border-collapse: collapse; border: 0; margin: 0; font-size: inherit; }
.fovea .fovea-grid thead, .fovea .fovea-grid tr, .fovea .fovea-grid tr:nth-child(n) { background: none; border: 0; break-inside: avoid; }
.fovea .fovea-grid td { padding: 0 16px 16px 0; border: 0; background: none; text-align: left; vertical-align: top; max-width: none; white-space: normal; }
.fovea .fovea-grid th { padding: 0 16px 5px 0; border: 0; background: none; text-align: left; font-weight: 600; }
.fovea-caption { margin-top: 5px; overflow-wrap: anywhere; }
.fovea .fovea-grid img { width: 100%; height: auto; max-width: none; display: block; border-radius: 3px; margin: 0; }
.fovea-legend { display: flex; flex-wrap: wrap; gap: 3px 14px; margin: 10px 0 4px; }
.fovea-legend i { display: inline-block; width: 13px; height: 13px; border-radius: 2px; margin-right: 5px; vertical-align: -1px;
  border: 1px solid var(--fovea-quiet); box-sizing: border-box; }
.fovea table.fovea-table { border-collapse: collapse; border: 0; margin: 4px 0; font-size: inherit; table-layout: auto; width: auto; }
.fovea-table caption { text-align: left; font-weight: 600; padding: 0 0 8px; color: inherit; }
.fovea .fovea-table tr, .fovea .fovea-table tr:nth-child(n) { background: none; border: 0; }
.fovea .fovea-table th, .fovea .fovea-table td { padding: 4px 10px; text-align: left; vertical-align: baseline; border: 0;
  border-bottom: 1px solid var(--fovea-rule); white-space: nowrap; background: none; max-width: none; }
.fovea .fovea-table .fovea-wraps { white-space: normal; overflow-wrap: anywhere; }
.fovea .fovea-table thead th { border-bottom: 2px solid var(--fovea-quiet); font-weight: 600; }
.fovea .fovea-table .fovea-totals tr:first-child > * { border-top: 2px solid var(--fovea-quiet); }
.fovea .fovea-table tbody th { font-weight: 500; }
.fovea .fovea-table .fovea-number { text-align: right; font-variant-numeric: tabular-nums; }
.fovea-note { border-left: 4px solid var(--fovea-notice); padding: 6px 12px; margin: 8px 0; max-width: 75ch; }
.fovea-progress { display: flex; align-items: center; gap: 12px; margin: 5px 0; font-variant-numeric: tabular-nums; }
.fovea-progress span { white-space: nowrap; }
.fovea-progress progress { flex: 0 1 320px; min-width: 80px; height: 14px; appearance: none; border: 0; border-radius: 7px; overflow: hidden;
  background: var(--fovea-track); color: var(--fovea-bar); }
.fovea-progress progress::-webkit-progress-bar { background: var(--fovea-track); }
.fovea-progress progress::-webkit-progress-value { background: var(--fovea-bar); }
.fovea-progress progress::-moz-progress-bar { background: var(--fovea-bar); }
@media print {
  .fovea { font-size: 10pt; overflow: visible; }
  .fovea table.fovea-grid { min-width: 0 !important; }
  .fovea-title, .fovea-table caption { break-after: avoid; }
  .fovea .fovea-table th, .fovea .fovea-table td { padding: 2pt 4pt; white-space: normal; overflow-wrap: anywhere; }
}
</style>`;

/**
 * Puts content into the frame that all HTML outputs share: one font, colours for light and dark pages, no wider than the page.
 *
 * @param content The markup to show.
 * @returns Markup of a complete output, its style sheet included.
 */
export function page(content: Html): Html {
  return html`<div class="fovea">${stylesheet}${content}</div>`;
}
