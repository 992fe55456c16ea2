/**
 * Each property of dispatch-combine must be able to fail. Faults do that for most (test/faults); for the others a chart is changed
 * here, by one mechanism, and the property must catch it. Charts are data, so that a mutant is a changed chart.
 */
import { produce } from 'immer';
import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, createMachine } from 'xstate';
import { dispatchCombine } from '../../machines/networks/dispatch-combine.js';
import { expertFfn } from '../../machines/moe/expert-ffn.js';
import { fusedCombine } from '../../machines/moe/fused-combine.js';
import { fusedDispatch } from '../../machines/moe/fused-dispatch.js';
import { moeStream } from '../../machines/pipeline/moe-stream.js';
import { configurationOf, defineNetwork, explore, type Network, replay } from '../../src/index.js';

/** The parts of a chart that are changed here. */
interface Chart {
  states: Record<string, { always?: object; on?: Record<string, unknown>; after?: object; entry?: unknown }>;
}

function mutant(machine: AnyStateMachine, change: (chart: Chart) => void): AnyStateMachine {
  const config = produce(machine.config, (draft: unknown) => change(draft as Chart));
  return createMachine(config, machine.implementations as never);
}

function networkWith(replaced: AnyStateMachine, by: AnyStateMachine): Network {
  const { name, componentIds, components, channels, properties } = dispatchCombine.build(
    configurationOf(dispatchCombine, { dies: 2, tokens: 1, layers: 1 }),
    new Set(),
  );
  const changed = components.map((spec) => (spec.machine === replaced ? { ...spec, machine: by } : spec));
  const byId = Object.fromEntries(componentIds.map((id, index) => [id, changed[index]!]));
  return defineNetwork({ name, components: byId, channels, properties });
}

const mutants = [
  {
    name: 'a die that signals every peer twice',
    property: 'one-flag-per-peer',
    replaced: fusedDispatch,
    by: mutant(fusedDispatch, ({ states }) => {
      states.fencing!.always = {
        guard: 'isFenced',
        target: 'waiting',
        actions: ['signalPeers', 'signalPeers'],
      };
    }),
  },
  {
    name: 'an expert that forgets what it was given',
    property: 'copies-arrive-once',
    replaced: expertFfn,
    by: mutant(expertFfn, ({ states }) => {
      states.idle!.on = { COMPUTE: { target: 'computing' } };
    }),
  },
  {
    name: 'a stream that combines without computing',
    property: 'operator-order of stream.0',
    replaced: moeStream,
    by: mutant(moeStream, ({ states }) => {
      states.dispatching!.on = {
        DISPATCHED: { target: 'combining', actions: ['noteCopies', 'startCombine'] },
      };
    }),
  },
  {
    name: 'a combine that does not wait for the other dies',
    property: 'epoch-skew',
    replaced: fusedCombine,
    by: mutant(fusedCombine, ({ states }) => {
      states.waiting = { always: { target: 'reducing' } } as Chart['states'][string];
    }),
  },
  {
    name: 'an operator that does not expect its writes to become visible',
    property: 'specified-reception',
    replaced: fusedCombine,
    by: mutant(fusedCombine, (chart) => {
      delete (chart as unknown as { on: Record<string, unknown> }).on.VISIBLE;
    }),
  },
  {
    name: 'a die that never starts to copy out',
    property: 'deadlock-freedom',
    replaced: fusedDispatch,
    by: mutant(fusedDispatch, ({ states }) => {
      delete states.copying!.after;
    }),
  },
];

describe('mutants of dispatch-combine', () => {
  it.each(mutants)('$name is caught by $property', ({ property, replaced, by }) => {
    const network = networkWith(replaced, by);
    const result = explore(network, { until: property });
    const violation = result.violations.find((each) => each.property === property);
    expect(violation).toBeDefined();
    expect(replay(network, violation!)).toMatchObject({ isViolated: true });
  });

  it.each([fusedDispatch, expertFfn, moeStream, fusedCombine])(
    'an unchanged copy of $id is caught by none',
    (machine) => {
      const result = explore(
        networkWith(
          machine,
          mutant(machine, () => {}),
        ),
      );
      expect(result).toMatchObject({ verdict: 'holds', distinct: 1441 });
    },
  );
});
