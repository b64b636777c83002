import { shade } from '../../drawing/colour';
import type { Random } from '../../random';
import { depthOf, farFirst } from '../../three-d/painter';
import { both, box, type Face } from '../../three-d/solids';
import { corners, type Vector } from '../../three-d/vector';
import { ferryDecks, motorCabin, wheelhouse, yachtRig } from './boat-rigs';
import { type BoatKind, bowl, hull } from './hull';

/** Sections of every hull, as fractions of half the length, half the width and the height of the deck. */
const SECTIONS = corners('-1,0.78,1 -0.5,0.98,0.96 0,1,0.98 0.45,0.82,1.06 0.8,0.42,1.18 1,0.03,1.3');

/** Height of the deck above the water in metres. */
const FREEBOARDS = { sailing: 0.75, moored: 0.9, motor: 0.8, fishing: 1.1, rowing: 0.45, ferry: 2 };

/** A boat's parts: those behind its crew, and those before it, which depend on how it is turned. */
export function boatParts(
  kind: BoatKind,
  length: number,
  height: number,
  paint: string,
  accent: string,
  random: Random,
): { behind: Face[][]; before: (yaw: number) => Face[][] } {
  const l = length / 2;
  const beam = kind === 'ferry' ? 3.2 : length * 0.17;
  const free = FREEBOARDS[kind];
  const stations = SECTIONS.map(([x, b, h]): Vector => [x * l, b * beam, h * free]);
  const { outside, deck } = hull(stations, paint, accent);
  if (kind === 'rowing') {
    const seats = [-0.8, 0.3].map((x) => box([x, 0.3, -beam * 0.9], [x + 0.22, 0.34, beam * 0.9], '#b98a58'));
    const oars = [-1, 1].map((side): Face => {
      const shaft = corners('-0.2,0.52,0.1 -0.14,0.52,0.1 0.5,0.02,1.9 0.3,0.02,1.9');
      return { points: shaft.map(([x, y, z]) => [x, y, side * z]), fill: '#c9a06a' };
    });
    return {
      behind: [bowl(stations, shade('#b98a58', -0.1)), ...seats],
      before: () => [outside, both(oars)],
    };
  }
  const rig = {
    sailing: yachtRig,
    moored: yachtRig,
    motor: motorCabin,
    fishing: wheelhouse,
    ferry: ferryDecks,
  };
  const top = rig[kind]({ l, beam, free, height, accent, random }, kind === 'sailing');
  return { behind: [outside, [deck]], before: (yaw) => ordered(top, yaw) };
}

/** Decks come in their order; masts and sails are in front of or behind each other as seen. */
function ordered(parts: Face[][], yaw: number): Face[][] {
  if (Math.abs(Math.sin(yaw)) < 0.05) return parts;
  return farFirst(parts, (faces, i) => depthOf(faces, yaw, 0.4) - i * 0.3);
}
