import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { randomNetworks } from '../../../bench/twins/random-network.js';
import { explanationSchema } from '../../../src/report/page/explanation-schema.js';
import { toJson } from '../../../src/counterexample/explain/json.js';
import {
  briefText,
  type ChannelState,
  CheckError,
  explain,
  type Explanation,
  explore,
  type MachineState,
  type Network,
  replay,
  type ReplayResult,
  stateAfter,
  type Violation,
} from '../../../src/index.js';

// Goal: whatever a counterexample is like, it is explained: nothing throws, no step is lost, and the states are those of the replay.
// Method: violations of random networks, hardly any of which is sensible, none of which helps with words.

const NETWORKS = 60;
const VIOLATIONS_EACH = 3;

/** What the replay says of a state, in the form of `stateOf`. */
function replayed({ locals, monitors, channels }: ReplayResult['states'][number]) {
  const machines = [...locals, ...monitors].map(({ snapshot, isDown }) => ({
    state: toJson(snapshot.value),
    context: toJson(snapshot.context),
    isDown,
  }));
  const contents = [...channels.values()].map(({ from, to, spec, messages }) => [
    `${from} ${to} ${JSON.stringify([spec.lane, spec.kind])}`,
    messages.map(toJson),
  ]);
  return { machines, channels: contents.filter(([, messages]) => messages!.length > 0).sort() };
}

/** What the explanation says of it. */
function stateOf({ components, monitors, channels, messages, ...explanation }: Explanation, n: number) {
  const parts = stateAfter(explanation, n);
  const count = components.length + monitors.length;
  const machines = (parts.slice(0, count) as MachineState[]).map(({ state, context, isDown }) => ({
    state,
    context,
    isDown,
  }));
  const contents = (parts.slice(count) as ChannelState[]).map(({ waiting }, at) => {
    const { from, to, lane, kind } = channels[at]!;
    return [
      `${components[from]!.id} ${components[to]!.id} ${JSON.stringify([lane, kind])}`,
      waiting.map((number) => messages[number]!.event),
    ];
  });
  return { machines, channels: contents.filter(([, waiting]) => waiting!.length > 0).sort() };
}

function* violations(networks: Iterable<Network>) {
  let left = NETWORKS;
  for (const network of networks) {
    if (left-- === 0) return;
    const found = violationsOf(network);
    // One that fails as it starts has no steps, and no initial state either.
    const shown = found
      .filter(({ steps }) => steps.length > 0)
      .toSorted((one, other) => other.steps.length - one.steps.length);
    for (const violation of shown.slice(0, VIOLATIONS_EACH)) yield { network, violation };
  }
}

/** None of a network that is wrong in a way that shows as it runs. */
function violationsOf(network: Network): readonly Violation[] {
  try {
    return explore(network, { statesMax: 200, afterViolation: 'continue' }).violations;
  } catch (thrown) {
    if (thrown instanceof CheckError) return [];
    throw thrown;
  }
}

describe('violations of random networks', () => {
  const seed = 20_261_127;
  const all = [...violations(randomNetworks(seed))].map(({ network, violation }) => ({
    network,
    violation,
    explanation: explain(network, violation, { detourStatesMax: 100 }),
  }));

  it('are many, of all kinds of explanations', () => {
    expect(all.length).toBeGreaterThan(80);
    const kinds = new Set(all.map(({ explanation }) => explanation.why.kind));
    expect([...kinds].sort()).toEqual(expect.arrayContaining(['cell', 'lasso', 'step', 'waits']));
  });

  it('have folds that have each step exactly once', () => {
    for (const { explanation } of all) {
      const told = explanation.folds.flatMap(({ first, last }) =>
        Array.from({ length: last - first + 1 }, (_, at) => first + at),
      );
      expect(told).toEqual(explanation.steps.map(({ n }) => n));
    }
  });

  it('have briefs of at most 40 lines that fit', () => {
    for (const { explanation } of all) {
      for (const width of [80, 100]) {
        const lines = briefText(explanation, { width, look: ['cloudmatrix-check replay x.json'] }).split(
          '\n',
        );
        expect(lines.length).toBeLessThanOrEqual(40);
        expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(width);
      }
    }
  });

  it('go through the very states of the replay, by deltas', () => {
    for (const { network, violation, explanation } of all) {
      const { states } = replay(network, violation);
      states.forEach((state, n) => expect(stateOf(explanation, n)).toEqual(replayed(state)));
    }
  });

  it('are plain data, as the published schema has them', () => {
    const schema = explanationSchema(z);
    for (const { explanation } of all) {
      const data: unknown = JSON.parse(JSON.stringify(explanation));
      expect(data).toEqual(explanation);
      expect(schema.safeParse(data).error?.issues[0]).toBeUndefined();
    }
  });

  it('tell of each message when it was sent and when it was taken', () => {
    for (const { explanation } of all) {
      const { steps, messages } = explanation;
      messages.forEach(({ sent, taken, isLost }, number) => {
        if (sent > 0) expect(steps[sent - 1]!.sends).toContain(number);
        if (taken === null) return;
        expect(steps[taken - 1]!.receives).toBe(number);
        expect(steps[taken - 1]!.kind === 'drop').toBe(isLost);
      });
    }
  });
});
