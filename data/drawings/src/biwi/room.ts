import { near, pick, shade } from '../drawing/colour';
import { ellipse, num, rect, shape, stroke } from '../drawing/path';
import { d } from '../drawing/svg';
import type { Frame } from '../pets/frame';
import { FABRICS, pictureOnWall, plant, WALLS, wallpaper, windowOnWall } from '../pets/furnishings';
import { randomFrom } from '../random';
import { FRAME } from './geometry';

/** The room of a recording: the camera does not move, so it is the same in all of its frames. An SVG document. */
export function drawRoom(number: number): string {
  const random = randomFrom(9000 + number);
  let names = 0;
  const id = () => `r${names++}`;
  const frame: Frame = { ...FRAME, ground: FRAME.height + 60, random, id };
  const wall = near(pick(WALLS, random), random, 10);
  const kinds = [office, library, lounge, classroom, kitchen, corridor, studio, bedroom];
  const art = kinds[number % kinds.length](frame, wall);
  const [from, to] = pick(['01', '10'], random);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${FRAME.width}" height="${FRAME.height}"><defs>` +
    `<filter id="soft" x="-5%" y="-5%" width="110%" height="110%"><feGaussianBlur stdDeviation="${num(random.uniform(2.2, 3.8))}"/></filter>` +
    `<linearGradient id="dim" x1="${from}" x2="${to}" y1="0" y2=".4"><stop offset="0" stop-color="#fff4dc" stop-opacity=".16"/><stop offset="1" stop-color="#120c1c" stop-opacity="${random.uniform(0.15, 0.35).toFixed(2)}"/></linearGradient></defs>` +
    `<g id="room">${rect(-20, -20, FRAME.width + 40, FRAME.height + 40, wall)}${art}</g>` +
    // Over the sharp one: at the image's edge a blur alone fades to white.
    '<use href="#room" filter="url(#soft)"/>' +
    `${rect(0, 0, FRAME.width, FRAME.height, 'url(#dim)')}</svg>`
  );
}

type Room = (frame: Frame, wall: string) => string;

const office: Room = (frame, wall) =>
  windowOnWall(frame, 170) +
  screen(frame) +
  desk(frame, '#8a7258') +
  lamp(frame, wall) +
  plant(frame, frame.random.uniform(10, 60), 214);

const library: Room = (frame) => shelf(frame, -10, 150) + shelf(frame, 152, 190) + lamp(frame, '#3a2c22');

const lounge: Room = (frame, wall) => {
  const { random } = frame;
  const sofa = near(pick(FABRICS, random), random, 10);
  return (
    wallpaper(frame, 170, wall) +
    pictureOnWall(frame, 120) +
    pictureOnWall(frame, 150) +
    rect(-20, 168, 360, 90, sofa, 'rx="20"') +
    rect(random.uniform(60, 240), 172, 3, 80, shade(sofa, -0.3)) +
    lamp(frame, wall) +
    plant(frame, random.uniform(240, 310), 190)
  );
};

const classroom: Room = (frame) => {
  const { random } = frame;
  const board = pick(['#2c4a3c', '#26343a', '#f0f2f0'], random);
  const chalk = board === '#f0f2f0' ? '#2f5a9a' : '#e8ece4';
  const curve = Array.from({ length: 9 }, (_, i) => `${20 + i * 14} ${num(90 - 40 * Math.sin(i * 0.7))}`);
  const words = Array.from(
    { length: 7 },
    (_, i) => `M${num(170 + random.uniform(0, 16))} ${44 + i * 15}h${num(random.uniform(30, 100))}`,
  );
  return (
    rect(6, 16, 296, 140, '#8a6a44') +
    rect(11, 21, 286, 130, board) +
    stroke(`M22 134V40M22 134H150M${curve.join('L')}`, chalk, 2, 'opacity=".8"') +
    stroke(words.join(''), chalk, 3, 'opacity=".6" stroke-dasharray="9 4 14 5 6 4"') +
    rect(20, 154, 270, 5, '#6a5036') +
    desk(frame, '#b08c5c')
  );
};

const kitchen: Room = (frame) => {
  const { random } = frame;
  const door = near(pick(['#e8e4dc', '#9fb8a8', '#c8a878', '#5f7488'], random), random, 6);
  const edge = `rx="3" stroke="${shade(door, -0.25)}" stroke-width="1.5"`;
  const doors = [0, 84, 168, 252].map(
    (x) => rect(x - 8, -10, 80, 78, shade(door, 0.1), edge) + ellipse([x + 62, 52], [2.5, 2.5], '#6a625a'),
  );
  const tiles = Array.from({ length: 40 }, (_, i) =>
    rect((i % 10) * 33, 74 + Math.floor(i / 10) * 24, 32, 23, near('#dfe6e4', random, 5)),
  );
  const pots = [30, 70, 250].map((x) =>
    rect(x, 148, random.uniform(18, 30), 24, near(pick(FABRICS, random), random, 12), 'rx="4"'),
  );
  return (
    doors.join('') +
    tiles.join('') +
    pots.join('') +
    rect(-10, 170, 340, 12, '#6e5a48') +
    rect(-10, 182, 340, 80, door)
  );
};

