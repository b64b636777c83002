import { mix, shade } from '../drawing/colour';
import { about, ellipse, num, type Point, points, polygonPath, shape, smooth, stroke } from '../drawing/path';
import { d } from '../drawing/svg';
import { project } from '../three-d/camera';
import { plus } from '../three-d/vector';
import { CAMERA } from './geometry';
import type { Person } from './person';
import { inCamera, type Pose } from './scene';

/** Draws in millimetres from the pit of the neck, to the right and down. */
interface Board {
  readonly at: (x: number, y: number) => Point;
  /** Pixels for a millimetre. */
  readonly scale: number;
  /** A filled polygon. */
  readonly area: (outline: string, fill: string, more?: string) => string;
  /** A line from the first point to the last, drawn towards the others. */
  readonly line: (path: string, colour: string, width: number, more?: string) => string;
}

function boardOf({ centre, rotation }: Pose): Board {
  const scale = CAMERA.focal / centre[2];
  const [x0, y0] = project(CAMERA, plus(centre, [0, 164, 40]));
  // Shoulders turn a little with the head.
  const turned = 0.18 * rotation[0][2];
  const at = (x: number, y: number): Point => [
    x0 + (x - 40 * turned) * scale,
    y0 + (y + turned * x * 0.25) * scale,
  ];
  const placed = (outline: string) => points(outline).map(([x, y]) => at(x, y));
  return {
    at,
    scale,
    area: (outline, fill, more) => shape(polygonPath(placed(outline)), fill, more),
    line: (path, colour, width, more) => {
      const [from, ...rest] = placed(path).map(([x, y]) => d`${x} ${y}`);
      return stroke(`M${from}${rest.length > 1 ? 'Q' : 'L'}${rest.join(' ')}`, colour, width * scale, more);
    },
  };
}

/** Neck and shoulders under a head, and what of the clothes is behind the neck. */
export function drawBody(person: Person, pose: Pose): { behind: string; front: string } {
  const { shoulders: half, fabric, clothes } = person;
  const board = boardOf(pose);
  const { at, scale, line } = board;
  const left = points(`-58,-6 ${-half * 0.72},44 ${-half},96 ${-half - 22},180 ${-half - 34},320
    ${-half - 36},620 ${-half - 36},1200`);
  const right = about([0, 0], [...left].reverse(), [-1, 1]);
  const torso = smooth([...left, ...right, [0, 26] as const].map(([x, y]) => at(x, y)));
  const arms = [-half, half].map((x) =>
    line(`${x * 0.86},150 ${x * 0.8},300 ${x * 0.9},600`, shade(fabric, -0.5), 4, 'opacity=".5"'),
  );
  return {
    behind: clothes === 'hoodie' ? ellipse(at(0, 2), [104 * scale, 58 * scale], shade(fabric, -0.3)) : '',
    front:
      neck(person, pose, board) +
      shape(torso, fabric) +
      (clothes === 'stripes' ? stripes(torso, person, board) : '') +
      shape(torso, 'url(#side)') +
      arms.join('') +
      collar(person, board),
  };
}

function neck(person: Person, pose: Pose, { at, scale }: Board): string {
  const colour = person.style === 'scarf' ? shade(person.cloth, -0.12) : shade(person.skin, -0.14);
  const [x, y] = project(CAMERA, inCamera(pose, [0, 62, 26]));
  const half = 50 * person.width * scale;
  const below = [at(62, 16), at(40, 60), at(-40, 60), at(-62, 16)];
  const path = polygonPath([...points(`${x - half},${y} ${x + half},${y}`), ...below]);
  const size: Point = [half * 1.1, 30 * scale];
  const shadow = ellipse([x, y + 34 * scale], size, shade(person.skin, -0.6), 'opacity=".35"');
  return shape(path, colour) + shape(path, 'url(#side)') + shadow;
}

function collar(person: Person, { at, scale, area, line }: Board): string {
  const { clothes, fabric, shirt, skin, cloth } = person;
  const bare = person.style === 'scarf' ? shade(cloth, -0.06) : shade(skin, -0.1);
  const to = (x: number, y: number) => at(x, y).map(num).join(' ');
  const round = (depth: number) =>
    shape(`M${to(-56, -4)}Q${to(0, depth * 2)} ${to(56, -4)}Q${to(0, 6)} ${to(-56, -4)}Z`, bare);
  const hem = (depth: number, colour: string, width: number) =>
    line(`-57,-5 0,${depth * 2} 57,-5`, colour, width);
  const wings = () =>
    [-1, 1].map((side) =>
      area(
        `${side * 54},-14 ${side * 74},14 ${side * 34},66 ${side * 3},44`,
        shade(clothes === 'jacket' ? shirt : mix(fabric, '#ffffff', 0.12), side < 0 ? 0.06 : -0.08),
        `stroke="${shade(fabric, -0.5)}" stroke-width=".6"`,
      ),
    );
  const button = (y: number) => ellipse(at(1, y), [4 * scale, 4 * scale], shade(fabric, 0.45));
  switch (clothes) {
    case 'shirt':
      return [
        area('-40,0 40,0 2,58', bare),
        line('2,50 2,700', shade(fabric, -0.45), 2.4),
        ...[92, 150, 208].map(button),
        ...wings(),
      ].join('');
    case 'jacket':
      return [
        area('-58,-8 58,-8 6,250', shirt),
        area('-30,2 30,2 2,46', bare),
        area('-60,-8 -92,30 -60,110 4,260', shade(fabric, 0.1)),
        area('60,-8 92,30 60,110 4,260', shade(fabric, -0.14)),
        ...wings(),
      ].join('');
    case 'hoodie':
      return (
        round(34) +
        hem(34, shade(fabric, -0.3), 18) +
        line('-28,44 -32,150', shade(fabric, 0.6), 4.5) +
        line('28,44 33,136', shade(fabric, 0.6), 4.5)
      );
    case 'tee':
      return round(44) + hem(44, shade(fabric, 0.3), 9);
    default:
      return round(22) + hem(22, shade(fabric, 0.16), 20);
  }
}

function stripes(torso: string, { fabric, shirt }: Person, { line }: Board): string {
  const bands = Array.from({ length: 9 }, (_, i) => 70 + 60 * i).map((y) =>
    line(`-330,${y} 330,${y}`, mix(fabric, shirt, 0.8), 24),
  );
  return `<clipPath id="torso"><path d="${torso}"/></clipPath><g clip-path="url(#torso)">${bands.join('')}</g>`;
}
