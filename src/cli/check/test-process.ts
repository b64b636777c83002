import { relative } from 'node:path';
import { describe } from 'node:test';
import { root } from '../repository';

// The tests of several files in one process, one file after the other: TensorFlow and the library start once for all. Each file is a
// suite, so that its hooks are its own.
for (const file of process.argv.slice(2)) {
  describe(relative(root, file), () => {
    require(file);
  });
}
