import assert from 'node:assert/strict';
import { test } from 'node:test';
import { abortRule } from '../../src/kernel/abort-rule';
import type { Header } from '../../src/kernel/messages';

const NOON = Date.parse('2026-01-01T12:00:00Z');

/** A rule, the kernel's clock in seconds after noon, and requests made at a time of their sender's clock. */
function begun({ senderAhead = 0 } = {}) {
  let seconds = 0;
  const rule = abortRule(() => NOON + 1000 * seconds);
  const requestOf = (sentAt: number): Header => ({
    msg_id: String(sentAt),
    msg_type: 'execute_request',
    session: 'one',
    username: '',
    version: '5.3',
    date: new Date(NOON + 1000 * (sentAt + senderAhead)).toISOString(),
  });
  return {
    rule,
    at(time: number) {
      seconds = time;
    },
    arrives(sentAt: number) {
      const header = requestOf(sentAt);
      rule.arrived(header);
      return header;
    },
  };
}

test('what was sent before a failure is aborted, however late it arrives; what is sent after it runs', () => {
  const { rule, at, arrives } = begun();
  const failing = arrives(0);
  assert.equal(rule.isAborted(failing), false);
  at(5);
  rule.failed();
  at(9);
  assert.equal(rule.isAborted(arrives(1)), true);
  assert.equal(rule.isAborted(arrives(5)), true);
  assert.equal(rule.isAborted(arrives(5.001)), false);
});

for (const senderAhead of [3600, -3600]) {
  test(`a sender whose clock is ${senderAhead} seconds ahead makes no difference`, () => {
    const { rule, at, arrives } = begun({ senderAhead });
    arrives(0);
    at(5);
    rule.failed();
    at(9);
    assert.equal(rule.isAborted(arrives(4)), true);
    assert.equal(rule.isAborted(arrives(6)), false);
  });
}

test('a request without a date is aborted if it arrives until 0.2 seconds after the failure', () => {
  const { rule, at } = begun();
  const undated = (): Header => ({
    msg_id: '',
    msg_type: '',
    session: '',
    username: '',
    version: '',
    date: '',
  });
  at(5);
  rule.failed();
  at(5.1);
  const soon = undated();
  rule.arrived(soon);
  at(5.3);
  const later = undated();
  rule.arrived(later);
  assert.deepEqual([rule.isAborted(soon), rule.isAborted(later)], [true, false]);
});
