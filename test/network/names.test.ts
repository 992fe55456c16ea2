// Goal: a misspelt name in the description of a network is refused by a sentence that lists the names that there are.
// Method: one description for each, as JavaScript would give it, without types.

import { describe, expect, it } from 'vitest';
import { createMachine, emit, enqueueActions, sendTo, setup } from 'xstate';
import {
  always,
  alwaysPossible,
  defineNetwork,
  eventually,
  explore,
  leadsTo,
  monitor,
  reachable,
} from '../../src/index.js';
import { channelSpecFor } from '../../src/network/channel.js';
import { CheckError } from '../../src/network/errors.js';
import type { NetworkSpec } from '../../src/network/network.js';

const machine = setup({ actions: { note() {}, say: emit({ type: 'SAID' }) } }).createMachine({
  id: 'm',
  initial: 'idle',
  states: {
    idle: { tags: 'rest', on: { GO: 'failed', 'order.*': {}, STOP: undefined } },
    failed: { tags: 'rest', entry: 'note' },
  },
});

function refused(spec: Readonly<Record<string, unknown>>, sentence: string): void {
  const define = () =>
    defineNetwork({ name: 'n', components: { c: { machine } }, ...spec } as unknown as NetworkSpec);
  expect(define).toThrow(CheckError);
  expect(define).toThrow(sentence);
}

const component = (spec: Readonly<Record<string, unknown>>) => ({ components: { c: { machine, ...spec } } });
const KEYS_OF_A_COMPONENT =
  'it has machine, input, inputs, aliases, stimuli, crashes, actors, ignoredActions.';

describe('an unknown key is refused', () => {
  it('of a network', () => {
    refused(
      { propertys: [] },
      "The network 'n' has no 'propertys'; it has name, components, channels, properties, fairness, describe, group, subject, waitsFor. Did you mean 'properties'?",
    );
  });

  it('of a component', () => {
    refused(
      component({ stimulii: [] }),
      `The component 'c' of network 'n' has no 'stimulii'; ${KEYS_OF_A_COMPONENT} Did you mean 'stimuli'?`,
    );
    refused(component({ lossy: true }), `has no 'lossy'; ${KEYS_OF_A_COMPONENT}`);
  });

  it('of crashes, which must say how many', () => {
    refused(
      component({ crashes: { atMost: 1, restart: true } }),
      "The component 'c' of network 'n', in its `crashes`, has no 'restart'; it has atMost, restarts. Did you mean 'restarts'?",
    );
    refused(component({ crashes: {} }), 'may crash undefined times');
    refused(
      component({ crashes: true }),
      'in its `crashes`, is true; give an object with some of atMost, restarts.',
    );
  });

  it('of a channel table', () => {
    refused(
      { channels: { defualt: { kind: 'fifo' } } },
      "The channel table has no 'defualt'; it has default, events, pairs. Did you mean 'default'?",
    );
  });

  it.each([
    [{ default: { kind: 'fifo', lossyy: true } }, 'default'],
    [{ events: { GO: { kind: 'fifo', lossyy: true } } }, 'for GO'],
    [{ pairs: { 'c -> c': { kind: 'fifo', lossyy: true } } }, 'c -> c'],
  ])('of a channel: %j', (channels, where) => {
    refused(
      { channels },
      `The channel ${where} has no 'lossyy'; it has kind, capacity, whenFull, lossy, duplicating, deferring, lane. Did you mean 'lossy'?`,
    );
  });

  it('of a channel that a function gives', () => {
    const sending = setup({
      actions: { x: sendTo(({ system }) => system.get('c') as never, { type: 'GO' } as never) },
    }).createMachine({ id: 's', tags: 'rest', entry: 'x' });
    const network = defineNetwork({
      name: 'n',
      components: { s: { machine: sending }, c: { machine } },
      channels: () => ({ kind: 'fifo', dupplicating: true }) as never,
    });
    expect(() => explore(network)).toThrow("The channel s -> c for GO has no 'dupplicating'");
  });

  it('of a property', () => {
    const good = always('p', () => true);
    refused(
      { properties: [{ ...good, hold: 1 }] },
      "The property 'p' of network 'n' has no 'hold'; it has kind, name, holds, when, hardCase, notApplicable, sentence, section, about. Did you mean 'holds'?",
    );
    expect(() => always('p', { when: () => true, than: () => true } as never)).toThrow(
      "The property 'p' has no 'than'; it has when, then, hardCase, notApplicable. Did you mean 'then'?",
    );
    expect(() => always('p', { when: () => true } as never)).toThrow('needs both `when` and `then`');
    expect(() => always('p', { then: () => true } as never)).toThrow('or `then` and `hardCase`');
    expect(() => always('p', { then: () => true, hardCase: true } as never)).toThrow(
      "The `hardCase` of property 'p' is a boolean; give a function of the view.",
    );
    refused(
      { properties: [{ ...good, hardCase: 1 as never }] },
      "The property 'p' of network 'n' has a `hardCase` that is no function",
    );
    expect(() => monitor('m', machine, undefined, { form: ['c'] } as never)).toThrow(
      "The options object of monitor 'm' has no 'form'; it has from, hardCase, notApplicable, sentence, section, about. Did you mean 'from'?",
    );
  });
});

