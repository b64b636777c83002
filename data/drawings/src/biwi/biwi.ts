import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { everyNth, inFours, jpeg } from '../images';
import type { Vector } from '../three-d/vector';
import { CAMERA, FRAME } from './geometry';
import { type DrawnFrame, drawRecording } from './recording';
import { drawRoom } from './room';

/** As in the archive: 24 recordings. */
export const NUM_RECORDINGS = 24;

/** Frames of each recording. */
export const NUM_FRAMES = 36;

const README = `Every image here was drawn by a computer program (data/drawings/src/biwi in this project). None is a photo, and nobody
is portrayed. They stand in for the Biwi Kinect Head Pose Database, in its layout and with its file names: a folder for each
recording, with frame_XXXXX_rgb.jpg, frame_XXXXX_pose.txt (three rows of the head's rotation, then its centre in millimetres) and
the camera's rgb.cal. Rotations are those of a head that looks into the camera at rest.
`;

/**
 * Draws the recordings: `01/` to `24/`, each with frames, poses and calibration, and a README.txt that says they are drawn.
 *
 * @param folder An empty folder.
 * @param options.every Draws every n-th frame of each. @defaultValue 1
 */
export async function drawBiwi(folder: string, { every = 1 }: { every?: number } = {}): Promise<void> {
  await writeFile(join(folder, 'README.txt'), README);
  const numbers = Array.from({ length: NUM_RECORDINGS }, (_, i) => i + 1);
  await inFours(numbers, (number) => record(folder, number, every));
}

async function record(folder: string, number: number, every: number): Promise<void> {
  const recording = join(folder, String(number).padStart(2, '0'));
  await mkdir(recording);
  await writeFile(join(recording, 'rgb.cal'), calibrationText());
  const room = await jpeg(drawRoom(number), { ...FRAME, quality: 90 });
  const frames = drawRecording(number, NUM_FRAMES, `data:image/jpeg;base64,${room.toString('base64')}`);
  for (const [i, frame] of everyNth([...frames.entries()], every)) {
    // The archive's recordings begin at the third frame.
    const name = join(recording, `frame_${String(3 + i).padStart(5, '0')}`);
    const image = await jpeg(frame.svg, { ...FRAME, quality: 84 });
    await Promise.all([writeFile(`${name}_rgb.jpg`, image), writeFile(`${name}_pose.txt`, poseText(frame))]);
  }
}

const line = (numbers: Vector, digits: number) =>
  `${numbers.map((value) => value.toFixed(digits)).join(' ')} \n`;

function poseText({ rotation, centre }: DrawnFrame): string {
  return `${rotation.map((row) => line(row, 6)).join('')}\n${line(centre, 4)}\n`;
}

/** Intrinsic matrix, distortion, rotation and shift to the depth camera, size: the form of the archive's files. */
function calibrationText(): string {
  const { focal, centre } = CAMERA;
  const matrix = `${focal} 0 ${centre[0]} \n0 ${focal} ${centre[1]} \n0 0 1 \n`;
  return `${matrix}\n0 0 0 0 \n\n1 0 0 \n0 1 0 \n0 0 1 \n\n0 0 0 \n\n${FRAME.width} ${FRAME.height}\n`;
}
