import { points } from '../../drawing/path';
import { type Face, lathe, lying, moved } from '../../three-d/solids';
import type { Stage } from '../stage';
import { across, fin, type Layers, leg, onBothSides, plate, raised } from './aeroplane-parts';

/** Radius of the hull in metres. */
const R = 1.9;

/** A jet with an engine under each wing: parts, each with its layers. */
export function airliner(body: string, accent: string, hasWheels: boolean, stage: Stage): Layers[] {
  const isGlowing = stage.hour.hasLamps;
  const profile = `0.15,-15 0.7,-13 1.35,-10 ${R},-6 ${R},2 ${R},9.5 1.75,11.4 1.3,12.8 0.7,13.7 0.1,14.1`;
  const hull = lying(lathe(profile, [accent, body], 22));
  const z = (R + 0.02) * 0.97;
  const windows = Array.from({ length: 19 }, (_, i) => {
    const [x0, x1] = [-7 + i * 0.88, -7 + i * 0.88 + 0.42];
    return onBothSides(
      `${x0},0.35,${z} ${x1},0.35,${z} ${x1},0.9,${z * 0.96} ${x0},0.9,${z * 0.96}`,
      isGlowing ? '#ffe6a0' : '#3f5468',
      { isGlowing },
    );
  });
  const stripe = `-9,-0.2,${R + 0.01} 10.6,-0.2,${R + 0.01} 10.6,0.12,${R + 0.01} -9,0.12,${R + 0.01}`;
  const marks: Face[] = [
    ...onBothSides(stripe, accent),
    ...[0, 1].flatMap((side) => windows.map((window) => window[side])),
    ...onBothSides('11.9,0.55,1.52 13,0.45,0.95 12.8,1,0.7 11.8,1.1,1.25', '#33465a'),
  ];
  const wing = plate('2.6,-0.9,-1.6 -2.4,-0.9,-1.6 -5.4,0.5,-14 -4.2,0.5,-14', '#c4cad0', 0.22);
  const tail = plate('-11,0.6,-0.5 -13.4,0.6,-0.5 -15,0.9,-5 -14.2,0.9,-5', '#c4cad0', 0.16);
  const onWing = (faces: Face[]) => moved(lying(faces), [2, -1.7, -5]);
  const engine = onWing(lathe('0.5,-1.6 0.8,-0.4 0.95,0.8 0.85,1.4', ['#8a9098', body, accent], 14));
  const intake = onWing(lathe('0.72,1.4 0.3,1.42', '#30343c', 12));
  const rudder = fin('-10.5,1.5 -13.2,1.2 -15.4,6.2 -13.6,6.2', accent);
  const gear = leg(['0.14,0 0.14,2', -3.4], ['0.55,-0.25 0.55,0.25', -3.05], 8);
  const legs = points('10,0 -1,-2.4 -1,2.4').map(([x, at]) => [moved(gear, [x, 0, at])]);
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
  return hasWheels ? raised([...parts, ...legs], 3.6) : parts;
}
