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
  const axis = { title: 'sizes', values: [{ label: 'one', configuration: { size: 1 } }] };
  const sweep = { title: 'a sweep', base: {}, rows: axis, columns: [axis] };
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
    const lists = {
      deep: [{}],
      reduced: undefined,
      deepReduced: [],
      sweeps: { sweep },
      refuse: () => undefined,
    };
    expect(refused(lists)).not.toThrow();
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
    [
      { parameters: null },
      "The parameters of family 'good' are null; give an object, with each under its name.",
    ],
    ...[{}, { values: undefined }, { values: [] }, { values: 'red' }, { values: [1] }].map(
      (values): [object, string] => [
        { parameters: { colour: { kind: 'choice', default: 'red', description: '', ...values } } },
        "The parameter colour of family 'good' has no values to choose from; give it values, a list of texts, the simplest first.",
      ],
    ),
    [
      { parameters: { size: { ...size, min: 4 } } },
      "The parameter size of family 'good' has the min 4 and the max 3; give it whole numbers, min not above max.",
    ],
    [
      { parameters: { size: { ...size, max: undefined } } },
      "The parameter size of family 'good' has the min 1 and the max undefined; give it whole numbers",
    ],
    ...['exhaustive', 'deep', 'reduced', 'deepReduced'].flatMap((list): [object, string][] => [
      [
        { [list]: null },
        `The list ${list} of family 'good' is null; give a list of configurations, for example [{}].`,
      ],
      [{ [list]: {} }, `The list ${list} of family 'good' is an object; give a list`],
      [
        { [list]: [{ size: 1 }, null] },
        `The ${list}[1] of family 'good' is null; give an object with values by the names of parameters, or {} for all defaults.`,
      ],
    ]),
    [
      { refuse: 'x' },
      "The refuse of family 'good' is no function; give one that returns a sentence where a configuration is impossible, and undefined where it is possible.",
    ],
    [
      { faults: { bug: { ...bug, configuration: null } } },
      "The configuration of the fault bug of family 'good' is null; give an object with values",
    ],
    [
      { sweeps: [] },
      "The table sweeps of family 'good' is a list; give an object, with each under its name.",
    ],
    [{ sweeps: { s: null } }, "The sweep 's' of family 'good' is null; give { title, base, rows, columns }."],
    [{ sweeps: { s: { ...sweep, column: [] } } }, "The sweep 's' of family 'good' has no 'column'; it has"],
    [{ sweeps: { s: { ...sweep, base: 'x' } } }, "The base of sweep 's' of family 'good' is a string; give"],
    [
      { sweeps: { s: { ...sweep, rows: undefined } } },
      "The axis rows of sweep 's' of family 'good' is undefined; give { title, values } with values such as { label, configuration }.",
    ],
    [
      { sweeps: { s: { ...sweep, columns: undefined } } },
      "The list columns of sweep 's' of family 'good' is undefined; give a list of axes, [] for none.",
    ],
    [
      { sweeps: { s: { ...sweep, columns: [{ title: '' }] } } },
      "The axis columns[0] of sweep 's' of family 'good', values, is undefined; give { title, values }",
    ],
    [
      { sweeps: { s: { ...sweep, rows: { title: '', values: [{ label: 'x' }] } } } },
      "The axis rows of sweep 's' of family 'good', values[0], configuration, is undefined; give an object with values",
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

describe('what makes configurations impossible', () => {
  const numbers = {
    name: 'numbers',
    title: 'numbers',
    parameters: { n: { kind: 'integer', min: 1, max: 9, default: 2, description: '' } },
    faults: {},
  } as const;

  it.each([false, null, 0, '', true])('must be told by a sentence, or undefined, and not by %j', (reason) => {
    const refuse = (() => reason) as never;
    expect(() => configurationOf({ ...numbers, refuse }, {})).toThrow(
      `The refuse of the network 'numbers' gives ${JSON.stringify(reason)} for {"n":2}; it must return a sentence that tells why a configuration is impossible, or undefined where it is possible.`,
    );
  });

  it.each([null, undefined, [], 'n'])('%j is no configuration at all', (given) => {
    expect(() => configurationOf(numbers, given as never)).toThrow(
      /^A configuration of the network 'numbers' is (null|undefined|a list|a string); give an object with values by the names of parameters/,
    );
  });
});
