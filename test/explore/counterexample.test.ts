// Goal: a counterexample is a way that can be gone, and a shortest one. Method: ways through networks of several components are
// taken again step by step; lengths are compared with the level of the nearest bad state.

import { describe, expect, it } from 'vitest';
import { createMachine, setup } from 'xstate';
import { always, defineNetwork, type Network } from '../../src/index.js';
import { explore } from '../support/agreement.js';
import { mailbox, sender, taker } from '../support/mail.js';
import { Run } from '../support/run.js';
import { switches } from '../support/switches.js';
import { tell } from '../support/tell.js';

/** The state at the end of the first counterexample, gone step by step. */
const endOf = (network: Network) => {
  const [violation] = explore(network).violations;
  return { violation: violation!, run: new Run(network, violation!.initial).take(...violation!.steps) };
};

describe('a counterexample', () => {
  it('leads to the violation, and has as many steps as the nearest bad state is levels down', () => {
    const network = switches(5, [
      always('at most 3 on', (view) => 3 - view.components.filter((id) => view.matches(id, 'on')).length),
    ]);
    const { violation, run } = endOf(network);
    expect(violation).toMatchObject({
      property: 'at most 3 on',
      message: 'the margin is -1',
      initial: 0,
      minimality: 'proven shortest',
    });
    expect(violation.steps).toHaveLength(4);
    expect(run.view.components.filter((id) => run.view.matches(id, 'on'))).toHaveLength(4);
  });

  it('has messages, timers, stimuli and faults in it', () => {
    const patient = setup({ delays: { patience: 10 } }).createMachine({
      id: 'patient',
      initial: 'waiting',
      states: {
        waiting: { after: { patience: 'lost' }, on: { A: 'served' } },
        lost: { tags: 'rest' },
        served: { tags: 'rest' },
      },
    });
    const network = defineNetwork({
      name: 'faults',
      components: {
        from: sender(['to', 'A'], ['other', 'B']),
        to: { machine: patient },
        other: mailbox('B'),
      },
      channels: { default: { kind: 'fifo', lossy: true, deferring: true } },
      properties: [
        always(
          'not lost after B',
          (view) =>
            !(
              view.matches('to', 'lost') &&
              view.matches('other', 'B') &&
              view.waiting('from', 'to').length === 0
            ),
        ),
      ],
    });
    const { violation, run } = endOf(network);
    expect([...violation.steps].sort()).toEqual([
      'drop from ⇒ to: A',
      'environment ⇒ from: GO',
      'from ⇒ other: B',
      'to ⏱ patience in waiting',
    ]);
    expect(run.enabled()).toEqual([]);
  });

  it('ends with the step that fails', () => {
    const network = defineNetwork({
      name: 'fails',
      components: { from: sender(['to', 'A'], ['to', 'A']), to: taker('A') },
    });
    const [violation] = explore(network).violations;
    const steps = ['environment ⇒ from: GO', 'from ⇒ to: A', 'from ⇒ to: A'];
    expect(violation!.steps).toEqual(steps);
    const run = new Run(network).take(...steps.slice(0, -1));
    expect(run.failures()).toEqual({ [steps.at(-1)!]: violation!.message });
  });

  it('of a failure beats a longer one of a state, and comes after one of the state it starts from', () => {
    const network = defineNetwork({
      name: 'order of findings',
      components: { from: sender(['to', 'B']), to: taker('A') },
      properties: [
        always('never sent', (view) => !view.matches('from', 'sent')),
        always('never waiting', (view) => view.waiting('from', 'to').length === 0),
      ],
    });
    expect(explore(network).violations.map(({ property, steps }) => [property, steps.length])).toEqual([
      ['never sent', 1],
      ['never waiting', 1],
      ['specified-reception', 2],
    ]);
  });

  it('begins in the initial state that it names', () => {
    const counter = setup({
      types: { context: {} as { readonly from: number }, input: {} as number },
      guards: { isRight: ({ context }) => context.from === 2 },
    }).createMachine({
      id: 'counter',
      context: ({ input }) => ({ from: input }),
      initial: 'a',
      states: {
        a: { tags: 'rest', on: { GO: { guard: 'isRight', target: 'b' } } },
        b: { tags: 'rest', on: { GO: 'bad' } },
        bad: { tags: 'rest' },
      },
    });
    const network = defineNetwork({
      name: 'inputs',
      components: { it: { machine: counter, inputs: [0, 1, 2, 3], stimuli: [{ type: 'GO' }] } },
      properties: [always('safe', (view) => !view.matches('it', 'bad'))],
    });
    const { violation, run } = endOf(network);
    expect(violation).toMatchObject({ initial: 2, steps: ['environment ⇒ it: GO', 'environment ⇒ it: GO'] });
    expect(run.view.context('it')).toEqual({ from: 2 });
  });

  it('of a start that fails has no steps, and the other starts are searched when the search goes on', () => {
    const greeter = setup({
      guards: { greets: ({ context }) => context.greets },
      actions: { greet: tell('to', { type: 'HELLO' }) },
    }).createMachine({
      id: 'greeter',
      context: ({ input }) => ({ greets: input }),
      initial: 'a',
      tags: 'rest',
      states: { a: { always: { guard: 'greets', target: 'b', actions: 'greet' } }, b: {} },
    });
    const network = defineNetwork({
      name: 'start',
      components: {
        from: { machine: greeter, inputs: [false, true] },
        to: { machine: createMachine({ id: 'to', tags: 'rest' }) },
      },
      channels: { default: { kind: 'sync' } },
    });
    const result = explore(network, { afterViolation: 'continue' });
    expect(result.violations).toEqual([
      {
        property: 'specified-reception',
        message: 'to in state {} does not handle HELLO from from',
        initial: 1,
        steps: [],
        minimality: 'proven shortest',
      },
    ]);
    expect(result).toMatchObject({ verdict: 'violated', states: 1, terminal: 1 });
  });

  it('is found again through channels that were discovered long after its first states', () => {
    // Each node of the chain tells the next one over a channel that nobody has used before.
    const size = 40;
    const node = (index: number) =>
      setup({ actions: { pass: tell(`node.${index + 1}`, { type: 'TOKEN' }) } }).createMachine({
        id: 'node',
        initial: 'idle',
        tags: 'rest',
        states: {
          idle: { on: { TOKEN: { target: 'had', actions: index + 1 < size ? 'pass' : [] } } },
          had: {},
        },
      });
    const network = defineNetwork({
      name: 'chain',
      components: Object.fromEntries(
        Array.from({ length: size }, (_, index) => [
          `node.${index}`,
          { machine: node(index), ...(index === 0 ? { stimuli: [{ type: 'TOKEN' }] } : {}) },
        ]),
      ),
      properties: [always('the last has nothing', (view) => !view.matches(`node.${size - 1}`, 'had'))],
    });
    const { violation } = endOf(network);
    expect(violation.steps).toEqual([
      'environment ⇒ node.0: TOKEN',
      ...Array.from({ length: size - 1 }, (_, index) => `node.${index} ⇒ node.${index + 1}: TOKEN`),
    ]);
  });
});
