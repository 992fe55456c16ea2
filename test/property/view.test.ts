// Goal: what properties see of a state. Method: one component of each kind, and messages in channels of each kind.

import { describe, expect, it } from 'vitest';
import { createMachine, setup } from 'xstate';
import { always, defineNetwork, explore, reachable, walk } from '../../src/index.js';
import { expectAgreement } from '../support/agreement.js';
import { mailbox, sender } from '../support/mail.js';
import { Run } from '../support/run.js';
import { tell } from '../support/tell.js';

const lamp = setup({ types: { context: {} as { readonly watts: number } } }).createMachine({
  id: 'lamp',
  context: { watts: 5 },
  initial: 'off',
  states: {
    off: { tags: ['dark', 'rest'], on: { TOGGLE: 'on' } },
    on: {
      tags: 'bright',
      initial: 'low',
      states: { low: { tags: 'dim' }, high: {} },
      on: { BREAK: 'broken' },
    },
    broken: { type: 'final' },
  },
});

describe('components', () => {
  const network = defineNetwork({
    name: 'lamps',
    components: {
      lamp: { machine: lamp, stimuli: [{ type: 'TOGGLE' }, { type: 'BREAK' }], crashes: { atMost: 1 } },
      spare: { machine: lamp },
    },
  });
  const on = () => new Run(network).take('environment ⇒ lamp: TOGGLE').view;

  it('come in the order of definition', () => {
    expect(on().components).toEqual(['lamp', 'spare']);
  });

  it('cannot be taken out of the list: every other claim would hold of nothing', () => {
    const ids = ['lamp', 'spare'];
    const none = always('none is off', (view) => view.components.every((id) => !view.matches(id, 'off')));
    const check = (name: string, change: (components: string[]) => void) =>
      explore(
        defineNetwork({
          name,
          components: { lamp: { machine: lamp }, spare: { machine: lamp } },
          properties: [always(name, (view) => (change(view.components as string[]), true)), none],
        }),
        { until: none.name },
      );
    const refused = (name: string) => new RegExp(`The property '${name}' throws: .* Correct it\\.`, 'u');
    expect(() => check('others', (list) => list.splice(list.indexOf('lamp'), 1))).toThrow(refused('others'));
    expect(() => check('sorted', (list) => list.reverse())).toThrow(refused('sorted'));
    expect(check('a copy', (list) => [...list].reverse()).violations.map(({ property }) => property)).toEqual(
      [none.name],
    );
    expect(on().components).toEqual(ids);
  });

  it('cannot be replaced', () => {
    const replaced = defineNetwork({
      name: 'replaced',
      components: { lamp: { machine: lamp } },
      properties: [always('replaced', (view) => Object.assign(view, { components: [] }) === view)],
    });
    expect(() => explore(replaced)).toThrow("The property 'replaced' throws");
    expect(() => Object.assign(on(), { components: [] })).toThrow(TypeError);
  });

  it('match like snapshots: a parent, a path, or an object', () => {
    const view = on();
    expect([
      view.matches('lamp', 'on'),
      view.matches('lamp', 'on.low'),
      view.matches('lamp', { on: 'low' }),
    ]).toEqual([true, true, true]);
    expect([
      view.matches('lamp', 'off'),
      view.matches('lamp', { on: 'high' }),
      view.matches('lamp', 'broken'),
    ]).toEqual([false, false, false]);
    expect(view.matches('spare', 'off')).toBe(true);
  });

  it('show the tags of all active states', () => {
    const view = on();
    expect(['bright', 'dim', 'dark', 'rest'].map((tag) => view.hasTag('lamp', tag))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(['dark', 'rest'].map((tag) => view.hasTag('spare', tag))).toEqual([true, true]);
  });

  it('show their contexts, frozen', () => {
    const context = on().context<{ watts: number }>('lamp');
    expect(context).toEqual({ watts: 5 });
    expect(Object.isFrozen(context)).toBe(true);
  });

  it('are done or crashed, or neither', () => {
    const flags = (...labels: string[]) => {
      const { view } = new Run(network).take('environment ⇒ lamp: TOGGLE', ...labels);
      return [view.isDone('lamp'), view.isCrashed('lamp'), view.isDone('spare'), view.isCrashed('spare')];
    };
    expect(flags()).toEqual([false, false, false, false]);
    expect(flags('environment ⇒ lamp: BREAK')).toEqual([true, false, false, false]);
    expect(flags('crash lamp')).toEqual([false, true, false, false]);
  });
});

describe('waiting messages', () => {
  it('are listed over all channels of the pair; in a queue the head comes first', () => {
    const run = new Run(
      defineNetwork({
        name: 'mail',
        components: {
          from: sender(['to', 'B'], ['to', 'C'], ['to', 'A'], ['other', 'A'], ['to', 'S']),
          to: mailbox('A', 'B', 'C', 'S'),
          other: mailbox('A'),
        },
        channels: { events: { C: { kind: 'bag' }, S: { kind: 'sync' } } },
      }),
    ).take('environment ⇒ from: GO');
    expect(run.view.waiting('from', 'to')).toEqual([{ type: 'B' }, { type: 'A' }, { type: 'C' }]);
    expect(run.view.waiting('from', 'other')).toEqual([{ type: 'A' }]);
    expect(run.view.waiting('to', 'from')).toEqual([]);
    expect(run.view.waiting('from', 'from')).toEqual([]);
    run.take('from ⇒ to: B');
    expect(run.view.waiting('from', 'to')).toEqual([{ type: 'A' }, { type: 'C' }]);
  });

  it('of a bag are all there, equal ones too', () => {
    const run = new Run(
      defineNetwork({
        name: 'bag',
        components: { from: sender(['to', 'A'], ['to', 'B'], ['to', 'A']), to: mailbox('A', 'B') },
        channels: { default: { kind: 'bag' } },
      }),
    ).take('environment ⇒ from: GO');
    expect(run.view.waiting('from', 'to')).toEqual([{ type: 'A' }, { type: 'A' }, { type: 'B' }]);
  });
});

describe('those from whom messages wait', () => {
  const mail = (kind: 'bag' | 'fifo') =>
    defineNetwork({
      name: 'senders',
      components: {
        first: sender(['to', 'A']),
        second: sender(['to', 'A'], ['to', 'B'], ['spare', 'A']),
        third: sender(['to', 'A'], ['to', 'S']),
        to: mailbox('A', 'B', 'S'),
        spare: mailbox('A'),
      },
      channels: { default: { kind }, events: { B: { kind: 'bag' }, S: { kind: 'sync' } } },
    });

  it.each(['fifo', 'bag'] as const)('are listed once each, in the order of definition: %s', (kind) => {
    const run = new Run(mail(kind));
    expect(run.view.sendersTo('to')).toEqual([]);
    // The later sender is heard of first.
    run.take('environment ⇒ third: GO');
    expect(run.view.sendersTo('to')).toEqual(['third']);
    run.take('environment ⇒ second: GO', 'environment ⇒ first: GO');
    expect(run.view.sendersTo('to')).toEqual(['first', 'second', 'third']);
    expect(run.view.sendersTo('spare')).toEqual(['second']);
    expect(run.view.sendersTo('first')).toEqual([]);
    run.take('first ⇒ to: A', 'second ⇒ to: A');
    expect(run.view.sendersTo('to')).toEqual(['second', 'third']);
    run.take('second ⇒ to: B');
    expect(run.view.sendersTo('to')).toEqual(['third']);
  });

  it('are the same without tables', () => {
    const claimed = {
      ...mail('fifo'),
      properties: [
        always('at most two write', (view) => view.sendersTo('to').length <= 2),
        always('few write', (view) => 3 - view.sendersTo('to').length),
        reachable('second alone', (view) => String(view.sendersTo('to')) === 'second'),
      ],
    };
    expectAgreement(claimed);
    const { properties } = explore(claimed, { afterViolation: 'continue' });
    const own = claimed.properties.map(({ name }) => name);
    expect(properties.filter(({ name }) => own.includes(name))).toEqual([
      { name: 'at most two write', verdict: 'violated' },
      { name: 'few write', verdict: 'holds', margin: 0 },
      { name: 'second alone', verdict: 'holds', isWitness: true },
    ]);
  });

  it('are looked for anew on a run when a channel appears, though nothing has changed that the claim has read', () => {
    const relay = setup({ actions: { pass: tell('to', { type: 'A' }) } }).createMachine({
      id: 'relay',
      tags: 'rest',
      on: { A: { actions: 'pass' } },
    });
    const network = defineNetwork({
      name: 'relayed',
      components: { from: sender(['relay', 'A']), relay: { machine: relay }, to: mailbox('A') },
      properties: [always('nobody writes', (view) => view.sendersTo('to').length === 0)],
    });
    const { violations } = walk(network, { seed: 1, walks: 1 });
    expect(violations.map(({ property, steps }) => [property, steps.length])).toEqual([['nobody writes', 2]]);
  });
});

it('a machine without states can be asked for none, and has its root tags', () => {
  const run = new Run(
    defineNetwork({ name: 'bare', components: { it: { machine: createMachine({ id: 'm', tags: 'x' }) } } }),
  );
  expect(run.view.hasTag('it', 'x')).toBe(true);
  expect(() => run.view.matches('it', 'x')).toThrow(
    "The machine 'm' of component 'it' has no state 'x'; it has none.",
  );
});
