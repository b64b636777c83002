import { near, pick, shade } from '../../drawing/colour';
import {
  blob,
  ellipse,
  limb,
  num,
  type Point,
  points,
  polygonPath,
  ring,
  shape,
  smooth,
  stroke,
  translated,
} from '../../drawing/path';
import { d, repeat } from '../../drawing/svg';
import type { Random } from '../../random';
import { project } from '../../three-d/camera';
import { lathe } from '../../three-d/solids';
import { solid, type Thing } from '../stage';

const POTS = ['#b8694a', '#c9824a', '#e4ddd0', '#4a6fa5', '#5f8a7a', '#3c3c42', '#d8b04a', '#8a4a4a'];

/** What grows in a pot, drawn about its foot, and about 60 high. */
type Growth = (green: string, random: Random) => string;

/** A rubber plant, a fern, a palm, flowers or a cactus in a pot. */
export function pottedPlant(random: Random): Thing {
  const kind = pick(['rubber', 'fern', 'palm', 'flowers', 'flowers', 'cactus', 'tall'] as const, random);
  const pot = near(pick(POTS, random), random, 8);
  const size = kind === 'palm' || kind === 'tall' ? random.uniform(1.1, 1.5) : random.uniform(0.5, 0.95);
  const r = size * 0.2;
  const h = size * 0.34;
  const profile = `${r * 0.7},0 ${r * 0.98},${h * 0.84} ${r * 1.1},${h * 0.84}
    ${r * 1.12},${h} ${r * 0.9},${h} ${r * 0.86},${h * 0.94}`;
  const faces = lathe(profile, [pot, shade(pot, -0.15), pot, pot, '#4a3428'], 20);
  return {
    width: size * 0.9,
    height: size * 1.02,
    draw: (stage, spot) => {
      const { x, y = 0, z } = spot;
      const pottery = solid(stage, spot, [faces], [r * 2.4, r * 2.2]);
      const green = near(pick(['#3f7a48', '#4f8f4a', '#6a9a4a', '#2f6a50'], stage.random), stage.random, 10);
      const foot = project(stage.camera, [x, y + h * 0.95, z]);
      const scale = ((stage.camera.focal / z) * size) / 100;
      return pottery + translated(GROWTHS[kind](green, stage.random), foot, scale);
    },
  };
}

/** A leaf from its stalk, with a rib. */
function leaf([x, y]: Point, angle: number, long: number, wide: number, colour: string): string {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const turned = (outline: string) =>
    points(outline).map(([along, across]): Point => {
      const [u, v] = [along * long, across * wide];
      return [x + u * c - v * s, y + u * s + v * c];
    });
  const outline = smooth(turned('0,0 0.35,-1 0.75,-0.7 1,0 0.75,0.7 0.35,1'));
  const rib = polygonPath(turned('0,0 0.9,0'), false);
  return (
    shape(outline, colour) +
    shape(outline, 'url(#down)', 'opacity=".7"') +
    stroke(rib, shade(colour, 0.3), 0.8, 'opacity=".7"')
  );
}

const rubber: Growth = (green, random) => {
  const leaves = Array.from({ length: 15 }, (_, i) => {
    const side = i % 2 ? 1 : -1;
    const angle = -Math.PI / 2 + side * random.uniform(0.5, 1.25) * (1 - i / 30);
    const [long, wide] = [random.uniform(16, 26), random.uniform(5.5, 7.5)];
    return leaf([side * 1.5, -6 - i * 3.6], angle, long, wide, near(shade(green, i / 50 - 0.15), random, 8));
  });
  return stroke('M0 0Q2 -30 0 -58', '#6a5038', 3) + leaves.join('');
};

const fern: Growth = (green, random) =>
  repeat(22, (i) => {
    const side = ((i * 7) % 22) / 11 - 1;
    const [x, y] = [side * random.uniform(24, 44), -random.uniform(18, 46) * (1.2 - Math.abs(side) * 0.7)];
    const colour = near(shade(green, (i - 11) / 50), random, 8);
    return blob(limb(`${side * 4},0 ${x * 0.55},${y * 1.25} ${x},${y + 10}`, [2, 7, 1]), colour);
  });

