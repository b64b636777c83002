import { points } from '../../drawing/path';
import { type Face, lathe, mapped, moved } from '../../three-d/solids';
import { corners, type Vector } from '../../three-d/vector';
import type { Stage } from '../stage';
import { across, fin, lying, plate, raised } from './aeroplane-parts';

/** A jet with an engine under each wing: parts, each with its layers. */
export function airliner(body: string, accent: string, hasWheels: boolean, stage: Stage): Face[][][] {
  const y = hasWheels ? 3.6 : 0;
  const r = 1.9;
  const hull = lying(
    lathe(
      [
        [0.15, -15],
        [0.7, -13],
        [1.35, -10],
        [r, -6],
        [r, 2],
        [r, 9.5],
        [1.75, 11.4],
        [1.3, 12.8],
        [0.7, 13.7],
        [0.1, 14.1],
      ],
      [accent, body, body, body, body, body, body, body, body],
      22,
    ),
  );
  const isLit = stage.hour.hasLamps;
  const windows = (side: -1 | 1) =>
    Array.from({ length: 19 }, (_, i): Face => {
      const x = -7 + i * 0.88;
      const z = side * (r + 0.02) * 0.97;
      const points: Vector[] = [
        [x, 0.35, z],
        [x + 0.42, 0.35, z],
        [x + 0.42, 0.9, z * 0.96],
        [x, 0.9, z * 0.96],
      ];
      return {
        points: side < 0 ? points : points.reverse(),
        fill: isLit ? '#ffe6a0' : '#3f5468',
        isGlowing: isLit,
      };
    });
  const stripe = (side: -1 | 1): Face => {
    const z = side * (r + 0.01);
    const points: Vector[] = [
      [-9, -0.2, z],
      [10.6, -0.2, z],
      [10.6, 0.12, z],
      [-9, 0.12, z],
    ];
    return { points: side < 0 ? points : points.reverse(), fill: accent };
  };
  const cockpit = [-1, 1].flatMap((side): Face[] => {
    const points: Vector[] = [
      [11.9, 0.55, side * 1.52],
      [13, 0.45, side * 0.95],
      [12.8, 1, side * 0.7],
      [11.8, 1.1, side * 1.25],
    ];
    return [{ points: side < 0 ? points : [...points].reverse(), fill: '#33465a' }];
  });
  const wing = plate(
    corners('2.6,-0.9,-1.6 -2.4,-0.9,-1.6 -5.4,0.5,-14 -4.2,0.5,-14').map(([a, b, c]): Vector => [a, b, c]),
    '#c4cad0',
    0.22,
  );
  const tail = plate(
    corners('-11,0.6,-0.5 -13.4,0.6,-0.5 -15,0.9,-5 -14.2,0.9,-5').map(([a, b, c]): Vector => [a, b, c]),
    '#c4cad0',
    0.16,
  );
  const engine = moved(
    lying(lathe('0.5,-1.6 0.8,-0.4 0.95,0.8 0.85,1.4', ['#8a9098', body, accent], 14)),
    [2, -1.7, -5],
  );
  const intake = moved(lying(lathe('0.72,1.4 0.3,1.42', ['#30343c'], 12)), [2, -1.7, -5]);
  const rudder = fin(points('-10.5,1.5 -13.2,1.2 -15.4,6.2 -13.6,6.2'), accent);
  const leg = (x: number, z: number) => [
    ...moved(lathe('0.14,0 0.14,2', '#9aa0a8', 8), [x, -3.4, z]),
    ...mapped(
      lathe('0.55,-0.25 0.55,0.25', '#26262c', 12),
      ([u, v, w]): Vector => [x + u, w - 3.05, z + v],
      true,
    ),
  ];
  const legs = hasWheels ? [leg(10, 0), leg(-1, -2.4), leg(-1, 2.4)] : [];
  const marks = [stripe(-1), stripe(1), ...windows(-1), ...windows(1), ...cockpit];
  const parts = [
    [wing],
    [across(wing)],
    [tail],
    [across(tail)],
    [hull, marks],
    [rudder],
    [engine],
    [across(engine)],
    [intake],
    [across(intake)],
  ];
  return raised([...parts, ...legs.map((faces) => [faces])], y);
}
