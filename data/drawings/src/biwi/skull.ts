import { cross, minus, unit, type Vector } from '../three-d/vector';
import type { Person } from './person';

// Half heights above and below the centre, half width, and depths to the face and to the back, in millimetres.
const UP = 110;
const DOWN = 108;
const SIDE = 76;
const FACE = 92;
const BACK = 104;

/**
 * The surface of a head about its centre, looking into the camera (towards negative z).
 *
 * @param latitude Radians from -pi/2 (top) to pi/2 (chin).
 * @param longitude Radians from 0 (face) to the right of the frame.
 * @param inflate How far out of the skin, in millimetres.
 */
export function skullAt(person: Person, latitude: number, longitude: number, inflate = 0): Vector {
  const sine = Math.sin(latitude);
  const low = Math.max(0, sine);
  const round = Math.cos(latitude) ** 0.8;
  const side = SIDE * person.width * (1 - 0.24 * low ** 1.6) + inflate;
  const isFace = Math.cos(longitude) > 0;
  const depth = (isFace ? FACE * (1 - 0.1 * low) : BACK * (1 - 0.42 * low)) + inflate;
  return [
    Math.sin(longitude) * side * round,
    sine * ((sine < 0 ? UP : DOWN) * person.height + inflate),
    -Math.cos(longitude) * depth * round,
  ];
}

/**
 * A position on the face.
 *
 * @param x Millimetres from the middle, to the right of the frame.
 * @param y Millimetres below the centre.
 * @param lift How far out of the skin, in millimetres.
 * @returns The position and the direction the skin faces there.
 */
export function faceAt(person: Person, x: number, y: number, lift = 0): { position: Vector; normal: Vector } {
  const latitude = Math.asin(Math.max(-0.99, Math.min(0.99, y / ((y < 0 ? UP : DOWN) * person.height))));
  const radius = skullAt(person, latitude, Math.PI / 2)[0];
  const longitude = Math.asin(Math.max(-1, Math.min(1, x / radius)));
  const position = skullAt(person, latitude, longitude, lift);
  const step = 0.02;
  const down = minus(skullAt(person, latitude + step, longitude, lift), position);
  const across = minus(skullAt(person, latitude, longitude + step, lift), position);
  return { position, normal: unit(cross(down, across)) };
}
