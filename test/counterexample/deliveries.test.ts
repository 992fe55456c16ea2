// Goal: what is delivered within a step is written, read, shown and compared. Method: results of replays made by hand, whose
// deliveries are known.

import { describe, expect, it } from 'vitest';
import { deliveryDifference } from '../../src/counterexample/deliveries.js';
import { renderedWith, StepsText } from '../../src/counterexample/render.js';
import { formatTrace, type TraceFile } from '../../src/counterexample/trace-file.js';
import { defineNetwork, explore, renderCounterexample, replay } from '../../src/index.js';
import { mailbox, sender } from '../support/mail.js';
import { locks } from '../cli/catalogue.js';

const network = locks.build({}, new Set(['L1']));
const violation = explore(network).violations[0]!;
const delivered = [['ann ⇒ left: TAKE'], ['bob ⇒ right: TAKE', 'right ⇒ bob: TAKEN']];

describe('a difference in deliveries', () => {
  it('is none where all are the same', () => {
    expect(deliveryDifference(delivered, delivered)).toBeUndefined();
    expect(deliveryDifference([], [[], []])).toBeUndefined();
  });

  it.each([
    { told: [['ann ⇒ left: TAKE'], ['bob ⇒ right: TAKE']], step: 2, says: "says 'bob ⇒ right: TAKE'." },
    {
      told: [['ann ⇒ left: TAKE'], delivered[1]!.toReversed()],
      step: 2,
      says: "says 'right ⇒ bob: TAKEN', 'bob",
    },
    { told: [[], delivered[1]!], step: 1, says: 'says nothing further.' },
    { told: [], step: 1, says: 'says nothing further.' },
    { told: [['ann ⇒ left: TAKE', '\u001b[2J'], []], step: 1, says: "TAKE', '\\u001b[2J'." },
  ])('names the first step: $step', ({ told, step, says }) => {
    const sentence = deliveryDifference(told, delivered);
    expect(sentence).toMatch(new RegExp(`^Step ${step} delivers '`));
    expect(sentence).toContain(says);
  });

  it('is refused by a replay', () => {
    expect(() => replay(network, { ...violation, deliveries: [['x ⇒ y: Z'], []] })).toThrow(
      /^Step 1 delivers .* where the trace says 'x ⇒ y: Z'\./,
    );
  });
});

describe('deliveries', () => {
  const trace: TraceFile = {
    network: 'locks',
    parameters: {},
    faults: [],
    property: 'deadlock-freedom',
    message: '',
    minimality: 'as found',
    initial: 0,
    steps: ['a', 'b'],
  };

  it('are left out of a file where there are none', () => {
    expect(formatTrace({ ...trace, deliveries: [[], []] })).toBe(formatTrace(trace));
    expect(JSON.parse(formatTrace({ ...trace, deliveries: delivered }))).toMatchObject({
      deliveries: delivered,
    });
  });

  it('are shown beneath their step, before what it changed', () => {
    const replayed = { ...replay(network, violation), deliveries: delivered };
    expect(renderCounterexample(violation, replayed).split('\n').slice(1)).toEqual([
      '  1. environment ⇒ ann: NEXT',
      '         delivers ann ⇒ left: TAKE',
      "         left.state: 'free' → 'taken'",
      "         ann.state: 'idle' → 'halfway'",
      '  2. environment ⇒ bob: NEXT',
      '         delivers bob ⇒ right: TAKE',
      '         delivers right ⇒ bob: TAKEN',
      "         right.state: 'free' → 'taken'",
      "         bob.state: 'idle' → 'halfway'",
    ]);
  });

  it('are shown of a last step that leads to no state', () => {
    const end = {
      isViolated: true,
      isReached: false,
      message: 'x',
      violated: [],
      findings: [],
      deliveries: [['a ⇒ b: C']],
    };
    const shown = { property: 'p', steps: ['go'], minimality: 'as found' } as const;
    expect(renderedWith(shown, end, new StepsText(network, shown.steps))).toBe(
      'p is violated after 1 step (as found): x\n  1. go\n         delivers a ⇒ b: C',
    );
  });
});

it('within a step that fails at once are none, whatever was delivered within the step before', () => {
  const told = defineNetwork({
    name: 'told',
    components: {
      from: sender(['at once', 'PING'], ['later', 'LOST']),
      'at once': mailbox('PING'),
      later: mailbox('PING'),
    },
    channels: { events: { PING: { kind: 'sync' } } },
  });
  // The search has looked at the step with a delivery in between.
  const [found] = explore(told, { afterViolation: 'continue' }).violations;
  expect(found).toMatchObject({
    property: 'specified-reception',
    deliveries: [['from ⇒ at once: PING'], []],
  });
  expect(replay(told, found!).isViolated).toBe(true);
});
