/**
 * Each property of dispatch-combine must be able to fail. Faults do that for most (test/faults); for the others a chart is changed
 * here, by one mechanism, and the property must catch it. Charts are data, so that a mutant is a changed chart.
 */
import { describe, expect, it } from 'vitest';
import { ubPath } from '../../machines/interconnect/ub-path.js';
import { expertFfn } from '../../machines/moe/expert-ffn.js';
import { fusedCombine } from '../../machines/moe/fused-combine.js';
import { fusedDispatch } from '../../machines/moe/fused-dispatch.js';
import { sendingCore } from '../../machines/moe/sending-core.js';
import { waitingCores } from '../../machines/moe/waiting-cores.js';
import { moeStream } from '../../machines/pipeline/moe-stream.js';
import { dispatchCombine } from '../../properties/dispatch-combine/family.js';
import { type Configuration, configurationOf, explore, replay } from '../../src/index.js';
import { mutantOf, withMachine } from '../support/mutant.js';

const SMALL: Configuration = { dies: 2, tokens: 1, layers: 1 };

const networkOf = (configuration: Configuration) =>
  dispatchCombine.build(configurationOf(dispatchCombine, configuration), new Set());

const mutants = [
  {
    name: 'a die that signals every peer twice',
    property: 'one-flag-per-peer',
    configuration: SMALL,
    replaced: fusedDispatch,
    by: mutantOf(fusedDispatch, ({ states }) => {
      states.sending!.on = {
        SENT: { target: 'waiting', actions: ['countCore', 'signalPeers', 'signalPeers', 'awaitFlags'] },
      };
    }),
  },
  {
    name: 'an expert that forgets what it was given',
    property: 'deadlock-freedom',
    configuration: SMALL,
    replaced: expertFfn,
    by: mutantOf(expertFfn, ({ states }) => {
      states.idle!.on = { COMPUTE: { target: 'computing' } };
    }),
  },
  {
    name: 'a stream that combines without computing',
    property: 'operator-order of stream.0',
    configuration: SMALL,
    replaced: moeStream,
    by: mutantOf(moeStream, ({ states }) => {
      states.dispatching!.on = {
        DISPATCHED: { target: 'combining', actions: ['passTurn', 'noteCopies', 'startCombine'] },
      };
    }),
  },
  {
    name: 'a dispatch that does not wait for the other dies',
    property: 'epoch-skew',
    configuration: { ...SMALL, layers: 2 },
    replaced: fusedDispatch,
    by: mutantOf(fusedDispatch, ({ states }) => {
      states.sending!.on = {
        SENT: { target: 'idle', actions: ['countCore', 'signalPeers', 'handOver', 'forget'] },
      };
    }),
  },
  {
    name: 'a core that does not expect its writes to become visible',
    property: 'specified-reception',
    configuration: SMALL,
    replaced: sendingCore,
    by: mutantOf(sendingCore, (chart) => {
      delete chart.on!.VISIBLE;
    }),
  },
  {
    name: 'a die that never starts to copy out',
    property: 'deadlock-freedom',
    configuration: SMALL,
    replaced: fusedDispatch,
    by: mutantOf(fusedDispatch, ({ states }) => {
      delete states.copying!.after;
    }),
  },
  {
    name: 'a path that issues without taking a credit',
    property: 'credits-conserved',
    configuration: { ...SMALL, credits: 1, routing: 'balanced' },
    replaced: ubPath,
    by: mutantOf(ubPath, ({ states }) => {
      states.up!.on!.POST = { actions: 'issue' };
    }),
  },
];

describe('mutants of dispatch-combine', () => {
  it.each(mutants)('$name is caught by $property', ({ property, configuration, replaced, by }) => {
    const network = withMachine(networkOf(configuration), replaced, by);
    const result = explore(network, { until: property });
    const violation = result.violations.find((each) => each.property === property);
    expect(violation).toBeDefined();
    expect(replay(network, violation!)).toMatchObject({ isViolated: true });
  });

  it.each([fusedDispatch, expertFfn, moeStream, fusedCombine, sendingCore, waitingCores, ubPath])(
    'an unchanged copy of $id is caught by none',
    (machine) => {
      const result = explore(
        withMachine(
          networkOf(SMALL),
          machine,
          mutantOf(machine, () => {}),
        ),
      );
      expect(result).toMatchObject({ verdict: 'holds', states: 1_040 });
    },
  );
});
