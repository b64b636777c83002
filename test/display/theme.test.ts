import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellInk } from '../../src/display/confusion-heatmap';
import { html } from '../../src/display/html';
import { blues, page, palette } from '../../src/display/theme';

/** Relative luminance of WCAG 2, in [0, 1]. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two colours by WCAG 2: from 1 to 21. */
function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** The light and the dark colour of each name in the style sheet. */
const colours = new Map(
  [...page(html``).text.matchAll(/--fovea-(\w+): light-dark\((#\w{6}), (#\w{6})\)/g)].map((found) => [
    found[1],
    { light: found[2], dark: found[3] },
  ]),
);

test('contrast() of black and white is 21, of a colour with itself 1', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21);
  assert.equal(contrast('#777777', '#777777'), 1);
});

test("text has a contrast of at least 4.5 on JupyterLab's and the handout's pages, light and dark", () => {
  const pages = { light: ['#ffffff'], dark: ['#111111', '#14181d', '#1e242b'] };
  for (const name of ['good', 'bad', 'quiet']) {
    for (const scheme of ['light', 'dark'] as const) {
      for (const ground of pages[scheme]) {
        const found = contrast(colours.get(name)?.[scheme] ?? ground, ground);
        assert.ok(found >= 4.5, `${name} on ${ground}: ${found.toFixed(2)}`);
      }
    }
  }
});

test('bars have a contrast of at least 3 on their track', () => {
  for (const scheme of ['light', 'dark'] as const) {
    const found = contrast(colours.get('bar')![scheme], colours.get('track')![scheme]);
    assert.ok(found >= 3, `${scheme}: ${found.toFixed(2)}`);
  }
});

test('the first three colours of charts have a contrast of at least 3 on white', () => {
  for (const colour of palette.slice(0, 3)) {
    assert.ok(contrast(colour, '#ffffff') >= 3, `${colour}: ${contrast(colour, '#ffffff').toFixed(2)}`);
  }
});

test('the blues of a confusion matrix go from light to dark', () => {
  const light = blues.map(luminance);
  assert.deepEqual(
    [...light].sort((a, b) => b - a),
    light,
  );
});

test('numbers in a confusion matrix have a contrast of at least 4.5 on every blue', () => {
  const channel = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  for (let i = 0; i <= 100; i++) {
    const place = (i / 100) * (blues.length - 1);
    const [low, high] = [blues[Math.floor(place)], blues[Math.ceil(place)]];
    const mixed = [1, 3, 5].map((at) =>
      Math.round(channel(low, at) + (place % 1) * (channel(high, at) - channel(low, at))),
    );
    const ground = `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
    const found = contrast(i / 100 > cellInk.lightFrom ? cellInk.light : cellInk.dark, ground);
    assert.ok(found >= 4.5, `${i} % on ${ground}: ${found.toFixed(2)}`);
  }
});

test('the rule beside a notice has a contrast of at least 3', () => {
  for (const [scheme, ground] of [
    ['light', '#ffffff'],
    ['dark', '#1e242b'],
  ] as const) {
    const found = contrast(colours.get('notice')![scheme], ground);
    assert.ok(found >= 3, `${scheme}: ${found.toFixed(2)}`);
  }
});
