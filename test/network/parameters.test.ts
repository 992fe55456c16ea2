// Goal: configurations and faults of a family: defaults, precedence, and every refusal by its sentence. Method: one family
// with a parameter of each kind.

import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { defineNetwork } from '../../src/index.js';
import { CheckError } from '../../src/network/errors.js';
import { familyOf, type NetworkFamily } from '../../src/network/family.js';
import { configurationOf, faultsOf } from '../../src/network/parameters.js';

const machine = createMachine({ id: 'm' });
const network = defineNetwork({ name: 'lonely', components: { a: { machine } } });

const family: NetworkFamily = {
  name: 'dispatch',
  title: 'tokens to experts',
  parameters: {
    dies: { kind: 'integer', min: 1, max: 8, default: 2, description: 'dies' },
    order: { kind: 'choice', values: ['fifo', 'any'], default: 'fifo', description: 'order of messages' },
  },
  faults: {
    B1: { title: 'no credit', link: 'https://example.org/b1', property: 'safe', configuration: { dies: 3 } },
    B2: { title: 'no flag', link: 'https://example.org/b2', property: 'safe' },
    B3: {
      title: 'no barrier',
      link: 'https://example.org/b3',
      property: 'safe',
      configuration: { dies: 4, order: 'any' },
    },
  },
  refuse: ({ dies, order }) => (dies === 8 && order === 'any' ? '8 dies need an order.' : undefined),
  build: () => network,
  exhaustive: [{}],
  campaign: { ranges: {}, stepsMax: 10 },
};

const faults = (...ids: string[]) => new Set(ids);

describe('configurationOf', () => {
  it('has a value for each parameter, in the order of the family', () => {
    expect(configurationOf(family, {})).toEqual({ dies: 2, order: 'fifo' });
    expect(Object.keys(configurationOf(family, { order: 'any', dies: 5 }))).toEqual(['dies', 'order']);
    expect(configurationOf(family, { order: 'any', dies: 5 })).toEqual({ dies: 5, order: 'any' });
  });

  it('has the largest of several numbers, and none of several words, whatever the order of the faults', () => {
    const words = {
      ...family,
      faults: {
        ...family.faults,
        B4: { ...family.faults['B3']!, configuration: { dies: 3, order: 'fifo' } },
      },
    };
    expect(configurationOf(family, {}, faults('B3', 'B1'))).toEqual({ dies: 4, order: 'any' });
    expect(() => configurationOf(words, {}, faults('B3', 'B4'))).toThrow(
      'The fault B3 shows with order any, and the fault B4 with order fifo: with either, the other may not show. Choose one of them, or give order yourself.',
    );
    expect(configurationOf(words, { order: 'any' }, faults('B4', 'B3'))).toEqual({ dies: 4, order: 'any' });
  });

  it('has what a fault settles, and is refused with another value for it', () => {
    const settling = {
      ...family,
      faults: { B5: { ...family.faults['B2']!, patch: { parameters: { order: 'any' } } } },
    };
    expect(configurationOf(settling, {}, faults('B5'))).toEqual({ dies: 2, order: 'any' });
    expect(configurationOf(settling, { order: 'any' }, faults('B5'))).toEqual({ dies: 2, order: 'any' });
    expect(() => configurationOf(settling, { order: 'fifo' }, faults('B5'))).toThrow(
      "The parameter order of 'dispatch' is 'fifo', but the fault B5 is that it is any whatever is asked for. Leave order out, or the fault.",
    );
  });

  it.each([{ configuration: { dyes: 3 } }, { patch: { parameters: { dyes: 3 } } }])(
    'is refused for a fault that has a value for no parameter: %j',
    (odd) => {
      const misspelt = { ...family, faults: { B6: { ...family.faults['B2']!, ...odd } } };
      expect(() => configurationOf(misspelt, {}, faults('B6'))).toThrow(
        "The fault B6 has a value for 'dyes', and the network 'dispatch' has no such parameter; it has dies, order. Did you mean 'dies'?",
      );
    },
  );

  it.each([
    ['5', 5],
    [' 5 ', 5],
    [1, 1],
    ['8', 8],
  ])('takes the number %j', (given, dies) => {
    expect(configurationOf(family, { dies: given })).toEqual({ dies, order: 'fifo' });
  });

  it('has the defaults of a fault before those of the family, and what is given before both', () => {
    expect(configurationOf(family, {}, faults('B1'))).toEqual({ dies: 3, order: 'fifo' });
    expect(configurationOf(family, {}, faults('B2'))).toEqual({ dies: 2, order: 'fifo' });
    expect(configurationOf(family, { dies: 1 }, faults('B3'))).toEqual({ dies: 1, order: 'any' });
    expect(configurationOf(family, {}, faults('B1', 'B3'))).toEqual({ dies: 4, order: 'any' });
  });

  it.each(['depth', 'Dies', 'toString', 'constructor'])('refuses the unknown parameter %s', (name) => {
    expect(() => configurationOf(family, { [name]: 1 })).toThrow(CheckError);
    expect(() => configurationOf(family, { [name]: 1 })).toThrow(
      `The network 'dispatch' has no parameter '${name}'; it has dies, order.`,
    );
  });

  it('says so when there are no parameters at all', () => {
    expect(() => configurationOf(familyOf(network), { dies: 1 })).toThrow(
      "The network 'lonely' has no parameter 'dies'; it has none.",
    );
  });

  it.each([0, 9, 1.5, Number.NaN, '', ' ', 'two', '1.5', true, '-1'])('refuses %j dies', (dies) => {
    expect(() => configurationOf(family, { dies })).toThrow(CheckError);
    expect(() => configurationOf(family, { dies })).toThrow(
      `The parameter dies of 'dispatch' is '${dies}'; it must be a whole number from 1 to 8.`,
    );
  });

  it.each(['lifo', '', 1, 'Fifo'])('refuses the order %j', (order) => {
    expect(() => configurationOf(family, { order })).toThrow(
      `The parameter order of 'dispatch' is '${order}'; it must be one of fifo, any.`,
    );
  });

  it('refuses a fault whose defaults are out of range', () => {
    const broken: NetworkFamily = {
      ...family,
      faults: { B9: { title: '', link: '', property: 'safe', configuration: { dies: 9 } } },
    };
    expect(() => configurationOf(broken, {}, faults('B9'))).toThrow(
      /The parameter dies of 'dispatch' is '9'/,
    );
  });

  it('refuses what cannot be built, with the reason', () => {
    expect(() => configurationOf(family, { dies: 8, order: 'any' })).toThrow(
      "The network 'dispatch' cannot be built with these parameters: 8 dies need an order.",
    );
    expect(configurationOf(family, { dies: 8 })).toEqual({ dies: 8, order: 'fifo' });
  });

  it('takes what only a fault makes possible', () => {
    const fenced: NetworkFamily = {
      ...family,
      refuse: ({ dies }, switched) => (dies === 8 && !switched.has('B2') ? '8 dies need a flag.' : undefined),
    };
    expect(() => configurationOf(fenced, { dies: 8 }, faults('B1'))).toThrow('8 dies need a flag.');
    expect(configurationOf(fenced, { dies: 8 }, faults('B2'))).toEqual({ dies: 8, order: 'fifo' });
  });
});

