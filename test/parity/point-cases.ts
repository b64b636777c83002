import { pointBlock, tf } from '../../src/index';
import type { Report } from './report';

// biome-ignore lint/suspicious/noExplicitAny: fixtures are JSON; each case reads its own fields and fails by name.
type Case = any;

/** Points in pixels, scaled to [-1, 1]. */
export async function points(into: Report, name: string, c: Case): Promise<void> {
  const [width, height] = c.size_wh;
  const block = pointBlock().fit([c.points_xy]);
  const sample = await block.open(c.points_xy, { width, height });
  const batch = block.collate([await sample.load()]);
  into.compare(name, 'scaled', batch.dataSync(), c.scaled.flat(), 1e-5, 'largest');
  tf.dispose(batch);
}
