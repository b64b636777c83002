import { ensureStandIn } from '../datasets/stand-in';
import { root } from './repository';

/**
 * Draws stand-ins that are missing, one after the other: `node dist/cli/draw.js SET...`. The program that starts the lessons runs it beside
 * them, and set-up; it ends with that program, whose channel then closes.
 */
async function main(): Promise<void> {
  const ending = new AbortController();
  process.on('disconnect', () =>
    ending.abort(new Error('The program that asked for the drawings has ended.')),
  );
  process.on('SIGTERM', () => ending.abort(new Error('The drawing was stopped.')));
  for (const folder of process.argv.slice(2)) {
    await ensureStandIn({ folder }, { project: root, signal: ending.signal });
  }
}

main().then(
  () => process.disconnect?.(),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