it('what is no list, or nothing at all, is refused', () => {
  refused(component({ stimuli: { type: 'GO' } }), 'has `stimuli` that are no list; give an array.');
  // eslint-disable-next-line no-sparse-arrays -- that is what it is about
  refused(component({ inputs: [{}, , {}] }), 'has `inputs` with nothing at place 1; take out one comma.');
  refused({ components: { c: undefined } }, "The component 'c' of network 'n' has no machine");
  refused({ components: undefined }, "The network 'n' has no components");
  expect(() => defineNetwork(undefined as never)).toThrow(CheckError);
});

it('a rule of a channel table may have the name of what all objects have, and else there is none', () => {
  expect(channelSpecFor({}, 'a', 'b', { type: 'constructor' }).kind).toBe('fifo');
  expect(
    channelSpecFor({ events: { ['constructor']: { kind: 'bag' as const } } }, 'a', 'b', {
      type: 'constructor',
    }).kind,
  ).toBe('bag');
});

describe('a word that is none of a few is refused', () => {
  it.each([
    [{ kind: 'fifo', whenFull: 'blok' }, "has whenFull 'blok'; use 'block' or 'error'."],
    [{ kind: 'fifo', lossy: 'no' }, "has lossy 'no'; use true or false."],
    [{ kind: 'fifo', deferring: 1 }, "has deferring '1'; use true or false."],
    [{ kind: 'fifo', lane: 3 }, 'has a lane that is no text'],
  ])('%j', (channel, sentence) => {
    refused({ channels: { default: channel } }, sentence);
  });
});

describe('a property that is none is refused', () => {
  it.each([
    [{ name: 'p' }],
    [{ kind: 'allways', name: 'p' }],
    [() => true],
    [undefined],
    [{ kind: 'always', name: '' }],
  ])('%j', (property) => {
    refused({ properties: [property] }, 'lists as a property what is none');
  });

  it('and one without predicate or machine', () => {
    refused(
      { properties: [{ kind: 'always', name: 'p' }] },
      "The property 'p' of network 'n' has no predicate",
    );
    refused(
      { properties: [{ kind: 'monitor', name: 'p' }] },
      "The monitor 'p' of network 'n' has no machine",
    );
  });

  it('and properties that are no list', () => {
    refused({ properties: { p: 1 } }, "The properties of network 'n' are not a list");
    refused({ properties: () => undefined }, "The properties of network 'n' are not a list");
  });
});

describe('a stimulus', () => {
  it('that no state handles is refused', () => {
    refused(
      component({ stimuli: [{ type: 'G0' }] }),
      "The component 'c' of network 'n' has the stimulus G0, which no state of machine 'm' handles; they handle GO, order.*, STOP.",
    );
    refused(component({ stimuli: [{ type: 'orders' }] }), 'has the stimulus orders');
  });

  it('may be for a wildcard, a forbidden transition, or an eventless one', () => {
    const wild = createMachine({ id: 'w', on: { '*': {} } });
    const eventless = createMachine({
      id: 'e',
      initial: 'a',
      states: { a: { always: { guard: () => false, target: 'a' } } },
    });
    const network = defineNetwork({
      name: 'n',
      components: {
        c: { machine, stimuli: [{ type: 'order' }, { type: 'order.new' }] },
        w: { machine: wild, stimuli: [{ type: 'ANY' }] },
        e: { machine: eventless, stimuli: [{ type: 'ANY' }] },
      },
    });
    expect(network.componentIds).toEqual(['c', 'w', 'e']);
  });
});

describe('an action to ignore', () => {
  it('that the chart has not is refused', () => {
    refused(
      component({ ignoredActions: ['notes'] }),
      "The component 'c' of network 'n' ignores the action 'notes', but machine 'm' has no such action; it has note, say. Did you mean 'note'?",
    );
  });

  it('may be one that is enqueued', () => {
    const enqueueing = setup({ actions: { act: enqueueActions(() => {}) } }).createMachine({
      id: 'q',
      entry: 'act',
    });
    expect(() =>
      defineNetwork({ name: 'n', components: { q: { machine: enqueueing, ignoredActions: ['any'] } } }),
    ).not.toThrow();
  });
});

it('a monitor that nothing can violate is refused', () => {
  const tagged = createMachine({
    id: 'w',
    initial: 'a',
    states: { a: { tags: ['violations'], on: { SAID: 'a' } } },
  });
  refused(
    { properties: [monitor('w', tagged)] },
    "The monitor 'w' of network 'n' has no state tagged 'violation' or 'pending', so that nothing can violate it; its tags are violations.",
  );
});

it('properties may be a function, which is given what makes them', () => {
  const network = defineNetwork({
    name: 'n',
    components: { c: { machine, stimuli: [{ type: 'GO' }], ignoredActions: ['note'] } },
    properties: (kit) => {
      expect(kit).toEqual({ always, reachable, monitor, alwaysPossible, eventually, leadsTo });
      return [kit.always('p', (view) => view.matches('c', 'idle'))];
    },
  });
  expect(explore(network).violations).toMatchObject([{ property: 'p', steps: ['environment ⇒ c: GO'] }]);
});
