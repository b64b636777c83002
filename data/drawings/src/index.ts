import { join } from 'node:path';

export { isDrawn } from './identity';
export { SETS, type Size } from './sets';

/** The program that draws a set: `node PROGRAM SET FOLDER SIZE`. The set appears only when whole. */
export const PROGRAM = join(__dirname, 'draw.js');
