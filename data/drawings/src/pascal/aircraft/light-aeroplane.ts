import { points } from '../../drawing/path';
import { type Face, lathe, mapped, moved } from '../../three-d/solids';
import { corners, type Vector } from '../../three-d/vector';
import { across, fin, lying, plate, raised } from './aeroplane-parts';

/** A high-winged aeroplane with a propeller: parts, each with its layers. */
export function lightPlane(body: string, accent: string, hasWheels: boolean): Face[][][] {
  const y = hasWheels ? 1.25 : 0;
  const hull = lying(
    lathe('0.1,-3.8 0.3,-2.6 0.62,-0.6 0.68,1 0.56,1.9 0.42,2.4', [accent, body, body, body, accent], 16),
  );
  const cabin: Face[] = [-1, 1].map((side) => {
    const points: Vector[] = [
      [-0.7, 0.3, side * 0.6],
      [1.3, 0.3, side * 0.62],
      [0.8, 0.95, side * 0.42],
      [-0.4, 0.95, side * 0.42],
    ];
    return { points: side < 0 ? points : points.reverse(), fill: '#4d6a80' };
  });
  const windscreen: Face = {
    points: corners('1.3,0.3,-0.6 1.3,0.3,0.6 0.8,0.95,0.42 0.8,0.95,-0.42'),
    fill: '#6d8aa0',
  };
  const wing = plate(corners('1.1,0.98,0 -0.4,0.98,0 -0.3,1.1,-5.2 0.8,1.1,-5.2'), body, 0.12);
  const stripe = plate(
    corners('1.12,1.12,-3.6 -0.42,1.12,-3.6 -0.42,1.16,-4.4 1.12,1.16,-4.4'),
    accent,
    0.06,
  );
  const tail = plate(corners('-2.9,0.2,0 -3.7,0.2,0 -3.7,0.22,-1.7 -3.2,0.22,-1.7'), body, 0.08);
  const rudder = fin(points('-2.8,0.3 -3.8,0.2 -4.1,1.6 -3.5,1.6'), accent);
  const spinner = moved(lying(lathe('0.22,0 0.02,0.35', '#d8d8dc', 10)), [2.4, 0, 0]);
  const disc: Face = {
    points: Array.from(
      { length: 18 },
      (_, i): Vector => [2.5, 0.95 * Math.sin((i / 9) * Math.PI), 0.95 * Math.cos((i / 9) * Math.PI)],
    ),
    fill: '#d8dce0',
    opacity: 0.35,
  };
  const strut = (side: number): Face => ({
    points: [
      [0.3, -0.2, side * 0.6],
      [0.45, -0.2, side * 0.6],
      [0.45, 1.05, side * 2.4],
      [0.3, 1.05, side * 2.4],
    ],
    fill: '#b0b4b8',
  });
  const leg = (x: number, z: number) => [
    ...moved(lathe('0.05,0 0.05,0.7', '#9aa0a8', 6), [x, -1.05, z]),
    ...mapped(
      lathe('0.24,-0.09 0.24,0.09', '#26262c', 12),
      ([u, v, w]): Vector => [x + u, w - 1.0, z + v],
      true,
    ),
  ];
  const legs = hasWheels ? [leg(1.7, 0), leg(-0.3, -0.9), leg(-0.3, 0.9)] : [];
  const right = [...wing, ...stripe];
  const parts = [
    [right],
    [across(right)],
    [tail],
    [across(tail)],
    [hull, [...cabin, windscreen]],
    [rudder],
    [[...spinner, disc]],
    [[strut(-1), strut(1)]],
  ];
  return raised([...parts, ...legs.map((faces) => [faces])], y);
}
