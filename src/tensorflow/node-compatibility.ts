import util from 'node:util';

// tfjs-node 4.22 calls util.isNullOrUndefined, which Node 23 removed (tensorflow/tfjs#8609).
const legacy = util as unknown as { isNullOrUndefined?: (value: unknown) => boolean };
legacy.isNullOrUndefined ??= (value) => value === null || value === undefined;
