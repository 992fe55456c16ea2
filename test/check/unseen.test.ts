// Goal: something is unseen of several results only if it is of each that has the property. Method: lists by hand.

import { describe, expect, it } from 'vitest';
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

describe('a property of one more component', () => {
  const properties = (dies: number) =>
    Array.from({ length: dies }, (_, die) => ({ name: `order at dies.${die}` }));
  const two = { vacuous: [], neverSeen: [], properties: properties(2) };
  const three = { vacuous: [], neverSeen: [], properties: properties(3) };

  it('has been seen where that of another has', () => {
    const missing = {
      ...three,
      neverSeen: [unseen("state 'failed' of component 'dies.2'", 'order at dies.2')],
    };
    expect(unseenInAll([two, missing])).toEqual({ vacuous: [], neverSeen: [] });
    const both = two.properties.map(({ name }, die) =>
      unseen(`state 'failed' of component 'dies.${die}'`, name),
    );
    expect(unseenInAll([{ ...two, neverSeen: both }, missing]).neverSeen).toEqual(missing.neverSeen);
  });

  it('is vacuous, whatever was shown of another', () => {
    const vacuous = [vacuity('its hard case', 'order at dies.2')];
    expect(unseenInAll([two, { ...three, vacuous }])).toEqual({ vacuous, neverSeen: [] });
    expect(unseenInAll([two, { ...three, vacuous }, three])).toEqual({ vacuous: [], neverSeen: [] });
  });
});

it('a channel rule that one result does not tell of is used', () => {
  const unused = { vacuous: [rule], neverSeen: [], properties };
  const used = { vacuous: [], neverSeen: [], properties: [] };
  expect(unseenInAll([unused, unused])).toEqual({ vacuous: [rule], neverSeen: [] });
  expect(unseenInAll([used, unused])).toEqual({ vacuous: [], neverSeen: [] });
});

it('an exploration that saw a part of the states has shown what it saw, and says nothing of the rest', () => {
  const complete = { vacuous: [vacuity('a')], neverSeen: [unseen('b')], properties };
  const sawAll = { vacuous: [], neverSeen: [], properties };
  const sawNothing = { vacuous: [], neverSeen: [unseen('a'), unseen('b'), unseen('c')], properties };
  expect(unseenInAll([complete], [sawAll])).toEqual({ vacuous: [], neverSeen: [] });
  expect(unseenInAll([complete], [sawNothing])).toEqual({
    vacuous: [vacuity('a')],
    neverSeen: [unseen('b')],
  });
  expect(unseenInAll([complete], [sawNothing, sawAll])).toEqual({ vacuous: [], neverSeen: [] });
  expect(unseenInAll([], [sawNothing])).toEqual({ vacuous: [], neverSeen: [] });
  const reason = { ...sawAll, notApplicable: [vacuity('a')] };
  expect(unseenInAll([complete], [reason]).vacuous).toEqual([vacuity('a')]);
});
