// Goal: the integers of the engine are the network, however large a step is and whatever was explored before. Method: networks
// that outgrow each of its buffers, and two engines for one network.

import { describe, expect, it } from 'vitest';
import { createMachine, setup } from 'xstate';
import { Engine } from '../../src/engine/engine.js';
import { defineNetwork } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { mailbox, sender, taker } from '../support/mail.js';
import { sizeOf } from '../support/results.js';
import { Run } from '../support/run.js';
import { tell } from '../support/tell.js';

const indices = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('buffers', () => {
  it('hold more than 64 steps in one state', () => {
    const types = indices(200).map((index) => `E${index}`);
    const machine = createMachine({
      id: 'm',
      initial: 'start',
      states: {
        start: { on: Object.fromEntries(types.map((type) => [type, type])) },
        ...Object.fromEntries(types.map((type) => [type, { type: 'final' as const }])),
      },
    });
    const network = defineNetwork({
      name: 'wide',
      components: { it: { machine, stimuli: types.map((type) => ({ type })) } },
    });
    expect(sizeOf(explore(network))).toEqual({ states: 201, steps: 200, depth: 2, terminal: 200 });
    const run = new Run(network);
    expect(run.enabled()).toEqual(types.map((type) => `environment ⇒ it: ${type}`));
    expect(run.take('environment ⇒ it: E150').view.matches('it', 'E150')).toBe(true);
  });

  it('hold more than 256 changes in one state, and more than 64 places in the state vector', () => {
    // Five stimuli, each of which tells 100 receivers at once: 505 changes.
    const receivers = indices(100).map((index) => `to.${index}`);
    const stimuli = indices(5).map((index) => `E${index}`);
    const machine = setup({
      actions: Object.fromEntries(
        stimuli.flatMap((type) => receivers.map((to) => [`${type} ${to}`, tell(to, { type })])),
      ),
    }).createMachine({
      id: 'm',
      initial: 'start',
      states: {
        start: {
          on: Object.fromEntries(
            stimuli.map((type) => [
              type,
              { target: 'sent', actions: receivers.map((to) => `${type} ${to}`) as never },
            ]),
          ),
        },
        sent: { type: 'final' },
      },
    });
    const components: Record<string, ComponentSpec> = {
      from: { machine, stimuli: stimuli.map((type) => ({ type })) },
      ...Object.fromEntries(receivers.map((id) => [id, mailbox(...stimuli)])),
    };
    const network = defineNetwork({ name: 'many', components, channels: { default: { kind: 'sync' } } });
    expect(sizeOf(explore(network))).toEqual({ states: 6, steps: 5, depth: 2, terminal: 5 });
    const { view } = new Run(network).take('environment ⇒ from: E3');
    expect(receivers.every((id) => view.matches(id, 'E3'))).toBe(true);
  });

  it('hold more than 64 channels that are discovered in the middle of a step', () => {
    const receivers = indices(100).map((index) => `to.${index}`);
    const components: Record<string, ComponentSpec> = {
      from: sender(...receivers.map((to) => [to, 'A'] as const)),
      ...Object.fromEntries(receivers.map((id) => [id, mailbox('A')])),
    };
    const run = new Run(defineNetwork({ name: 'star', components })).take('environment ⇒ from: GO');
    expect(run.enabled()).toEqual(receivers.map((to) => `from ⇒ ${to}: A`));
    run.take('from ⇒ to.99: A');
    expect(run.view.matches('to.99', 'A')).toBe(true);
    expect(run.view.matches('to.98', 'none')).toBe(true);
    expect(run.view.waiting('from', 'to.99')).toEqual([]);
    expect(run.view.waiting('from', 'to.98')).toEqual([{ type: 'A' }]);
    expect(run.enabled()).toHaveLength(99);
  });

  it('explore a ring of 80 components over 80 channels: as many states as it has places for the token', () => {
    const size = 80;
    const node = (index: number) =>
      setup({ actions: { pass: tell(`node.${(index + 1) % size}`, { type: 'TOKEN' }) } }).createMachine({
        id: 'node',
        tags: 'rest',
        on: { TOKEN: { actions: 'pass' } },
        ...(index === 0 ? { entry: 'pass' as const } : {}),
      });
    const components = Object.fromEntries(
      indices(size).map((index) => [`node.${index}`, { machine: node(index) }]),
    );
    const result = explore(defineNetwork({ name: 'ring', components }));
    expect(sizeOf(result)).toEqual({ states: size, steps: size, depth: size, terminal: 0 });
  });
});

