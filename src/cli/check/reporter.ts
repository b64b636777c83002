import { inspect } from 'node:util';
import type { TestEvent } from './test-event';

/** The fields of node:test's events that are read here; Node's own type of a reporter's source differs from version to version. */
interface NodeEvent {
  readonly type: string;
  readonly data: {
    readonly name: string;
    readonly nesting: number;
    readonly skip?: string | boolean;
    readonly details: {
      readonly type?: string;
      readonly duration_ms: number;
      readonly error?: Error & { readonly failureType?: string };
    };
  };
}

/** A reporter of node:test: a line of JSON for each test that ended. */
async function* reporter(source: AsyncIterable<NodeEvent>): AsyncGenerator<string> {
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const { name, nesting, skip, details } = data;
    const { error } = details;
    const isSkipped = skip !== undefined && skip !== false;
    const event: TestEvent = {
      name,
      nesting,
      isSuite: details.type === 'suite',
      outcome: type === 'test:fail' ? 'failed' : isSkipped ? 'skipped' : 'passed',
      ...(typeof skip === 'string' && skip && { reason: skip }),
      seconds: details.duration_ms / 1000,
      ...(error && error.failureType !== 'subtestsFailed' && { failure: inspect(error.cause ?? error) }),
    };
    yield `${JSON.stringify(event)}\n`;
  }
}

// Node takes a CommonJS module itself for the reporter.
export = reporter;