const palm: Growth = (green, random) => {
  const fronds = Array.from({ length: 11 }, (_, i) => {
    const side = ((i * 4) % 11) / 5 - 1;
    const [x, y] = [side * random.uniform(26, 42), -46 - (1 - Math.abs(side)) * random.uniform(12, 26)];
    const end: Point = [x * 1.15, y + Math.abs(side) * 26];
    const colour = near(shade(green, i / 40 - 0.12), random, 8);
    const ribs = [0.35, 0.5, 0.65, 0.8, 0.95].map((t) => {
      const root = d`M${end[0] * t} ${-40 + (y + 44) * Math.sin(t * Math.PI * 0.62) * 1.4}`;
      return `${root}l${num(side * 6 - 3)} 9${root}l${num(side * 6 + 4)} 8`;
    });
    const frond = limb(`0,-40 ${x * 0.5},${y - 4} ${end}`, [2.5, 5, 1]);
    return blob(frond, colour) + stroke(ribs.join(''), colour, 2.2);
  });
  return blob(limb('0,2 1.5,-20 0,-42', [6, 4.4, 4]), '#7a5a3c') + fronds.join('');
};

const tall: Growth = (green, random) => {
  const stems = [-5, 0, 5].map((x) =>
    stroke(`M${x * 0.5} 0Q${x} -30 ${x * 1.6} -${num(random.uniform(44, 62))}`, '#6a7a48', 2),
  );
  const leaves = Array.from({ length: 18 }, (_, i) => {
    const side = i % 2 ? 1 : -1;
    const root: Point = [side * 2 + random.uniform(-4, 4), -8 - i * 3.1];
    const angle = -Math.PI / 2 + side * random.uniform(0.3, 1.2);
    const [long, wide] = [random.uniform(12, 20), random.uniform(3.5, 5.5)];
    return leaf(root, angle, long, wide, near(shade(green, i / 60 - 0.1), random, 9));
  });
  return stems.join('') + leaves.join('');
};

const cactus: Growth = (green, random) => {
  const arm = (spine: string, width: number) => {
    const path = smooth(limb(spine, [width, width * 1.1, width * 0.9]));
    const thorns = polygonPath(points(spine), false);
    return (
      shape(path, green) +
      shape(path, 'url(#tube)') +
      stroke(thorns, shade(green, 0.35), 1, 'stroke-dasharray="1 3"')
    );
  };
  const bloom = random.uniform() < 0.5 ? ellipse([0, -61], [4, 3], '#e87aa0') : '';
  return (
    arm('-3,-22 -17,-24 -18,-42', 8) + arm('3,-30 16,-32 17,-50', 8) + arm('0,2 0,-30 0,-56', 15) + bloom
  );
};

const flowers: Growth = (green, random) => {
  const petal = pick(['#e0486a', '#f0c040', '#f4f0f4', '#c86ad0', '#f0803c', '#d83a3a'], random);
  const bush = Array.from({ length: 16 }, (_, i) => {
    const root: Point = [random.uniform(-6, 6), -random.uniform(2, 10)];
    const angle = -Math.PI / 2 + ((i % 8) / 7 - 0.5) * 2.6;
    return leaf(root, angle, random.uniform(14, 28), 4.5, near(green, random, 10));
  });
  const heads = Array.from({ length: random.integer(5, 10) }, () => {
    const [x, y] = [random.uniform(-26, 26), -random.uniform(24, 52)];
    const colour = near(petal, random, 8);
    const petals = ring([x, y], [4.6, 4], { count: 6 }).map((at) => ellipse(at, [3.6, 3.4], colour));
    const stalk = d`M${x * 0.2} 0Q${x * 0.5} ${y * 0.5} ${x} ${y}`;
    return (
      stroke(stalk, shade(green, -0.1), 1.4) +
      petals.join('') +
      ellipse([x, y], [2.6, 2.4], petal === '#f0c040' ? '#7a4a20' : '#f4d050')
    );
  });
  return bush.join('') + heads.join('');
};

const GROWTHS = { rubber, fern, palm, tall, cactus, flowers };
