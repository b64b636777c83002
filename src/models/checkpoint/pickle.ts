import { FoveaError } from '../../base/errors';
import type { ByteReader } from './byte-reader';
import { describeValue, type PickleValue, type StorageReference } from './pickle-value';
import { allowedGlobal, callGlobal, storageReference } from './torch-globals';

const MARK = Symbol('mark');
type Machine = {
  readonly reader: ByteReader;
  readonly stack: (PickleValue | typeof MARK)[];
  readonly memo: Map<number, PickleValue>;
  readonly storages: Map<string, StorageReference>;
};

const damaged = (problem: string) =>
  new FoveaError(problem, 'The file is damaged, or not made by torch.save: fetch it again.');

function pop({ stack, reader }: Machine): PickleValue {
  const value = stack.pop();
  if (value === undefined || value === MARK) {
    throw damaged(`Expected a value on the pickle's stack at byte ${reader.position}.`);
  }
  return value;
}

function popToMark({ stack, reader }: Machine): PickleValue[] {
  const mark = stack.lastIndexOf(MARK);
  if (mark < 0) throw damaged(`Expected a mark on the pickle's stack at byte ${reader.position}.`);
  return stack.splice(mark).slice(1) as PickleValue[];
}

function top(machine: Machine): PickleValue {
  const value = pop(machine);
  machine.stack.push(value);
  return value;
}

function append(machine: Machine, values: PickleValue[]): void {
  const list = top(machine);
  if (!Array.isArray(list)) throw damaged(`Expected a list to append to, received ${describeValue(list)}.`);
  for (const value of values) list.push(value);
}

function setItems(machine: Machine, entries: PickleValue[]): void {
  const dictionary = top(machine);
  if (!(dictionary instanceof Map) || entries.length % 2) {
    throw damaged(`Expected a dictionary and pairs to set in it, received ${describeValue(dictionary)}.`);
  }
  for (let i = 0; i < entries.length; i += 2) dictionary.set(entries[i], entries[i + 1]);
}

function popTuple(machine: Machine, size: number): PickleValue[] {
  return Array.from({ length: size }, () => pop(machine)).reverse();
}

// Only an OrderedDict has attributes: the versions of the modules.
function dropState(machine: Machine): void {
  const state = pop(machine);
  const owner = top(machine);
  if (!(owner instanceof Map)) {
    throw damaged(
      `Expected attributes of a dictionary, received ${describeValue(state)} for ${describeValue(owner)}.`,
    );
  }
}

function wholeNumber({ reader }: Machine): number {
  const bytes = reader.bytes(reader.uint8());
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]);
  return Number(BigInt.asIntN(bytes.length * 8, value));
}

function recall({ memo, reader }: Machine, index: number): PickleValue {
  const value = memo.get(index);
  if (value === undefined) throw damaged(`Expected memo ${index} of the pickle, at byte ${reader.position}.`);
  return value;
}

function protocol({ reader }: Machine): void {
  const version = reader.uint8();
  if (version < 2 || version > 4) {
    throw new FoveaError(
      `Expected pickle protocol 2, 3 or 4, received ${version}.`,
      'Save it with torch.save.',
    );
  }
}

function joinedGlobal(machine: Machine): PickleValue {
  const [module, name] = popTuple(machine, 2);
  if (typeof module !== 'string' || typeof name !== 'string') {
    throw damaged(
      `Expected a module and a name, received ${describeValue(module)} and ${describeValue(name)}.`,
    );
  }
  return allowedGlobal(`${module}.${name}`);
}

function namedStorage(machine: Machine): PickleValue {
  const storage = storageReference(pop(machine));
  const known = machine.storages.get(storage.key);
  if (known && (known.type !== storage.type || known.numElements !== storage.numElements)) {
    throw damaged(`Expected one description of storage ${JSON.stringify(storage.key)}, found two.`);
  }
  machine.storages.set(storage.key, storage);
  return storage;
}

type Step = (machine: Machine) => PickleValue | undefined;
const push = (value: () => PickleValue): Step => value;
const act =
  (action: (machine: Machine) => void): Step =>
  (machine) => {
    action(machine);
    return undefined;
  };

