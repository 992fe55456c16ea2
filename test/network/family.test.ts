// Goal: a plain network can stand wherever a family can, and a family that is described otherwise than it can be is refused. Method: families
// with one thing wrong each.

import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { defineNetwork } from '../../src/index.js';
import {
  familyOf,
  type NetworkFamily,
  refuseUnknownFamilyKeys,
  stepsMaxOf,
} from '../../src/network/family.js';
import { configurationOf, faultsOf } from '../../src/network/parameters.js';

const machine = createMachine({ id: 'm' });
const network = defineNetwork({ name: 'lonely', components: { a: { machine } } });

describe('familyOf', () => {
  it('is a family of this one network', () => {
    const only = familyOf(network);
    expect(only).toMatchObject({ name: 'lonely', parameters: {}, faults: {}, exhaustive: [{}] });
    expect(only.build({}, new Set())).toBe(network);
    expect(configurationOf(only, {})).toEqual({});
    expect(faultsOf(only, [])).toEqual(new Set());
  });

  it('tells how many components the network has', () => {
    const two = defineNetwork({ name: 'pair', components: { a: { machine }, b: { machine } } });
    expect(familyOf(two).title).toBe('a network of 2 components');
  });
});

describe('a family', () => {
  const size = { kind: 'integer', min: 1, max: 3, default: 2, description: 'how many' };
  const colour = { kind: 'choice', values: ['red', 'green'], default: 'red', description: 'which' };
  const bug = { title: 'a bug', link: '', property: 'p' };
  const good = {
    name: 'good',
    title: 'a good one',
    parameters: { size },
    faults: { bug },
    build: () => network,
    exhaustive: [{}],
    campaign: { ranges: { size: { min: 1, max: 2 } }, stepsMax: 10 },
  };
  const refused = (part: object) => () =>
    refuseUnknownFamilyKeys({ ...good, ...part } as unknown as NetworkFamily);

  it('as it should be is taken', () => {
    expect(refused({})).not.toThrow();
  });

  it.each([
    [
      { parameters: [size] },
      "The parameters of family 'good' are a list; give an object, with each under its name.",
    ],
    [{ faults: [bug] }, "The faults of family 'good' are a list; give an object, with each under its name."],
    [
      { parameters: { size: { ...size, kind: 'int' } } },
      "The parameter size of family 'good' has no kind 'int'; kinds are integer, choice.",
    ],
    [
      { parameters: { size: null } },
      "The parameter size of family 'good' has no kind 'undefined'; kinds are",
    ],
    [
      { parameters: { size: { ...size, maximum: 4 } } },
      "The parameter size of family 'good' has no 'maximum'; it has kind, min, max, default, description.",
    ],
    [{ campaign: {} as never }, "The campaign of family 'good' has no ranges; give it both"],
    [{ campaign: { ranges: {} } as never }, "The campaign of family 'good' has no stepsMax; give it both"],
    [
      { faults: { bug: { title: 'a bug', link: '' } as never } },
      "The fault bug of family 'good' has no property; give it a text.",
    ],
    [
      { campaign: { ranges: { sise: { min: 1, max: 2 } }, stepsMax: 10 } },
      "The campaign of family 'good' has a range for 'sise', which is no parameter of it; it has size. Did you mean 'size'?",
    ],
    ...[
      { min: 0, max: 2 },
      { min: 1, max: 4 },
      { min: 3, max: 2 },
      { min: 1.5, max: 2 },
      { min: 1 },
      { min: '1', max: '2' },
      { values: ['1'] },
      {},
      null,
    ].map((range): [object, string] => [
      { campaign: { ranges: { size: range }, stepsMax: 10 } },
      `The campaign of family 'good' has for size the range ${JSON.stringify(range)}; give it { min, max } with whole numbers from 1 to 3, min not above max.`,
    ]),
    ...[{ values: [] }, { values: ['red', 'blue'] }, { values: 'red' }, { min: 1, max: 2 }].map(
      (range): [object, string] => [
        { parameters: { colour }, campaign: { ranges: { colour: range }, stepsMax: 10 } },
        `The campaign of family 'good' has for colour the range ${JSON.stringify(range)}; give it { values } with some of red, green.`,
      ],
    ),
    ...[0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY].map((stepsMax): [object, string] => [
      { campaign: { ranges: {}, stepsMax } },
      `The campaign of family 'good' has the stepsMax ${stepsMax}; it must be a whole number of at least 1.`,
    ]),
  ])('%j is refused', (part, sentence) => {
    expect(refused(part)).toThrow(sentence);
  });

  it.each([0, -1, 1.5, Number.NaN, undefined, '5'])(
    'whose stepsMax is a function that gives %s is refused',
    (steps) => {
      const family = { ...good, campaign: { ranges: {}, stepsMax: () => steps } } as unknown as NetworkFamily;
      expect(() => stepsMaxOf(family, { size: 2 })).toThrow(
        `The campaign of family 'good' gives for {"size":2} the stepsMax ${steps}; it must be a whole number of at least 1.`,
      );
    },
  );
});
