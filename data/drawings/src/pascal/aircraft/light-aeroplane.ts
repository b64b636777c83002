import { points } from '../../drawing/path';
import { type Face, lathe, lying, moved } from '../../three-d/solids';
import { corners, type Vector } from '../../three-d/vector';
import { across, fin, type Layers, leg, onBothSides, plate, raised } from './aeroplane-parts';

/** A high-winged aeroplane with a propeller: parts, each with its layers. */
export function lightPlane(body: string, accent: string, hasWheels: boolean): Layers[] {
  const profile = '0.1,-3.8 0.3,-2.6 0.62,-0.6 0.68,1 0.56,1.9 0.42,2.4';
  const hull = lying(lathe(profile, [accent, body, body, body, accent], 16));
  const windscreen = corners('1.3,0.3,-0.6 1.3,0.3,0.6 0.8,0.95,0.42 0.8,0.95,-0.42');
  const cabin: Face[] = [
    ...onBothSides('-0.7,0.3,0.6 1.3,0.3,0.62 0.8,0.95,0.42 -0.4,0.95,0.42', '#4d6a80'),
    { points: windscreen, fill: '#6d8aa0' },
  ];
  const wing = [
    ...plate('1.1,0.98,0 -0.4,0.98,0 -0.3,1.1,-5.2 0.8,1.1,-5.2', body, 0.12),
    ...plate('1.12,1.12,-3.6 -0.42,1.12,-3.6 -0.42,1.16,-4.4 1.12,1.16,-4.4', accent, 0.06),
  ];
  const tail = plate('-2.9,0.2,0 -3.7,0.2,0 -3.7,0.22,-1.7 -3.2,0.22,-1.7', body, 0.08);
  const rudder = fin('-2.8,0.3 -3.8,0.2 -4.1,1.6 -3.5,1.6', accent);
  const spinner = moved(lying(lathe('0.22,0 0.02,0.35', '#d8d8dc', 10)), [2.4, 0, 0]);
  const blades = Array.from({ length: 18 }, (_, i): Vector => {
    const angle = (i / 9) * Math.PI;
    return [2.5, 0.95 * Math.sin(angle), 0.95 * Math.cos(angle)];
  });
  const struts = [-1, 1].map((side): Face => {
    const [low, high] = [`-0.2,${side * 0.6}`, `1.05,${side * 2.4}`];
    return { points: corners(`0.3,${low} 0.45,${low} 0.45,${high} 0.3,${high}`), fill: '#b0b4b8' };
  });
  const gear = leg(['0.05,0 0.05,0.7', -1.05], ['0.24,-0.09 0.24,0.09', -1], 6);
  const legs = points('1.7,0 -0.3,-0.9 -0.3,0.9').map(([x, z]) => [moved(gear, [x, 0, z])]);
  const parts = [
    [wing],
    [across(wing)],
    [tail],
    [across(tail)],
    [hull, cabin],
    [rudder],
    [[...spinner, { points: blades, fill: '#d8dce0', opacity: 0.35 }]],
    [struts],
  ];
  return hasWheels ? raised([...parts, ...legs], 1.25) : parts;
}