// Opcodes of Python's pickletools that torch.save emits, by their byte. A step's result is pushed unless undefined.
const STEPS: Record<number, Step> = {
  128: act(protocol),
  149: act(({ reader }) => reader.uint64()), // FRAME: a hint for buffering
  40: act(({ stack }) => stack.push(MARK)),
  78: push(() => null),
  136: push(() => true),
  137: push(() => false),
  74: ({ reader }) => reader.int32(), // BININT
  75: ({ reader }) => reader.uint8(), // BININT1
  77: ({ reader }) => reader.uint16(), // BININT2
  138: wholeNumber, // LONG1
  71: ({ reader }) => reader.float64BigEndian(), // BINFLOAT
  88: ({ reader }) => reader.text(reader.uint32()), // BINUNICODE
  140: ({ reader }) => reader.text(reader.uint8()), // SHORT_BINUNICODE
  84: ({ reader }) => reader.text(reader.uint32()), // BINSTRING, Python 2's text
  85: ({ reader }) => reader.text(reader.uint8()), // SHORT_BINSTRING
  41: push(() => []), // EMPTY_TUPLE
  93: push(() => []), // EMPTY_LIST
  125: push(() => new Map()), // EMPTY_DICT
  116: popToMark, // TUPLE
  133: (machine) => popTuple(machine, 1),
  134: (machine) => popTuple(machine, 2),
  135: (machine) => popTuple(machine, 3),
  97: act((machine) => append(machine, [pop(machine)])), // APPEND
  101: act((machine) => append(machine, popToMark(machine))), // APPENDS
  115: act((machine) => setItems(machine, popTuple(machine, 2))), // SETITEM
  117: act((machine) => setItems(machine, popToMark(machine))), // SETITEMS
  113: act((machine) => machine.memo.set(machine.reader.uint8(), top(machine))), // BINPUT
  114: act((machine) => machine.memo.set(machine.reader.uint32(), top(machine))), // LONG_BINPUT
  148: act((machine) => machine.memo.set(machine.memo.size, top(machine))), // MEMOIZE
  104: (machine) => recall(machine, machine.reader.uint8()), // BINGET
  106: (machine) => recall(machine, machine.reader.uint32()), // LONG_BINGET
  99: ({ reader }) => allowedGlobal(`${reader.line()}.${reader.line()}`), // GLOBAL
  147: joinedGlobal, // STACK_GLOBAL
  81: namedStorage, // BINPERSID
  82: (machine) => {
    const [callee, args] = popTuple(machine, 2);
    return callGlobal(callee, args);
  }, // REDUCE
  98: act(dropState), // BUILD
};

const STOP = 0x2e;

/** A pickled value and the storages that its tensors are views of, by key. */
export interface Unpickled {
  readonly value: PickleValue;
  readonly storages: ReadonlyMap<string, StorageReference>;
}

/**
 * Interprets one pickle of tensors. It executes nothing, knows about forty opcodes and the few names in
 * `torch-globals`, uses no recursion and no more memory than the pickle is long.
 *
 * @param reader Starts at the pickle's first byte, and ends at the byte after it.
 * @throws FoveaError naming the opcode or the global that is not allowed, or the byte where the pickle ends early.
 */
export function unpickle(reader: ByteReader): Unpickled {
  const machine: Machine = { reader, stack: [], memo: new Map(), storages: new Map() };
  for (let opcode = reader.uint8(); opcode !== STOP; opcode = reader.uint8()) {
    const step = STEPS[opcode];
    if (!step) {
      throw new FoveaError(
        `Expected one of the pickle opcodes that torch.save writes, received 0x${opcode.toString(16).padStart(2, '0')} at byte ${reader.position - 1}.`,
        'The file is damaged, or holds more than tensors: save the state_dict alone.',
      );
    }
    const result = step(machine);
    if (result !== undefined) machine.stack.push(result);
  }
  return { value: pop(machine), storages: machine.storages };
}
