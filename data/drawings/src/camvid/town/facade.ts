import { cellValue, smoothNoise } from '../../drawing/noise';
import { linear, put } from '../rendering/paints';
import type { Paint } from '../rendering/surface';

/** The front of a house, from which its look follows. */
export interface FacadeStyle {
  /** How the wall itself looks. */
  readonly wall: Paint;
  /** Distance from window to window, and from floor to floor. */
  readonly bay: number;
  readonly storey: number;
  /** Width and height of a window. */
  readonly window: readonly [number, number];
  /** Height of a window's sill above the floor. */
  readonly sill: number;
  readonly frame: string;
  /** Colour of lintels, sills and the cornice. */
  readonly trim: string;
  /** Panes across and up. */
  readonly panes: readonly [number, number];
  /** What the ground floor is. */
  readonly ground: 'shop' | 'home' | 'windows' | 'blank';
  /** Of a shop's front, or a home's door. */
  readonly accent: string;
  /** Height of the whole wall. */
  readonly height: number;
  readonly isDusk: boolean;
  readonly seed: number;
}

const CURTAINS = ['#c8c2b4', '#a8a49a', '#6a6258', '#d8d4ca'].map(linear);
const ROOM = linear('#20262c');
const LAMP_LIGHT = linear('#ffcf88');
const GOODS = ['#8a3a32', '#c8b078', '#4a6a88', '#d8d2c4', '#5a7a4a', '#8a5a8a', '#3a3a40'].map(linear);

/**
 * A wall with windows in rows, and a shop front or a door below; u from the left edge, v from the pavement.
 *
 * @param style What it looks like.
 */
export function facade(style: FacadeStyle): Paint {
  const { wall, bay, storey, sill, height, ground, seed, isDusk } = style;
  const [width, tall] = style.window;
  const [frame, trim, accent] = [style.frame, style.trim, style.accent].map(linear);
  const groundHeight = ground === 'shop' ? 3.6 : storey;
  const glassAt = (x: number, y: number, column: number, row: number, out: Float64Array) => {
    const [across, up] = style.panes;
    const [px, py] = [((x / width + 0.5) * across) % 1, ((y / tall) * up) % 1];
    const bar = 0.05;
    const isEdge = x < -width / 2 + 0.07 || x > width / 2 - 0.07 || y < 0.08 || y > tall - 0.08;
    if (isEdge || (across > 1 && (px < bar || px > 1 - bar)) || (up > 1 && (py < bar || py > 1 - bar))) {
      put(out, frame);
      return;
    }
    const chance = cellValue(column, row, seed);
    const hasCurtain = chance < 0.55 && Math.abs(x) > width * (0.2 + 0.25 * cellValue(column, row, seed + 1));
    const isLit = isDusk && cellValue(column, row, seed + 2) < 0.3;
    if (isLit) {
      put(out, LAMP_LIGHT, hasCurtain ? 0.7 : 0.9);
      out[4] = hasCurtain ? 0.5 : 0.8;
      return;
    }
    put(out, hasCurtain ? CURTAINS[Math.floor(chance * 7) % 4] : ROOM, hasCurtain ? 0.55 : 0.7 + chance);
    out[3] = 0.75;
  };

  const shop = (u: number, v: number, out: Float64Array) => {
    put(out, accent);
    const unitWidth = 2.1;
    const column = Math.floor(u / unitWidth);
    const x = u - column * unitWidth;
    const isDoor = cellValue(column, 3, seed) < 0.3;
    const low = isDoor ? 0.1 : 0.55;
    if (v < low || v > 2.75 || x < 0.09 || x > unitWidth - 0.09) return;
    const thing = cellValue(Math.floor(u * 2.2), Math.floor(v * 1.6), seed + 7);
    const isGoods = !isDoor && v < 1.9 && thing < 0.62;
    if (isGoods) put(out, GOODS[Math.floor(thing * 11.2) % GOODS.length], 0.55);
    else put(out, ROOM, 0.8 + 0.6 * smoothNoise(u * 1.3, v, seed));
    out[3] = 0.6;
    if (isDusk && cellValue(1, 2, seed) < 0.75) {
      put(out, isGoods ? GOODS[Math.floor(thing * 11.2) % GOODS.length] : LAMP_LIGHT, isGoods ? 1 : 0.75);
      out[4] = 0.75;
      out[3] = 0.15;
    }
  };

  return (u, v, out, grain) => {
    if (ground === 'shop' && v < groundHeight - 0.25) {
      shop(u, v, out);
      return;
    }
    wall(u, v, out, grain);
    if (ground === 'blank') return;
    const isGround = v < groundHeight;
    const row = isGround ? 0 : 1 + Math.floor((v - groundHeight) / storey);
    const y = (isGround ? v : v - groundHeight - (row - 1) * storey) - sill;
    const column = Math.floor(u / bay);
    const x = u - (column + 0.5) * bay;
    const inColumn = Math.abs(x) < width / 2;
    if (v > height - 0.35) {
      put(out, trim);
      return;
    }
    if (isGround && ground === 'home' && cellValue(column, 1, seed) < 0.4) {
      if (Math.abs(x) < 0.62 && v < 2.45) {
        const isFrame = Math.abs(x) > 0.48 || v > 2.32;
        const isPane = v > 1.95 && !isFrame;
        put(out, isFrame ? trim : isPane ? ROOM : accent);
        out[3] = isPane ? 0.6 : 0;
      }
      return;
    }
    if (inColumn && y > 0 && y < tall && v + tall - y < height - 0.3) {
      glassAt(x, y, column, row, out);
      // The lintel's shadow on the glass.
      if (y > tall - 0.16) for (let k = 0; k < 3; k++) out[k] *= 0.45;
      return;
    }
    const isSill = y < 0 && y > -0.14 && Math.abs(x) < width / 2 + 0.08;
    const isLintel = y >= tall && y < tall + 0.22 && Math.abs(x) < width / 2 + 0.1;
    if ((isSill || isLintel) && v + tall - y < height - 0.1) put(out, trim);
  };
}
