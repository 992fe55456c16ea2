import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../properties/catalogue.js';
import { assign, createMachine, sendTo, setup } from 'xstate';
import {
  alwaysPossible,
  choose,
  componentRef,
  type Configuration,
  defineNetwork,
  eventually,
  explain,
  type Explanation,
  explore,
  type NetworkSpec,
  type Patch,
  patched,
  replay,
  type ReplayResult,
} from '../../../src/index.js';
import { PlainStep } from '../../../src/reference/plain-step.js';
import { PlainView } from '../../../src/reference/plain-evaluator.js';
import { explainedFault } from './explained.js';

// Goal: who waits for what is told from data that are right.
// Method: in the state at the end of a deadlock, what the waits of a component name is given: the component moves.

const DEADLOCKS = [
  ...['A5', 'A7', 'B7', 'D3', 'D4', 'G2'].map((id) => ['dispatch-combine', id] as const),
  ...['D1', 'D2', 'D7'].map((id) => ['core-pool', id] as const),
  ['graph-launch', 'D5'] as const,
  ['ub-switch', 'loop'] as const,
  ['grouped-gemm', 'C5'] as const,
  ['drain-barrier', 'D8'] as const,
  ['prefill-pipeline', 'unsplit-batch'] as const,
  ...['lost-abort', 'no-deadline', 'stranded-source', 'unreturned-pages'].map(
    (id) => ['request-life', id] as const,
  ),
  ...['E4', 'drained-never-comes', 'lost-message', 'finished-unseen', 'dead-in-handshake'].map(
    (id) => ['kv-transfer', id] as const,
  ),
  ...['busy-load', 'busy-store'].map((id) => ['context-cache', id] as const),
  ['model-cache', 'not-woken'] as const,
];

const chosen = (name: string, id: string) => {
  const family = catalogue.families.find((each) => each.name === name)!;
  const { property, counterexample, configuration = {} } = family.faults[id]!;
  const { network } = choose(family, configuration, [id]);
  return { network, ...replay(network, { property, initial: 0, steps: counterexample!.steps }) };
};

/** The state after a component has received an event within a step of its own. */
function given(
  { plain }: Pick<ReplayResult, 'plain'>,
  state: ReplayResult['states'][number],
  to: string,
  event: { type: string },
) {
  const index = plain.network.componentIds.indexOf(to);
  const step = new PlainStep(plain, state);
  step.perform(index, plain.reactionOf(index, state.locals[index]!, event));
  const after = step.finish();
  if (after === 'blocked' || 'property' in after) throw new Error(`${to} does not take ${event.type}`);
  return after;
}

describe('what the waits of a component name', () => {
  it.each(DEADLOCKS)('moves it when it is given: %s with %s', (name, id) => {
    const { network, plain, states } = chosen(name, id);
    const end = states.at(-1)!;
    let waiting = 0;
    for (const [index, component] of network.componentIds.entries()) {
      const waits = network.waitsFor!(new PlainView(plain, end), component).flatMap(
        ({ given: event }) => event ?? [],
      );
      if (waits.length === 0) continue;
      waiting++;
      const after = waits.reduce((state, { to, event }) => given({ plain }, state, to, event), end);
      // At once, or by a step of its own that was not enabled before.
      const canMove = plain.successors(after, new Set([component])).some(({ isProgress }) => isProgress);
      expect({ component, isMoved: after.locals[index] !== end.locals[index] || canMove }).toEqual({
        component,
        isMoved: true,
      });
    }
    expect(waiting).toBeGreaterThan(0);
  });
});

const names = ({ components, why }: Explanation) =>
  why.circle.filter(({ isInCircle }) => isInCircle).map(({ component }) => components[component]!.id);

describe('a circle', () => {
  it('goes over both dies in D2', () => {
    expect(names(explainedFault('core-pool', 'D2'))).toEqual([
      'die.0.dispatch-notify.0',
      'die.0.dispatch-wait.0',
      'die.1.dispatch-notify.0',
      'die.1.dispatch-wait.0',
    ]);
  });

  // The flags were sent: who has sent them will not do so again, and waits for nobody who waits for him.
  it('is not there where messages were lost', () => {
    expect(names(explainedFault('dispatch-combine', 'A7'))).toEqual([]);
  });
});