describe('faultsOf', () => {
  it('is a set of ids, each once', () => {
    expect(faultsOf(family, [])).toEqual(new Set());
    expect(faultsOf(family, ['B2', 'B1', 'B2'])).toEqual(new Set(['B2', 'B1']));
  });

  it.each(['B9', 'b1', '', 'toString'])("refuses the unknown fault '%s'", (id) => {
    expect(() => faultsOf(family, ['B1', id])).toThrow(CheckError);
    expect(() => faultsOf(family, ['B1', id])).toThrow(
      `The network 'dispatch' has no fault '${id}'; it has B1, B2, B3.`,
    );
  });

  it('says so when there are no faults at all', () => {
    expect(() => faultsOf(familyOf(network), ['B1'])).toThrow(
      "The network 'lonely' has no fault 'B1'; it has none.",
    );
  });
});

describe('names that plain objects inherit', () => {
  const parameter = { kind: 'integer', min: 1, max: 8, default: 2, description: 'd' } as const;
  const names = ['constructor', 'toString', '__proto__'];
  const odd: NetworkFamily = {
    ...family,
    parameters: Object.fromEntries(names.map((name) => [name, parameter])),
    faults: Object.fromEntries(
      names.map((name) => {
        const configuration = Object.fromEntries([[name, 5]]);
        return [name, { title: 't', link: 'https://example.org', property: 'safe', configuration }];
      }),
    ),
  };

  it.each(names)('%s may be a parameter and a fault', (name) => {
    const others = names.filter((other) => other !== name);
    const valueOf = (configuration: object, key: string) =>
      new Map(Object.entries(configuration)).get(key) as unknown;
    const defaults = configurationOf(odd, {});
    const given = configurationOf(odd, Object.fromEntries([[name, '7']]));
    const faulty = configurationOf(odd, {}, faultsOf(odd, [name]));
    expect([defaults, given, faulty].map((each) => valueOf(each, name))).toEqual([2, 7, 5]);
    for (const other of others) expect([given, faulty].map((each) => valueOf(each, other))).toEqual([2, 2]);
  });

  it.each(names)('%s is unknown where nobody has named it so', (name) => {
    expect(() => configurationOf(family, Object.fromEntries([[name, 1]]))).toThrow(
      `has no parameter '${name}'`,
    );
  });
});
