import { mix, shade } from '../drawing/colour';
import { ellipse, type Point, shape, smooth, stroke } from '../drawing/path';
import { project } from '../three-d/camera';
import { plus } from '../three-d/vector';
import { CAMERA } from './geometry';
import type { Person } from './person';
import { inCamera, type Pose } from './scene';

/** Neck and shoulders under a head, and what of the clothes is behind the neck. */
export function drawBody(person: Person, pose: Pose): { behind: string; front: string } {
  const scale = project(CAMERA, plus(pose.centre, [1, 0, 0]))[0] - project(CAMERA, pose.centre)[0];
  const [x0, y0] = project(CAMERA, plus(pose.centre, [0, 164, 40]));
  // Shoulders turn a little with the head.
  const turned = 0.18 * pose.rotation[0][2];
  const at = (x: number, y: number): Point => [
    x0 + (x - 40 * turned) * scale,
    y0 + (y + turned * x * 0.25) * scale,
  ];
  const half = person.shoulders;
  const torso = smooth([
    at(-58, -6),
    at(-half * 0.72, 44),
    at(-half, 96),
    at(-half - 22, 180),
    at(-half - 34, 320),
    at(-half - 36, 620),
    at(-half - 36, 1200),
    at(half + 36, 1200),
    at(half + 36, 620),
    at(half + 34, 320),
    at(half + 22, 180),
    at(half, 96),
    at(half * 0.72, 44),
    at(58, -6),
    at(0, 26),
  ]);
  const arms = [-1, 1].map((side) =>
    stroke(
      `M${at(side * half * 0.86, 150).join(' ')}Q${at(side * half * 0.8, 300).join(' ')} ${at(side * half * 0.9, 600).join(' ')}`,
      shade(person.fabric, -0.5),
      4 * scale,
      'opacity=".5"',
    ),
  );
  return {
    behind:
      person.clothes === 'hoodie'
        ? ellipse(at(0, 2), [104 * scale, 58 * scale], shade(person.fabric, -0.3))
        : '',
    front:
      neck(person, pose, scale, at) +
      shape(torso, person.fabric) +
      (person.clothes === 'stripes' ? stripes(torso, person, scale, at) : '') +
      shape(torso, 'url(#side)') +
      arms.join('') +
      collar(person, scale, at),
  };
}

type Place = (x: number, y: number) => Point;

function line(...points: Point[]): string {
  return `M${points.map((point) => point.map((value) => value.toFixed(1)).join(' ')).join('L')}`;
}

function neck(person: Person, pose: Pose, scale: number, at: Place): string {
  const colour = person.style === 'scarf' ? shade(person.cloth, -0.12) : shade(person.skin, -0.14);
  const [tx, ty] = project(CAMERA, inCamera(pose, [0, 62, 26]));
  const half = 50 * person.width * scale;
  const path = `${line([tx - half, ty], [tx + half, ty], at(62, 16), at(40, 60), at(-40, 60), at(-62, 16))}Z`;
  const shadow = ellipse(
    [tx, ty + 34 * scale],
    [half * 1.1, 30 * scale],
    shade(person.skin, -0.6),
    'opacity=".35"',
  );
  return shape(path, colour) + shape(path, 'url(#side)') + shadow;
}

function collar(person: Person, scale: number, at: Place): string {
  const { clothes, fabric, shirt, skin } = person;
  const skinTone = person.style === 'scarf' ? shade(person.cloth, -0.06) : shade(skin, -0.1);
  const round = (depth: number) =>
    `M${at(-56, -4).join(' ')}Q${at(0, depth * 2).join(' ')} ${at(56, -4).join(' ')}Q${at(0, 6).join(' ')} ${at(-56, -4).join(' ')}Z`;
  const hem = (depth: number, colour: string, width: number) =>
    stroke(
      `M${at(-57, -5).join(' ')}Q${at(0, depth * 2).join(' ')} ${at(57, -5).join(' ')}`,
      colour,
      width * scale,
    );
  const wing = (side: number) =>
    shape(
      `${line(at(side * 54, -14), at(side * 74, 14), at(side * 34, 66), at(side * 3, 44))}Z`,
      shade(clothes === 'jacket' ? shirt : mix(fabric, '#ffffff', 0.12), side < 0 ? 0.06 : -0.08),
      `stroke="${shade(fabric, -0.5)}" stroke-width=".6"`,
    );
  const buttons = [92, 150, 208].map((y) => ellipse(at(1, y), [4 * scale, 4 * scale], shade(fabric, 0.45)));
  switch (clothes) {
    case 'shirt':
      return (
        shape(`${line(at(-40, 0), at(40, 0), at(2, 58))}Z`, skinTone) +
        stroke(line(at(2, 50), at(2, 700)), shade(fabric, -0.45), 2.4 * scale) +
        buttons.join('') +
        wing(-1) +
        wing(1)
      );
    case 'jacket':
      return (
        shape(`${line(at(-58, -8), at(58, -8), at(6, 250))}Z`, shirt) +
        shape(`${line(at(-30, 2), at(30, 2), at(2, 46))}Z`, skinTone) +
        shape(`${line(at(-60, -8), at(-92, 30), at(-60, 110), at(4, 260))}Z`, shade(fabric, 0.1)) +
        shape(`${line(at(60, -8), at(92, 30), at(60, 110), at(4, 260))}Z`, shade(fabric, -0.14)) +
        wing(-1) +
        wing(1)
      );
    case 'hoodie':
      return (
        shape(round(34), skinTone) +
        hem(34, shade(fabric, -0.3), 18) +
        stroke(
          line(at(-28, 44), at(-32, 150)) + line(at(28, 44), at(33, 136)),
          shade(fabric, 0.6),
          4.5 * scale,
        )
      );
    case 'tee':
      return shape(round(44), skinTone) + hem(44, shade(fabric, 0.3), 9);
    default:
      return shape(round(22), skinTone) + hem(22, shade(fabric, 0.16), 20);
  }
}

function stripes(torso: string, { fabric, shirt }: Person, scale: number, at: Place): string {
  const bands = [70, 130, 190, 250, 310, 370, 430, 490, 550].map((y) => line(at(-330, y), at(330, y)));
  return `<clipPath id="torso"><path d="${torso}"/></clipPath><g clip-path="url(#torso)">${stroke(bands.join(''), mix(fabric, shirt, 0.8), 24 * scale)}</g>`;
}
