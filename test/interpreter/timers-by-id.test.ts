// Goal: timers with ids are what XState's scheduler makes of them. Method: small charts, each beside a live actor under a simulated clock
// where one can show the same.

import { describe, expect, it } from 'vitest';
import { assign, cancel, createActor, raise, setup, SimulatedClock } from 'xstate';
import { always, defineNetwork, reachable } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { mailbox } from '../support/mail.js';
import { verdictsOf, violationsOf } from '../support/results.js';
import { Run } from '../support/run.js';
import { tell } from '../support/tell.js';

const later = raise({ type: 'SAVE' }, { delay: 10, id: 'debounce' });
const count = assign({ saves: ({ context }) => context.saves + 1 });
const SAVE = 'c ⏱ debounce: SAVE';
const KEY = 'environment ⇒ c: KEY';

const alone = (machine: ComponentSpec['machine'], ...stimuli: readonly string[]) =>
  defineNetwork({
    name: 'timers',
    components: { c: { machine, stimuli: stimuli.map((type) => ({ type })) } } as Record<
      string,
      ComponentSpec
    >,
    properties: [always('saved once', (view) => view.context('c').saves <= 1)],
  });

describe('two timers of one id', () => {
  const editor = setup({ actions: { later, count: count as never } }).createMachine({
    id: 'editor',
    context: { saves: 0 },
    initial: 'typing',
    states: {
      typing: { tags: 'rest', on: { KEY: { target: 'again', actions: 'later' } } },
      again: { on: { KEY: { target: 'waiting', actions: 'later' } } },
      waiting: { tags: 'rest', on: { SAVE: { actions: 'count' as never } } },
    },
  });

  it('both fire', () => {
    const clock = new SimulatedClock();
    const actor = createActor(editor, { clock }).start();
    actor.send({ type: 'KEY' });
    actor.send({ type: 'KEY' });
    clock.increment(10);
    expect(actor.getSnapshot().context.saves).toBe(2);
    expect(violationsOf(explore(alone(editor, 'KEY'), { afterViolation: 'continue' }))).toMatchObject([
      { property: 'saved once', steps: [KEY, KEY, SAVE, SAVE] },
    ]);
  });

  /** Has started two timers of one id. */
  const twice = setup({ actions: { later, stop: cancel('debounce') } }).createMachine({
    id: 'editor',
    context: { saves: 0 },
    tags: 'rest',
    entry: ['later', 'later'],
    on: { STOP: { actions: 'stop' }, SAVE: {} },
  });

  it('`cancel` reaches the one that was started last, and then none', () => {
    const network = alone(twice, 'STOP');
    const stop = 'environment ⇒ c: STOP';
    expect(new Run(network).take(stop).enabled()).toContain(SAVE);
    expect(new Run(network).take(stop, stop, SAVE).enabled()).toEqual([stop]);
    // Two of them, of which one can be cancelled; one that cannot; none.
    expect(explore(network).states).toBe(3);
  });

  it('when any of them has fired, `cancel` reaches none', () => {
    expect(new Run(alone(twice, 'STOP')).take(SAVE, 'environment ⇒ c: STOP').enabled()).toContain(SAVE);
  });

  it('an older one that is addressed to another component survives the end of the machine', () => {
    const from = setup({
      actions: { post: tell('to', { type: 'A' }, { delay: 5, id: 'letter' }) },
    }).createMachine({
      id: 'from',
      initial: 'a',
      states: { a: { entry: ['post', 'post'], on: { END: 'z' } }, z: { type: 'final' } },
    });
    const network = defineNetwork({
      name: 'post',
      components: { from: { machine: from, stimuli: [{ type: 'END' }] }, to: mailbox('A') },
      properties: [reachable('arrives afterwards', (view) => view.isDone('from') && view.matches('to', 'A'))],
    });
    const run = new Run(network).take('environment ⇒ from: END');
    expect(run.enabled()).toEqual(['from ⏱ letter: A to to']);
    expect(run.take('from ⏱ letter: A to to').enabled()).toEqual(['from ⇒ to: A']);
    expect(verdictsOf(explore(network))).toMatchObject({ 'arrives afterwards': 'holds' });
  });

  it('as of two `after` whose delays are written differently, one outlives the state', () => {
    const machine = setup({}).createMachine({
      id: 'm',
      context: { saves: 0 },
      initial: 'a',
      states: {
        a: { tags: 'rest', after: { 5: 'b', '5.0': 'c' }, on: { GO: 'b' } },
        b: { tags: 'rest' },
        c: {},
      },
    });
    const clock = new SimulatedClock();
    const actor = createActor(machine, { clock }).start();
    actor.send({ type: 'GO' });
    const pending = Object.keys(
      (actor.system.getSnapshot() as { _scheduledEvents: object })._scheduledEvents,
    );
    // XState itself has forgotten it, though its clock has not.
    expect(pending).toEqual([]);
    expect(new Run(alone(machine, 'GO')).take('environment ⇒ c: GO').enabled()).toHaveLength(1);
  });
});