const corridor: Room = (frame, wall) => {
  const { random } = frame;
  const x = random.uniform(20, 190);
  const door = near(pick(['#8a5f3c', '#5a6f7c', '#d8d2c8', '#7a3a34'], random), random, 8);
  const panels = [34, 118].map((y) =>
    rect(x + 14, y, 72, 70, shade(door, 0.08), `stroke="${shade(door, -0.3)}" stroke-width="1.5"`),
  );
  return (
    rect(-10, 170, 340, 90, shade(wall, -0.2)) +
    rect(-10, 166, 340, 6, shade(wall, -0.45)) +
    rect(x - 8, 4, 116, 260, shade(wall, 0.4)) +
    rect(x, 12, 100, 250, door) +
    panels.join('') +
    ellipse([x + 88, 120], [4, 4], '#d8c070') +
    pictureOnWall(frame, 130) +
    lamp(frame, wall)
  );
};

const studio: Room = ({ random, width, height }, wall) => {
  const folds = Array.from({ length: 14 }, (_, i) =>
    rect(i * 25 - 8, -10, 13, height + 20, shade(wall, i % 2 ? 0.07 : -0.1), 'opacity=".6"'),
  );
  const [x, y] = [random.uniform(20, 70), random.uniform(30, 70)];
  return (
    folds.join('') +
    stroke(d`M${width - x} ${y + 20}V250`, '#2a2a30', 4) +
    shape(d`M${width - x - 26} ${y - 22}l40 -10l6 54l-44 -4Z`, '#26262c') +
    shape(d`M${width - x - 30} ${y - 18}l6 36l-4 0l-8 -32Z`, '#fff8e0')
  );
};

const bedroom: Room = (frame, wall) => {
  const { random } = frame;
  const cloth = near(pick(FABRICS, random), random, 8);
  const pillows = [60, 200].map((x) => rect(x, 140, 84, 44, near('#efe9e0', random, 6), 'rx="16"'));
  return (
    wallpaper(frame, 180, wall) +
    (random.uniform() < 0.6 ? windowOnWall(frame, 150) : pictureOnWall(frame, 120)) +
    rect(20, 104, 284, 90, near('#6f4c34', random, 12), 'rx="10"') +
    pillows.join('') +
    rect(-10, 178, 340, 90, cloth) +
    lamp(frame, wall)
  );
};

/** A round paper lamp, a pendant, or a standing lamp: bright and about as large as a head. */
function lamp({ random, id }: Frame, wall: string): string {
  const [x, y] = [random.uniform(20, 300), random.uniform(18, 60)];
  const name = id();
  const glow =
    `<radialGradient id="${name}"><stop offset=".2" stop-color="#ffe8b0" stop-opacity=".55"/><stop offset="1" stop-color="#ffe8b0" stop-opacity="0"/></radialGradient>` +
    ellipse([x, y], [80, 70], `url(#${name})`);
  const kind = random.integer(0, 2);
  if (kind === 0)
    return `${stroke(d`M${x} -5V${y}`, shade(wall, -0.6), 1.5)}${glow}${ellipse([x, y], [24, 22], '#fff2d4')}`;
  const shadeShape = d`M${x - 12} ${y - 16}H${x + 12}L${x + 24} ${y + 16}H${x - 24}Z`;
  const pole = kind === 1 ? d`M${x} -5V${y - 16}` : d`M${x} ${y + 16}V250`;
  return stroke(pole, '#3c3834', 2.5) + glow + shape(shadeShape, near('#f4dca8', random, 12));
}

function shelf({ random }: Frame, x: number, width: number): string {
  const wood = near('#7a5638', random, 10);
  const rows = [62, 122, 182, 242].map((floor) => {
    const books: string[] = [];
    let at = x + 6;
    while (at < x + width - 12) {
      const thick = random.uniform(5, 13);
      const high = random.uniform(32, 50);
      const isGap = random.uniform() < 0.12;
      if (!isGap) {
        const colour = near(pick([...FABRICS, '#e8dcc4', '#2c3038'], random), random, 14);
        const title = rect(at, floor - high + 7, thick, 3, shade(colour, 0.4));
        books.push(rect(at, floor - high, thick, high, colour) + title);
      }
      at += thick + (isGap ? 8 : 0.6);
    }
    return `${books.join('')}${rect(x, floor, width, 5, shade(wood, 0.15))}`;
  });
  return (
    rect(x, -10, width, 270, shade(wood, -0.5)) +
    rows.join('') +
    rect(x, -10, 5, 270, wood) +
    rect(x + width - 5, -10, 5, 270, wood)
  );
}

function screen({ random }: Frame): string {
  const x = random.uniform(10, 220);
  return (
    rect(x, 96, 92, 60, '#1c1e24', 'rx="3"') +
    rect(x + 4, 100, 84, 50, pick(['#3a6ea8', '#dfe6ec', '#25303c'], random)) +
    rect(x + 40, 156, 12, 16, '#2a2c32')
  );
}

function desk({ random }: Frame, colour: string): string {
  const wood = near(colour, random, 10);
  const cup = random.uniform(20, 300);
  return (
    rect(-10, 172, 340, 90, shade(wood, -0.2)) +
    rect(-10, 168, 340, 10, wood) +
    rect(cup, 152, 13, 17, near(pick(FABRICS, random), random, 10), 'rx="2"')
  );
}
