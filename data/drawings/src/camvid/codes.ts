/** The classes of CamVid in the order of fastai's `codes.txt`; a mask's values are places in this list. */
// biome-ignore format: a table.
export const CODES = [
  'Animal', 'Archway', 'Bicyclist', 'Bridge', 'Building', 'Car', 'CartLuggagePram', 'Child', 'Column_Pole',
  'Fence', 'LaneMkgsDriv', 'LaneMkgsNonDriv', 'Misc_Text', 'MotorcycleScooter', 'OtherMoving',
  'ParkingBlock', 'Pedestrian', 'Road', 'RoadShoulder', 'Sidewalk', 'SignSymbol', 'Sky', 'SUVPickupTruck',
  'TrafficCone', 'TrafficLight', 'Train', 'Tree', 'Truck_Bus', 'Tunnel', 'VegetationMisc', 'Void', 'Wall',
] as const;

/** One of CamVid's 32 classes. */
export type Code = (typeof CODES)[number];

/** Each class's place in `CODES`, the value of its pixels in a mask. */
export const INDEX = Object.fromEntries(CODES.map((code, index) => [code, index])) as Record<Code, number>;
