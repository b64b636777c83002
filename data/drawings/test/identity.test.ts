import assert from 'node:assert/strict';
import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { identityOf } from '../src/identity';
import { SETS } from '../src/sets';
import { temporaryFolder } from './temporary-folder';

const compiled = join(__dirname, '..', 'dist');

/** A copy of the compiled package, to be changed. */
function copy() {
  const root = temporaryFolder();
  cpSync(compiled, join(root, 'dist'), { recursive: true });
  cpSync(join(compiled, '..', 'package.json'), join(root, 'package.json'));
  const dist = join(root, 'dist');
  const change = (file: string) => appendFileSync(join(dist, file), '\nmore();\n');
  const identities = () =>
    Object.fromEntries(Object.keys(SETS).map((set) => [set, identityOf(set, 'mini', dist)]));
  return { root, change, identities };
}

test('a set has the same identity in another folder, and each has its own', () => {
  const { identities } = copy();
  assert.deepEqual(identities(), copy().identities());
  assert.equal(new Set(Object.values(identities())).size, 4);
});

test('a set of few images has an identity of its own', () => {
  for (const set of Object.keys(SETS))
    assert.notEqual(identityOf(set, 'few', compiled), identityOf(set, 'mini', compiled), set);
});

test('a change in the program of one set changes the identity of this one alone', () => {
  const { change, identities } = copy();
  const before = identities();
  change('camvid/camvid.js');
  const { camvid_tiny, ...others } = identities();
  assert.notEqual(camvid_tiny, before.camvid_tiny);
  assert.deepEqual({ camvid_tiny: before.camvid_tiny, ...others }, before);
});

test('a change in a module that a program imports from another changes it too', () => {
  const { change, identities } = copy();
  const before = identities();
  change('pets/ears.js');
  assert.notEqual(identities()['oxford-iiit-pet'], before['oxford-iiit-pet']);
});

test('a change in what all programs share changes all identities', () => {
  for (const file of ['random.js', 'images.js']) {
    const { change, identities } = copy();
    const before = identities();
    change(file);
    for (const [set, identity] of Object.entries(identities())) assert.notEqual(identity, before[set], set);
  }
});

test('another version of sharp or of pure-rand changes all identities', () => {
  const { root, identities } = copy();
  const before = identities();
  const file = join(root, 'package.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/"sharp": "[\d.]+"/, '"sharp": "99.0.0"'));
  for (const [set, identity] of Object.entries(identities())) assert.notEqual(identity, before[set], set);
});
