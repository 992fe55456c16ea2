// Goal: something is unseen of several results only if it is of each that has the property. Method: lists by hand.

import { expect, it } from 'vitest';
import { unseenInAll } from '../../src/check/unseen.js';

const vacuity = (what: string, property = 'p') => ({ property, what, why: 'because' });
const unseen = (what: string, property = 'p') => ({ property, what });
const properties = [{ name: 'p' }];
const rule = { what: 'the rule', why: 'because' };

it('of several results, what each has', () => {
  expect(unseenInAll([])).toEqual({ vacuous: [], neverSeen: [] });
  const results = [
    {
      vacuous: [vacuity('a'), vacuity('b'), vacuity('c')],
      neverSeen: [unseen('d'), unseen('e')],
      properties,
    },
    { vacuous: [vacuity('a'), vacuity('d')], neverSeen: [unseen('b')], properties },
  ];
  expect(unseenInAll(results)).toEqual({ vacuous: [vacuity('a')], neverSeen: [vacuity('b'), unseen('d')] });
});

it('a network without a property has shown nothing of it, wherever it stands', () => {
  const without = { vacuous: [], neverSeen: [], properties: [{ name: 'other' }] };
  const has = { vacuous: [vacuity('a')], neverSeen: [unseen('b')], properties };
  const seen = { vacuous: [], neverSeen: [], properties };
  for (const results of [
    [without, has],
    [has, without],
    [has, without, has],
  ]) {
    expect(unseenInAll(results)).toEqual({ vacuous: [vacuity('a')], neverSeen: [unseen('b')] });
  }
  expect(unseenInAll([without, has, seen])).toEqual({ vacuous: [], neverSeen: [] });
});

it('a property of one more component is shown where that of another is', () => {
  const two = (...vacuous: string[]) => ({
    vacuous: vacuous.map((name) => vacuity('its `when`', name)),
    neverSeen: [],
    properties: [{ name: 'order at dies.0' }, { name: 'order at dies.1' }],
  });
  const three = {
    vacuous: [vacuity('its `when`', 'order at dies.2')],
    neverSeen: [],
    properties: [...two().properties, { name: 'order at dies.2' }],
  };
  expect(unseenInAll([two('order at dies.1'), three])).toEqual({ vacuous: [], neverSeen: [] });
  expect(unseenInAll([two('order at dies.0', 'order at dies.1'), three]).vacuous).toEqual(three.vacuous);
});

it('a channel rule that one result does not tell of is used', () => {
  const unused = { vacuous: [rule], neverSeen: [], properties };
  const used = { vacuous: [], neverSeen: [], properties: [] };
  expect(unseenInAll([unused, unused])).toEqual({ vacuous: [rule], neverSeen: [] });
  expect(unseenInAll([used, unused])).toEqual({ vacuous: [], neverSeen: [] });
});
