import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { freeMemory } from '../../src/base/free-memory';
import { temporaryFolder } from '../temporary-folder';

const GB = 2 ** 30;

/** What a system with these files has free. */
function freeIn(files: Readonly<Record<string, string>>) {
  const root = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return freeMemory({ root });
}

const meminfo = (available: number, swap = 0) =>
  `MemTotal:       16777216 kB\nMemFree:         1048576 kB\nMemAvailable:   ${available * 2 ** 20} kB\nSwapTotal:       8388608 kB\nSwapFree:       ${swap * 2 ** 20} kB\n`;

test('freeMemory() without limits is what the system has available, and its free swap space', () => {
  assert.deepEqual(freeIn({ 'proc/meminfo': meminfo(12, 2) }), { available: 12 * GB, swap: 2 * GB });
  assert.deepEqual(
    freeIn({
      'proc/meminfo': meminfo(12),
      'proc/self/cgroup': '0::/\n',
      'sys/fs/cgroup/memory.max': 'max\n',
      'sys/fs/cgroup/memory.current': `${3 * GB}\n`,
    }),
    { available: 12 * GB, swap: 0 },
  );
});

test('freeMemory() in a control group, version 2, is what the smallest limit above it leaves; files in memory make room', () => {
  const files = {
    'proc/meminfo': meminfo(12, 2),
    'proc/self/cgroup': '0::/user/notebook\n',
    'sys/fs/cgroup/user/notebook/memory.max': `${8 * GB}\n`,
    'sys/fs/cgroup/user/notebook/memory.current': `${3 * GB}\n`,
    'sys/fs/cgroup/user/notebook/memory.stat': `anon 1\ninactive_file ${GB}\nactive_file ${GB}\n`,
  };
  assert.deepEqual(freeIn(files), { available: 6 * GB, swap: 0 });
  const above = {
    'sys/fs/cgroup/user/memory.max': `${10 * GB}\n`,
    'sys/fs/cgroup/user/memory.current': `${9 * GB}\n`,
  };
  assert.deepEqual(freeIn({ ...files, ...above }), { available: GB, swap: 0 });
  assert.deepEqual(freeIn({ ...files, 'proc/meminfo': meminfo(2) }), { available: 2 * GB, swap: 0 });
});

test('freeMemory() in a control group, version 1, whose path may be that of the host', () => {
  assert.deepEqual(
    freeIn({
      'proc/meminfo': meminfo(12, 2),
      'proc/self/cgroup': '4:cpu,cpuacct:/docker/ab\n3:memory:/docker/ab\n0::/\n',
      'sys/fs/cgroup/memory/memory.limit_in_bytes': `${4 * GB}\n`,
      'sys/fs/cgroup/memory/memory.usage_in_bytes': `${3 * GB}\n`,
      'sys/fs/cgroup/memory/memory.stat': `inactive_file 5\ntotal_inactive_file ${GB / 2}\n`,
    }),
    { available: 1.5 * GB, swap: 0 },
  );
  assert.deepEqual(
    freeIn({
      'proc/meminfo': meminfo(12, 2),
      'proc/self/cgroup': '3:memory:/\n',
      'sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
      'sys/fs/cgroup/memory/memory.usage_in_bytes': `${3 * GB}\n`,
    }),
    { available: 12 * GB, swap: 2 * GB },
  );
});

test('freeMemory() is never negative, and undefined where the system does not say', () => {
  assert.equal(freeIn({}), undefined);
  assert.equal(freeIn({ 'proc/meminfo': 'MemTotal: 16777216 kB\n' }), undefined);
  const over = {
    'proc/meminfo': meminfo(12),
    'proc/self/cgroup': '0::/\n',
    'sys/fs/cgroup/memory.max': `${GB}\n`,
    'sys/fs/cgroup/memory.current': `${2 * GB}\n`,
  };
  assert.deepEqual(freeIn(over), { available: 0, swap: 0 });
  assert.ok((freeMemory()?.available ?? 0) > 2 ** 20, 'this machine');
});
