// Goal: whatever networks and properties are called, a trace's file has a name that every system takes, and no two traces share one.
// Method: odd names by hand, and random ones.

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { traceFileName } from '../../src/counterexample/trace-name.js';

const VALID = /^[A-Za-z0-9][A-Za-z0-9.-]{0,140}-[0-9a-f]{8}\.trace\.json$/;
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)\./i;

it.each([
  ['locks', 'deadlock-freedom', 'locks-deadlock-freedom'],
  ['./nets/my.js#bad', 'a → b', 'nets-my.js-bad-a-b'],
  ['../../etc/passwd', '..', 'etc-passwd'],
  ['a..b', 'c', 'a.b-c'],
  ['网络', '性质', 'trace'],
  ['CON', 'x', 'CON-x'],
  ['con.js#x', 'x', 'trace-con.js-x-x'],
  ['COM1', '', 'trace-COM1'],
  ['-rf', '--json', 'rf-json'],
  ['a\u0000b\nc', 'x', 'a-b-c-x'],
])('%j and %j give %s', (network, property, stem) => {
  const name = traceFileName(network, property, 'content');
  expect(name.replace(/-[0-9a-f]{8}\.trace\.json$/, '')).toBe(stem);
});

it('is valid for any names, however long, and another for another content', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 500, maxLength: 3_000 }));
  fc.assert(
    fc.property(text, text, text, (network, property, content) => {
      const name = traceFileName(network, property, content);
      expect(name).toMatch(VALID);
      expect(name).not.toMatch(DEVICE);
      expect(traceFileName(network, property, `${content}.`)).not.toBe(name);
    }),
    { seed: 384, numRuns: 100 },
  );
});
