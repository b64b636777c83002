import { join } from 'node:path';

export { isDrawn } from './identity';
export { SETS } from './sets';

/** The program that draws a set: `node PROGRAM SET FOLDER`. The set appears only when whole. */
export const PROGRAM = join(__dirname, 'draw.js');