// No fault of theirs ends in a deadlock of the ends of a ring.
describe('rings between dies', () => {
  const SILENT = assign({});
  const rows: readonly [id: string, words: string, Configuration, Patch][] = [
    [
      'sender.0',
      'waits for a slot for message 1: 1 of 1 slots of ring.0 have not been given back',
      {},
      { provide: { 'ring-receiver': { actions: { returnHead: SILENT } } } },
    ],
    [
      'receiver',
      'waits for message 0 out of ring.0',
      { transfer: 'pull' },
      { provide: { 'ring-buffer': { actions: { load: SILENT } } } },
    ],
    [
      'sender.0',
      'waits until path.16, which has none of its 1 credits left, issues its ADD_TAIL',
      { credits: 1 },
      { provide: { 'ring-sender': { actions: { returnCredit: SILENT } } } },
    ],
  ];

  it.each(rows)('%s %s', (id, words, configuration, patch) => {
    const family = catalogue.families.find(({ name }) => name === 'ub-path')!;
    const { network } = choose(family, { flaps: 0, messages: 2, slots: 1, ...configuration });
    const silent = patched(network, { silent: { patch } }, new Set(['silent']));
    const { violations } = explore(silent, { afterViolation: 'continue' });
    const violation = violations.find(({ property }) => property === 'deadlock-freedom')!;
    const { why, components } = explain(silent, violation);
    const waits = why.circle.map((edge) => [components[edge.component]!.id, edge.words]);
    expect(waits).toContainEqual([id, words]);
  });
});

describe('without words of a network', () => {
  const waiter = createMachine({
    id: 'waiter',
    initial: 'wait',
    states: { wait: { on: { GO: 'end' } }, end: { type: 'final' } },
  });
  const clock = setup({ delays: { t: 1 } }).createMachine({
    id: 'clock',
    initial: 'tick',
    states: { tick: { after: { t: 'tock' } }, tock: { after: { t: 'tick' } } },
  });
  const linesOf = (spec: Pick<NetworkSpec, 'components' | 'properties'>) => {
    const network = defineNetwork({ name: 'waits', ...spec });
    const { why, components } = explain(network, explore(network).violations[0]!);
    const waits = why.circle.map(({ component, words }) => `${components[component]!.id} ${words}`);
    return [...why.lines.map(({ words }) => words), ...waits];
  };

  it('who is stuck is told, and nothing of those that go on', () => {
    expect(linesOf({ components: { a: { machine: waiter }, clk: { machine: clock } } })).toEqual([
      'a waits for GO',
      'a nothing is on its way to it',
    ]);
  });

  it('a step that need not come is no wait, and is not said to change nothing', () => {
    const properties = [eventually('a is through', (view) => view.matches('a', 'end'))];
    expect(
      linesOf({ components: { a: { machine: waiter, stimuli: [{ type: 'GO' }] } }, properties }),
    ).toEqual(['the start', 'a could go on: environment ⇒ a: GO']);
  });

  it('what is cut off is told by where the steps have led, though nobody waits', () => {
    const traveller = createMachine({
      id: 'traveller',
      initial: 'home',
      states: {
        home: { tags: 'rest', on: { GO: 'abroad', STAY: 'garden' } },
        garden: { tags: 'rest', on: { GO: 'home' } },
        abroad: { tags: 'rest' },
      },
    });
    const network = defineNetwork({
      name: 'travel',
      components: { a: { machine: traveller, stimuli: [{ type: 'GO' }, { type: 'STAY' }] } },
      properties: [alwaysPossible('garden', (view) => view.matches('a', 'garden'))],
    });
    const { end } = explain(network, explore(network).violations[0]!);
    expect(end.lines).toEqual([{ part: 0, words: 'abroad (since 1; before: home)' }]);
  });

  it('who goes on for ever is who acts, not who has sent', () => {
    const teller = setup({ actions: { tell: sendTo(componentRef('b'), { type: 'FACT' }) } }).createMachine({
      id: 'teller',
      initial: 'x',
      states: { x: { always: { target: 'y', actions: 'tell' } }, y: { type: 'final' } },
    });
    const toggler = createMachine({
      id: 'toggler',
      initial: 'x',
      states: { x: { on: { FACT: 'y' } }, y: { on: { FACT: 'x' } }, gold: {} },
    });
    const network = defineNetwork({
      name: 'fact',
      components: { a: { machine: teller }, b: { machine: toggler } },
      channels: { default: { kind: 'set' } },
      properties: [eventually('gold', (view) => view.matches('b', 'gold'))],
    });
    const lasso = explore(network, { afterViolation: 'continue' }).violations.find(
      ({ property }) => property === 'gold',
    )!;
    expect(explain(network, lasso).why.lines.at(-1)!.words).toContain('b goes on');
  });
});