describe('identity of steps', () => {
  /** Sends A to the one receiver, and then B to the other. */
  const machine = setup({
    actions: { first: tell('to', { type: 'A' }), second: tell('other', { type: 'B' }) },
  }).createMachine({
    id: 'from',
    tags: 'rest',
    initial: 'fresh',
    states: {
      fresh: { on: { GO: { target: 'half', actions: 'first' } } },
      half: { on: { GO: { target: 'spent', actions: 'second' } } },
      spent: {},
    },
  });
  const network = defineNetwork({
    name: 'identity',
    components: {
      one: { machine, stimuli: [{ type: 'GO' }] },
      two: { machine, stimuli: [{ type: 'GO' }] },
      to: { ...mailbox('A'), crashes: { atMost: 1 } },
      other: mailbox('B'),
    },
    channels: { default: { kind: 'bag', lossy: true, duplicating: true } },
  });
  const one = 'environment ⇒ one: GO';
  const two = 'environment ⇒ two: GO';

  it('does not depend on the order in which channels and messages were discovered', () => {
    const hashesAfter = (...labels: readonly string[]) =>
      new Run(network)
        .take(...labels)
        .candidates()
        .map(({ label, hash }) => [label, hash])
        .sort();
    const hashes = hashesAfter(one, one, two, two);
    expect(hashesAfter(two, two, one, one)).toEqual(hashes);
    expect(hashesAfter(two, one, two, one)).toEqual(hashes);
    expect(hashes.map(([label]) => label)).toEqual([
      'crash to',
      'drop one ⇒ other: B',
      'drop one ⇒ to: A',
      'drop two ⇒ other: B',
      'drop two ⇒ to: A',
      'duplicate one ⇒ other: B',
      'duplicate one ⇒ to: A',
      'duplicate two ⇒ other: B',
      'duplicate two ⇒ to: A',
      'one ⇒ other: B',
      'one ⇒ to: A',
      'two ⇒ other: B',
      'two ⇒ to: A',
    ]);
    expect(new Set(hashes.map(([, hash]) => hash)).size).toBe(hashes.length);
  });

  it('includes the actor: the receiver of a message, or the component that moves by itself', () => {
    const candidates = new Run(network).take(one).candidates();
    expect(candidates.map(({ label, actor }) => [label, actor])).toEqual([
      [one, 0],
      [two, 1],
      ['one ⇒ to: A', 2],
      ['duplicate one ⇒ to: A', 2],
      ['drop one ⇒ to: A', 2],
      ['crash to', 2],
    ]);
  });
});

describe('candidates', () => {
  const deferring = defineNetwork({
    name: 'candidates',
    components: {
      from: sender(['to', 'A'], ['to', 'B'], ['other', 'C']),
      to: taker('B', 'A'),
      other: taker('A'),
    },
    channels: {
      default: { kind: 'bag', deferring: true, duplicating: true },
      events: { C: { kind: 'fifo' } },
    },
  });

  it('are the steps that might be enabled; attempting them tells which are, and where they lead', () => {
    const run = new Run(deferring).take('environment ⇒ from: GO');
    const enabled = run.enabled();
    const failing = Object.keys(run.failures());
    expect(enabled).toEqual(['from ⇒ to: B', 'duplicate from ⇒ to: B']);
    expect(failing).toEqual(['from ⇒ other: C']);
    const candidates = run.candidates();
    expect(candidates.map(({ label }) => label)).toEqual([
      'from ⇒ to: A',
      'duplicate from ⇒ to: A',
      'from ⇒ to: B',
      'duplicate from ⇒ to: B',
      'from ⇒ other: C',
    ]);
    expect(candidates.map(({ isEnabled }) => isEnabled)).toEqual([false, false, true, true, true]);
  });
});

it('expanding a state changes nothing: twice gives the same steps, and the vector is untouched', () => {
  const engine = new Engine(
    defineNetwork({
      name: 'twice',
      components: { from: sender(['to', 'A'], ['to', 'B']), to: mailbox('A', 'B') },
      channels: { default: { kind: 'bag' } },
    }),
  );
  const { vector } = engine.initialStates()[0]!;
  const before = vector.slice();
  const expansion = () => {
    const count = engine.expand(vector);
    return indices(count).map((k) => {
      const next = new Int32Array(engine.cellCount);
      next.set(vector);
      engine.follow(k, next);
      return [engine.label(k), [...next]];
    });
  };
  const first = expansion();
  expect(expansion()).toEqual(first);
  expect(vector).toEqual(before);
});

it('a vector that is shorter than others is a state in which the channels beyond its end are empty', () => {
  const engine = new Engine(
    defineNetwork({ name: 'shorter', components: { from: sender(['to', 'A']), to: mailbox('A') } }),
  );
  const { vector } = engine.initialStates()[0]!;
  engine.expand(vector);
  const later = new Int32Array(engine.cellCount);
  later.set(vector);
  engine.follow(0, later);
  expect(later.length).toBeGreaterThan(vector.length);
  expect([engine.expand(later), engine.label(0)]).toEqual([1, 'from ⇒ to: A']);
  expect([engine.expand(vector), engine.label(0)]).toEqual([1, 'environment ⇒ from: GO']);
});

it('knows its components by id, and says which there are', () => {
  const engine = new Engine(defineNetwork({ name: 'two', components: { from: sender(), to: mailbox('A') } }));
  expect(engine.indexOf('to')).toBe(1);
  expect(() => engine.indexOf('nobody')).toThrow(
    "There is no component 'nobody' in network 'two'; it has from, to.",
  );
});
