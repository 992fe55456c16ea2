// Goal: what `defineNetwork` accepts, and its sentence for everything that it refuses. Method: one description for each.

import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { always, defineNetwork, monitor, reachable } from '../../src/index.js';
import { CheckError } from '../../src/network/errors.js';
import type { ComponentSpec, NetworkSpec } from '../../src/network/network.js';

const machine = createMachine({ id: 'm' });

function refused(spec: NetworkSpec, sentence: string): void {
  expect(() => defineNetwork(spec)).toThrow(CheckError);
  expect(() => defineNetwork(spec)).toThrow(sentence);
}

it('keeps components in the order of definition, and fills in what is left out', () => {
  const network = defineNetwork({ name: 'net', components: { b: { machine }, a: { machine, input: 1 } } });
  expect(network).toMatchObject({ name: 'net', componentIds: ['b', 'a'], channels: {}, properties: [] });
  expect(network.components).toEqual([{ machine }, { machine, input: 1 }]);
  expect(Object.isFrozen(network)).toBe(true);
});

describe('names', () => {
  it('a network needs one', () => {
    refused(
      { name: '', components: { a: { machine } } },
      'A network has no name; give `defineNetwork` a `name`.',
    );
  });

  it('a network needs components', () => {
    refused({ name: 'net', components: {} }, "The network 'net' has no components; give it at least one.");
  });

  // At the start of a line of what a check prints, GitHub would take it for a command.
  it.each(['a\n::error::b', 'a\u001b[31m', 'a\u2028b', 'a\u202eb'])('stand on one line: not %j', (name) => {
    const sentence = 'which has a line break or a control character in it; give it a name on one line.';
    refused({ name, components: { a: { machine } } }, sentence);
    refused(
      { name: 'net', components: { a: { machine } }, properties: [always(name, () => true)] },
      sentence,
    );
  });

  it('properties differ in name, whatever their kind', () => {
    const properties = [always('safe', () => true), reachable('live', () => true)];
    expect(defineNetwork({ name: 'net', components: { a: { machine } }, properties }).properties).toEqual(
      properties,
    );
    const sentence = "Two properties of network 'net' are called 'safe'; names must differ.";
    const others = [always('safe', () => true), reachable('safe', () => true), monitor('safe', machine)];
    for (const other of others) {
      refused({ name: 'net', components: { a: { machine } }, properties: [...properties, other] }, sentence);
    }
  });

  it.each(['deadlock-freedom', 'specified-reception', 'channel-capacity'])('%s is reserved', (name) => {
    refused(
      { name: 'net', components: { a: { machine } }, properties: [always(name, () => true)] },
      `Two properties of network 'net' are called '${name}'; names must differ.`,
    );
  });
});

describe('components', () => {
  const component = (spec: Partial<ComponentSpec>): NetworkSpec => ({
    name: 'net',
    components: { a: { machine, ...spec } as ComponentSpec },
  });
  const where = "The component 'a' of network 'net'";

  it('are no machines, but have one', () => {
    refused(
      { name: 'net', components: { a: machine as never } },
      `${where} is a machine itself; write { machine: … } around it.`,
    );
  });

  it.each([undefined, null, {}, { transition: 'no function' }])('need a machine, and %j is none', (none) => {
    refused(
      component({ machine: none as never }),
      `${where} has no machine; give it one made by XState's \`setup(...).createMachine(...)\` (version 5).`,
    );
  });

  it('have one input, or a list of several', () => {
    const sentence = `${where} needs either \`input\` or a non-empty list of \`inputs\`, not both.`;
    refused(component({ input: 1, inputs: [1, 2] }), sentence);
    refused(component({ inputs: [] }), sentence);
    expect(defineNetwork(component({ inputs: [undefined] })).components[0]!.inputs).toEqual([undefined]);
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('do not crash %d times', (atMost) => {
    refused(
      component({ crashes: { atMost } }),
      `${where} may crash ${atMost} times; \`crashes.atMost\` is a whole number of at least 0.`,
    );
  });

  it('crash no times as if nothing were said of it', () => {
    const never = defineNetwork(component({ crashes: { atMost: 0, restarts: true } }));
    expect(never.components[0]).not.toHaveProperty('crashes');
    expect(defineNetwork(component({ crashes: { atMost: 1 } })).components[0]).toHaveProperty('crashes');
  });

  it('list each stimulus once', () => {
    const stimuli = [
      { type: 'GO', to: 1 },
      { type: 'GO', to: 2 },
      { type: 'GO', to: 1 },
    ];
    refused(component({ stimuli }), `${where} lists the stimulus GO {to: 1} twice; list it once.`);
  });

  it.each([undefined, null, {}, { type: 5 }, 'GO'])(
    'have stimuli with a type, and %j has none',
    (stimulus) => {
      refused(
        component({ stimuli: [{ type: 'GO' }, stimulus as never] }),
        `${where} has a stimulus without a \`type\`.`,
      );
    },
  );
});

describe('channels', () => {
  const channels = (table: NetworkSpec['channels'] & object): NetworkSpec => ({
    name: 'net',
    components: { a: { machine }, 'b.1': { machine } },
    channels: table,
  });

  it('of a table are checked at once, wherever they stand', () => {
    const bad = { kind: 'fifo', capacity: 0 } as const;
    const rest = 'has capacity 0; a capacity is a whole number of at least 1.';
    refused(channels({ default: bad }), `The channel default ${rest}`);
    refused(channels({ events: { GO: bad } }), `The channel for GO ${rest}`);
    refused(channels({ pairs: { 'a -> b.1': bad } }), `The channel a -> b.1 ${rest}`);
  });

  it('join components that exist', () => {
    expect(
      defineNetwork(channels({ pairs: { 'a -> b.1': { kind: 'bag' }, 'a -> a': { kind: 'bag' } } })).name,
    ).toBe('net');
    for (const pair of ['a', 'a->b.1', 'a -> b', 'c -> a', 'a -> b.1 -> a', ' -> ', 'a b.1']) {
      refused(
        channels({ pairs: { [pair]: { kind: 'fifo' } } }),
        `The channel table names the pair '${pair}'; write it as 'from -> to' with two of the components a, b.1.`,
      );
    }
  });

  it('of a function are not asked for yet', () => {
    const network = defineNetwork(
      channels(() => {
        throw new Error('asked too early');
      }),
    );
    expect(typeof network.channels).toBe('function');
  });
});

describe('a monitor that names components', () => {
  const components = { it: { machine }, other: { machine } };
  const ears = createMachine({ id: 'ears', tags: 'pending' });
  const listening = (from: readonly string[]) =>
    defineNetwork({
      name: 'named',
      components,
      properties: [monitor('ears', ears, undefined, { from })],
    });

  it('names components of the network', () => {
    expect(listening(['other']).properties[0]).toMatchObject({ name: 'ears', from: ['other'] });
    expect(() => listening(['it', 'them'])).toThrow(
      "The monitor 'ears' of network 'named' listens to 'them', which is not a component; the components are it, other.",
    );
    expect(() => listening([])).toThrow(
      "The monitor 'ears' of network 'named' listens to no component; name one in `from`, or leave it out to hear all.",
    );
  });
});
