import { shade } from '../../drawing/colour';
import { lit, litBlob } from '../../drawing/light';
import {
  blob,
  ellipse,
  furry,
  limb,
  num,
  type Point,
  points,
  polygonPath,
  ring,
  shape,
  smooth,
  stroke,
} from '../../drawing/path';
import type { Random } from '../../random';
import { type Thing, upright } from '../stage';

/** A farm animal's build, from the side, looking to the right, in centimetres. */
export interface Build {
  /** The trunk, clockwise. */
  readonly trunk: readonly Point[];
  /** Where the legs begin; their widths from the top to the hoof; height of the joint. */
  readonly front: Point;
  readonly hind: Point;
  readonly legWidths: readonly [number, number, number];
  readonly hindWidth: number;
  /** The neck's base and its widths. */
  readonly neck: Point;
  readonly neckWidths: readonly number[];
  /** The head from poll to muzzle along the x axis. */
  readonly headLength: number;
  readonly headWidths: readonly number[];
  /** Poll and the head's direction in degrees, held up, level, and while grazing. */
  readonly poses: readonly { readonly poll: Point; readonly bend: Point; readonly angle: number }[];
}

/** Its colours and what is special about it. */
export interface Hide {
  readonly coat: string;
  readonly legs?: string;
  readonly head?: string;
  readonly muzzle: string;
  readonly hooves: string;
  /** Length of wool or shaggy hair. */
  readonly wool?: number;
  /** Painted on the trunk, clipped to it. */
  readonly patches?: string;
  /** Drawn on the head: origin at the poll, x towards the muzzle, y down. */
  readonly onHead: (isFar: boolean) => string;
  /** Drawn over everything but the near legs, e.g. mane, udder, tail. */
  readonly tail: string;
  readonly mane?: (poll: Point, bend: Point, base: Point) => string;
  readonly under?: string;
}

/** How one animal stands. */
export interface Stance {
  /** Which of the build's poses. */
  readonly pose: number;
  /** Moves the legs, -1 to 1. */
  readonly stride: number;
  readonly isMirrored: boolean;
  /** Its width as seen from a little in front or behind, 1 from the side. */
  readonly squeeze: number;
}

/** The animal drawn upright into the world; `dress` adds a rider or makes it smaller. */
export function standing(
  build: Build,
  hide: Hide,
  random: Random,
  { squeeze, isMirrored, ...stance }: Stance,
  { shade: [long, deep], dress }: { shade: Point; dress: (behind: string, before: string) => string },
): Thing['draw'] {
  return (stage, spot) => {
    const { behind, before } = quadruped(build, hide, random, { ...stance, id: stage.id() });
    return upright(stage, spot, dress(behind, before), {
      isMirrored,
      squeeze,
      shade: [long * squeeze, deep],
    });
  };
}

function quadruped(
  build: Build,
  hide: Hide,
  random: Random,
  { pose, stride, id }: Pick<Stance, 'pose' | 'stride'> & { id: string },
): { behind: string; before: string } {
  const { poll, bend, angle } = build.poses[pose];
  const wool = hide.wool ?? 0;
  const outline = (points: readonly Point[]) =>
    wool > 0 ? furry(points, { length: wool, spacing: wool * 1.3, hang: 0.2 }, random) : smooth(points);
  const trunk = outline(build.trunk);
  const legs = hide.legs ?? hide.coat;
  const leg = (at: Point, swing: number, isHind: boolean, isFar: boolean) =>
    legArt(build, at, swing * stride, isHind, isFar ? shade(legs, -0.28) : legs, hide.hooves);
  const [fx, fy] = build.front;
  const [hx, hy] = build.hind;
  const neckPoints = limb([build.neck, bend, poll], build.neckWidths);
  const neck = lit(outline(neckPoints), wool > 0 && hide.head ? hide.coat : shade(hide.coat, 0.02));
  const skull = smooth(
    limb(
      `-4,0 ${build.headLength * 0.35},1 ${build.headLength * 0.7},2 ${build.headLength * 0.95},3`,
      build.headWidths,
    ),
  );
  const muzzleAt = build.headLength * 0.93;
  const headColour = hide.head ?? hide.coat;
  const headArt =
    hide.onHead(true) +
    lit(skull, headColour, 'down') +
    blob(ring([muzzleAt + 2, 3.5], [build.headWidths[3] * 0.52, build.headWidths[3] * 0.56]), hide.muzzle) +
    ellipse([muzzleAt + 5, 0.5], [1.5, 1.1], shade(hide.muzzle, -0.6)) +
    stroke(`M${num(muzzleAt + 5)} 7q-5 2 -9 .5`, shade(hide.muzzle, -0.5), 0.9) +
    ellipse([build.headLength * 0.3, -2.4], [2, 1.9], '#1e1614') +
    ellipse([build.headLength * 0.3 + 0.6, -3.1], [0.6, 0.6], '#ffffff') +
    hide.onHead(false);
  return {
    behind: leg([fx - 7, fy], -1, false, true) + leg([hx + 8, hy], 0.8, true, true),
    before:
      hide.tail +
      (hide.under ?? '') +
      leg([hx, hy], -0.8, true, false) +
      leg([fx, fy], 1, false, false) +
      neck +
      lit(trunk, hide.coat, 'down') +
      (hide.patches
        ? `<clipPath id="${id}"><path d="${trunk}"/></clipPath><g clip-path="url(#${id})">${hide.patches}</g>${shape(trunk, 'url(#down)', 'opacity=".7"')}`
        : '') +
      (hide.mane?.(poll, bend, build.neck) ?? '') +
      `<g transform="translate(${num(poll[0])} ${num(poll[1])}) rotate(${angle})">${headArt}</g>`,
  };
}

function legArt(
  { legWidths, hindWidth }: Build,
  [x, y]: Point,
  swing: number,
  isHind: boolean,
  colour: string,
  hooves: string,
): string {
  const [top, knee, ankle] = legWidths;
  // Joints are at fractions of the leg's height, aside by a fraction of it and by another with the swing.
  const at = (aside: number, swung: number, high: number): Point => [
    x - (aside + swing * swung) * y,
    high * y,
  ];
  const foot = at(0, 0.2, 0.07);
  const joints = isHind
    ? [at(-0.1, 0.06, 0.5), at(-0.04, 0.16, 0.16)]
    : [at(0.02, 0.12, 0.5), at(0, 0.18, 0.16)];
  const spine: Point[] = [[x, y * 1.16], [x + (isHind ? -1 : 1), y * 0.8], ...joints, foot];
  const widths = isHind ? [hindWidth, hindWidth * 0.72] : [top, top * 0.78];
  const [fx, fy] = foot;
  const hoof = `${fx - ankle * 0.55},${fy - 1} ${fx + ankle * 0.6},${fy - 1} ${fx + ankle * 0.85},0 ${fx - ankle * 0.6},0`;
  return (
    litBlob(limb(spine, [...widths, knee, ankle, ankle * 1.05]), colour) +
    shape(polygonPath(points(hoof)), hooves)
  );
}
