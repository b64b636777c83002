import { shade } from '../../drawing/colour';
import type { Random } from '../../random';
import { box, type Face, mapped } from '../../three-d/solids';
import type { Vector } from '../../three-d/vector';
import { ferryDecks, motorCabin, wheelhouse, yachtRig } from './boat-rigs';
import { type BoatKind, both, bowl, hull } from './hull';

/** A boat's parts: those behind its crew, and those before it, which depend on how it is turned. */
export function boatParts(
  kind: BoatKind,
  length: number,
  height: number,
  paint: string,
  accent: string,
  random: Random,
) {
  const l = length / 2;
  const beam = kind === 'ferry' ? 3.2 : length * 0.17;
  const free = { sailing: 0.75, moored: 0.9, motor: 0.8, fishing: 1.1, rowing: 0.45, ferry: 2 }[kind];
  const stations = (
    [
      [-l, 0.78, 1],
      [-l * 0.5, 0.98, 0.96],
      [0, 1, 0.98],
      [l * 0.45, 0.82, 1.06],
      [l * 0.8, 0.42, 1.18],
      [l, 0.03, 1.3],
    ] as const
  ).map(([x, b, h]) => [x, b * beam, h * free] as const);
  const { outside, deck } = hull(stations, paint, accent);
  if (kind === 'rowing') {
    const seats = [-0.8, 0.3].map((x) => box([x, 0.3, -beam * 0.9], [x + 0.22, 0.34, beam * 0.9], '#b98a58'));
    const oars = [-1, 1].map(
      (side): Face => ({
        points: [
          [-0.2, 0.52, side * 0.1],
          [-0.14, 0.52, side * 0.1],
          [0.5, 0.02, side * 1.9],
          [0.3, 0.02, side * 1.9],
        ],
        fill: '#c9a06a',
      }),
    );
    return {
      behind: [bowl(stations, shade('#b98a58', -0.1)), ...seats],
      before: () => [outside, both(oars)],
    };
  }
  const deckPlan = { l, beam, free, height, accent, random };
  const top = {
    sailing: () => yachtRig(deckPlan, true),
    moored: () => yachtRig(deckPlan, false),
    motor: () => motorCabin(deckPlan),
    fishing: () => wheelhouse(deckPlan),
    ferry: () => ferryDecks(deckPlan),
  }[kind]();
  return { behind: [outside, [deck]], before: (yaw: number) => ordered(top, yaw) };
}

function ordered(parts: readonly Face[][], yaw: number): Face[][] {
  const far = (faces: readonly Face[]) => {
    const points = mapped(
      faces,
      ([x, y, z]): Vector => [x * Math.sin(yaw) + z * Math.cos(yaw) - 0.4 * y, 0, 0],
    ).flatMap((f) => f.points);
    return points.reduce((sum, [value]) => sum + value, 0) / points.length;
  };
  // Decks come in their order; masts and sails are in front of or behind each other as seen.
  return Math.abs(Math.sin(yaw)) < 0.05
    ? [...parts]
    : parts
        .map((faces, i) => ({ faces, far: far(faces) - i * 0.3 }))
        .sort((a, b) => b.far - a.far)
        .map(({ faces }) => faces);
}
