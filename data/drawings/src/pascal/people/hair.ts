import { shade } from '../../drawing/colour';
import { litBlob } from '../../drawing/light';
import { about, blob, ellipse, polygonPath, ring, stroke } from '../../drawing/path';
import type { Look } from './look';

/** Hair that falls behind the face. */
export function behind({ cut, hair }: Look): string {
  const dark = shade(hair, -0.1);
  if (cut === 'long')
    return litBlob('0,-25 9.6,-20 11,-8 10.6,8 5,11 -5,11 -10.6,8 -11,-8 -9.6,-20', dark, 'down');
  if (cut === 'bob') return litBlob('0,-25 9.8,-20 11,-8 9,-1 0,0 -9,-1 -11,-8 -9.8,-20', dark, 'down');
  if (cut === 'bun') return litBlob(ring([0, -26], [5, 4.6]), hair, 'ball');
  if (cut === 'tail') return litBlob('-7,-20 -13,-16 -14,-4 -11,6 -10,-4 -8,-12', hair);
  return cut === 'curly' ? litBlob(ring([0, -15], [12, 12], { count: 12 }), dark, 'ball') : '';
}

/** Hair over the forehead and on the crown. */
export function hairOnTop({ cut, hair }: Look, turn: number): string {
  if (cut === 'bald') return '';
  const t = turn * 2;
  if (cut === 'curly')
    return ring([t * 0.3, -19], [8.6, 5.4], { count: 9 })
      .filter(([, y]) => y < -16)
      .map((at) => litBlob(ring(at, [3.8, 3.4], { count: 6 }), hair, 'ball'))
      .join('');
  const side = cut === 'short' ? -13.6 : -10;
  const fringe = `9.4,${side} ${8.2 + t * 0.2},-17.4 ${3 + t},-19 ${-2 + t},-17.6 ${-7.6 + t * 0.3},-17
    -9.4,${side} -9.8,-18 -6.6,-24.4 0,-26.4 6.6,-24.4 9.8,-18`;
  return litBlob(fringe, hair, 'ball');
}

/** A cap, a hat or a helmet, if one is worn. */
export function headwear({ headwear: kind, wear }: Look, turn: number, isFromBehind: boolean): string {
  const dark = shade(wear, -0.25);
  const dome = (low: number, colour = wear) =>
    litBlob(
      `-9.9,${low} -9.6,-19 -5.8,-25.6 0,-27.2 5.8,-25.6 9.6,-19 9.9,${low} 0,${low - 1.6}`,
      colour,
      'ball',
    );
  const strap = (path: string) => stroke(path, '#2a2a2e', 0.8);
  switch (kind) {
    case undefined:
      return '';
    case 'cap': {
      const peak = `${-8 + turn * 4},-17.4 ${turn * 9},-19 ${8 + turn * 4},-17.4 ${turn * 11},-14.4`;
      return dome(-17) + (isFromBehind ? '' : blob(peak, dark));
    }
    case 'wool':
      return (
        dome(-15.5) +
        stroke('M-9.4 -16.4Q0 -18.6 9.4 -16.4', dark, 3) +
        ellipse([0, -28], [2.8, 2.6], shade(wear, 0.4))
      );
    case 'hat':
      return (
        litBlob('-6.6,-18 -6.4,-26 0,-27.6 6.4,-26 6.6,-18', wear, 'ball') +
        stroke('M-6.4 -19.6Q0 -18.4 6.4 -19.6', dark, 2.2) +
        litBlob(ring([0, -17.8], [14, 2.6], { count: 10 }), wear, 'down')
      );
    case 'riding': {
      const peak = `${-6 + turn * 5},-17 ${turn * 10},-18.4 ${8 + turn * 4},-16.6 ${turn * 11},-14.6`;
      return dome(-16, '#2c2a30') + blob(peak, '#1e1c22') + strap('M-8 -15L-4 -1');
    }
    case 'helmet':
      return (
        litBlob('-10.6,-15 -11,-21 -6,-27.4 2,-28.4 9,-24.6 11.4,-17 4,-17.4 -4,-15.6', wear, 'ball') +
        stroke('M-6 -24L7 -23M-8 -20.6L8.6 -19.6', dark, 1.3) +
        strap('M-7 -15L-2 0')
      );
    case 'fullHelmet': {
      const x = turn * 4;
      const right = turn * 3.4;
      const visor = `${-5.4 + x},-16.6 ${2 + x},-17.4 ${6.6 + right},-14.6 ${5.8 + right},-10 ${x},-9 ${-5 + x},-10.4`;
      const glint = polygonPath(about([x, 0], '-3,-15 1,-15.6'), false);
      return (
        litBlob(ring([0.4, -13.4], [12, 14.2], { count: 10 }), wear, 'ball') +
        (isFromBehind ? '' : blob(visor, '#2c3640') + stroke(glint, '#9fb4c4', 1.1))
      );
    }
  }
}
