// Goal: properties that differ in an index only read as one, and no others do. Method: names of the CloudMatrix networks.

import { expect, it } from 'vitest';
import { folded } from '../../src/report/folded-properties.js';

const named = (names: readonly string[]) => names.map((name) => ({ name, verdict: 'holds' as const }));
const foldedNames = (names: readonly string[]) => folded(named(names)).map(({ name }) => name);

it.each<[string, readonly string[], readonly string[]]>([
  ['ids', ['order of stream.0', 'order of stream.1.0'], ['order (2 streams)']],
  ['names with numbers', ['skew of microbatch 0', 'skew of microbatch 1'], ['skew (2 microbatches)']],
  ['parts of something', ['leases of die.0.pool', 'leases of die.1.pool'], ['leases (2 pools)']],
  ['different things', ['slots of l2.0.from.l1.0', 'slots of l1.1.from.l2.0'], ['slots (2)']],
  ['places', ['in-order at dies.0', 'in-order at dies.1'], ['in-order (2 dies)']],
  ['one alone', ['order of stream.0', 'other'], ['order of stream.0', 'other']],
  ['no index', ['a pair of dies', 'a pair of locks'], ['a pair of dies', 'a pair of locks']],
  ['the same without an index', ['skew', 'skew of die 0', 'skew of die 1'], ['skew', 'skew (2 dies)']],
])('%s', (_, names, expected) => {
  expect(foldedNames(names)).toEqual(expected);
});

it('stand where the first of them stood, with the smallest margin', () => {
  const properties = [
    { name: 'room of die 0', verdict: 'holds' as const, margin: 3 },
    { name: 'end', verdict: 'holds' as const },
    { name: 'room of die 1', verdict: 'holds' as const, margin: 1 },
  ];
  expect(folded(properties)).toEqual([
    { name: 'room (2 dies)', verdict: 'holds', margin: 1 },
    { name: 'end', verdict: 'holds' },
  ]);
});
