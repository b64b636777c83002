import { pick } from '../drawing/colour';
import type { Point } from '../drawing/path';
import { type Random, randomFrom } from '../random';
import { unit, type Vector } from '../three-d/vector';
import { drawBody } from './body';
import type { Mood } from './face';
import { FRAME, positionAt, type Rotation, rotation } from './geometry';
import { drawHead, headOf } from './head';
import { personOf } from './person';

/** One frame of a recording: the drawing, and how the head is held in it. */
export interface DrawnFrame {
  readonly svg: string;
  readonly rotation: Rotation;
  /** Of the head, in millimetres before the camera. */
  readonly centre: Vector;
}

/**
 * The frames of a recording, one after the other: someone moves about and turns the head.
 *
 * @param number Of the recording, from 1.
 * @param count How many frames.
 * @param room The room as a data URI; the drawing is on white without it.
 */
export function drawRecording(number: number, count: number, room?: string): DrawnFrame[] {
  const random = randomFrom(8000 + number);
  const person = personOf(number);
  const model = headOf(person);
  const light = unit([pick([-0.7, 0.7], random), random.uniform(-0.7, -0.3), random.uniform(-0.8, -0.4)]);
  const move = movement(random, count);
  const glow = lighting(random);
  return Array.from({ length: count }, (_, i) => {
    const { at, distance, turn, mood } = move(i);
    const centre = positionAt(at, distance);
    const pose = { centre, rotation: rotation(...turn), light };
    const body = drawBody(person, pose);
    const head = drawHead(model, pose, mood);
    const side = light[0] < 0 ? ['0', '1'] : ['1', '0'];
    const svg =
      `<svg xmlns="http://www.w3.org/2000/svg" width="${FRAME.width}" height="${FRAME.height}"><defs>` +
      `<linearGradient id="side" x1="${side[0]}" x2="${side[1]}" y1="0" y2=".3"><stop offset="0" stop-color="#fff8e8" stop-opacity=".2"/><stop offset=".45" stop-color="#20123a" stop-opacity="0"/><stop offset="1" stop-color="#20123a" stop-opacity=".42"/></linearGradient></defs>` +
      (room ? `<image href="${room}" width="${FRAME.width}" height="${FRAME.height}"/>` : '') +
      `${body.behind}${head.behind}${body.front}${head.front}${glow}</svg>`;
    return { svg, rotation: pose.rotation, centre };
  });
}

interface Movement {
  /** Where the head's centre is in the frame, in pixels, and how far away, in millimetres. */
  readonly at: Point;
  readonly distance: number;
  /** Pitch, yaw and roll of the head in radians. */
  readonly turn: Vector;
  readonly mood: Mood;
}

/** Slow waves, each with a beat of its own, so that no two moments are alike. */
function movement(random: Random, count: number): (i: number) => Movement {
  const wave = (low: number, high: number, beats: number) => {
    const start = random.uniform(0, 2 * Math.PI);
    const rate = (random.uniform(0.8, 1.25) * beats * 2 * Math.PI) / count;
    return (i: number) => (low + high) / 2 + ((high - low) / 2) * Math.sin(start + rate * i);
  };
  const home = random.uniform(148, 172);
  const height = random.uniform(100, 114);
  const column = wave(home - 46, home + 46, 2.3);
  const row = wave(height - 20, height + 20, 3.1);
  const distance = wave(540, 720, 1.7);
  const [pitch, yaw, roll] = [wave(-0.5, 0.5, 4.3), wave(-1.1, 1.1, 3.6), wave(-0.35, 0.35, 5.2)];
  const [smile, talk, gaze] = [wave(-0.3, 1, 2), wave(-1.2, 0.7, 7), wave(-4, 4, 6)];
  return (i) => {
    const eyesOpen = random.uniform() < 0.04 ? 0 : random.uniform(0.6, 1);
    return {
      at: [column(i), row(i)],
      distance: distance(i),
      turn: [pitch(i), yaw(i), roll(i)],
      mood: { eyesOpen, mouthOpen: Math.max(0, talk(i)), smile: smile(i), gaze: gaze(i) },
    };
  };
}

/** The colour of the light over the whole recording. */
function lighting(random: Random): string {
  const tint = pick(['#ffd29a', '#ffe8c0', '#b8ccff', '#ffffff', '#9aa4d0', '#f2d8d0'], random);
  const strength = random.uniform(0.05, 0.35).toFixed(2);
  return `<rect width="${FRAME.width}" height="${FRAME.height}" fill="${tint}" opacity="${strength}" style="mix-blend-mode:multiply"/>`;
}
