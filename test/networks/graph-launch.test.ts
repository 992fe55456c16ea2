/**
 * Hosts that launch graphs ahead of their devices. Without faults every graph runs with its own metadata, with exact counts so that a
 * change of the model is noticed. Each claim is violated by changed charts,
 * also by such as tell the same and do not do it.
 */
import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, assign, enqueueActions, sendTo } from 'xstate';
import { collective } from '../../machines/die/collective.js';
import { deviceGraph, type Parameters, type Replay } from '../../machines/die/device-graph.js';
import { hostCpu } from '../../machines/die/host-cpu.js';
import { updateStream, type UpdateStreamContext } from '../../machines/die/update-stream.js';
import { graphLaunch } from '../../properties/graph-launch/family.js';
import { componentRef, type Configuration, configurationOf, explore, replay } from '../../src/index.js';
import { expectAgreement } from '../support/agreement.js';
import { claimsWithoutFault } from '../support/claims.js';
import { inThread } from '../support/in-thread.js';
import { mutantOf, withMachine } from '../support/mutant.js';
import { sharingFamily } from '../support/sharing.js';

const networkWith = (given: Configuration, family = graphLaunch) =>
  family.build(configurationOf(family, given), new Set());

describe('graph-launch without faults', () => {
  it.each([
    [
      { dies: 1, iterations: 4, graphs: 2, ahead: 2 },
      { states: 327, steps: 724, depth: 45, terminal: 1 },
    ],
    [
      { dies: 2, iterations: 3, graphs: 2, ahead: 1 },
      { states: 7_434, steps: 29_516, depth: 67, terminal: 1 },
    ],
  ])('holds for %j', (given, counts) => {
    const result = explore(networkWith(given));
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    expect(result).toMatchObject({ verdict: 'holds', ...counts });
  });

  it('holds in a campaign over random configurations, and every witness is met', async () => {
    const result = await inThread('runCampaign', graphLaunch.name, { seed: 384, runs: 20 });
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds-in-sample')).toEqual([]);
  });

  it('is seen alike by tables, by plain search and by walks', () => {
    expectAgreement(networkWith({ dies: 2, iterations: 2, graphs: 1, ahead: 1 }));
  });
});

interface Mutant {
  readonly name: string;
  readonly property: string;
  readonly machine: AnyStateMachine;
  readonly by: AnyStateMachine;
  /** Components that are changed; all of the machine, if left out. */
  readonly only?: readonly string[];
  readonly given?: Configuration;
}

const launchingTwice = mutantOf(hostCpu, ({ states }) => {
  states.launching!.after = {
    launch: [
      {
        guard: 'isLastLaunch',
        target: 'scheduling',
        actions: ['launchReplay', 'launchUpdate', 'nextIteration'],
      },
      {
        target: 'launching',
        reenter: true,
        actions: ['launchReplay', 'launchUpdate', 'launchReplay', 'launchUpdate', 'nextLaunch'],
      },
    ],
  };
});

/** An update stream that writes what it is told to. */
const writing = (written: (context: UpdateStreamContext) => Omit<Parameters, 'type'>) =>
  enqueueActions(({ context, enqueue }) => {
    const message: Parameters = { type: 'PARAMETERS', ...written(context as UpdateStreamContext) };
    enqueue.sendTo(componentRef('device'), message);
  });

/** Each mutant is a chart with one thing changed; what it does is what the claim that kills it is about. */
const mutants: readonly Mutant[] = [
  {
    name: 'a device that leaves its event set, so that the next replay runs with the parameters of another',
    property: 'parameters-of-its-update of device.0',
    machine: deviceGraph,
    by: deviceGraph.provide({ actions: { resetEvent: assign({}) } }),
  },
  {
    name: 'a device that does not wait for the update',
    property: 'parameters-of-its-update of device.0',
    machine: deviceGraph,
    by: deviceGraph.provide({ guards: { isRecorded: () => true } }),
  },
  {
    name: 'an update stream that records the event, and writes no parameters',
    property: 'parameters-of-its-update of device.0',
    machine: updateStream,
    by: mutantOf(updateStream, ({ states }) => {
      states.updating!.after = { update: { target: 'idle', actions: 'recordEvent' } };
    }),
  },
  {
    name: 'an update stream that writes the parameters of the main model for every graph',
    property: 'parameters-of-its-update of device.0',
    machine: updateStream,
    by: updateStream.provide({
      actions: {
        writeParameters: writing(({ graph, iteration }) => ({
          to: graph,
          parameters: { graph: 0, iteration },
        })) as never,
      },
    }),
  },
  {
    name: 'an update stream that writes the parameters of every graph where the main model has its own',
    property: 'parameters-of-its-update of device.0',
    machine: updateStream,
    by: updateStream.provide({
      actions: {
        writeParameters: writing(({ graph, iteration }) => ({
          to: 0,
          parameters: { graph, iteration },
        })) as never,
      },
    }),
  },
  {
    name: 'a device that is told of parameters, and keeps those of the first iteration',
    property: 'parameters-of-its-update of device.0',
    machine: deviceGraph,
    by: deviceGraph.provide({
      actions: {
        storeParameters: assign({
          parameters: ({ context: { parameters }, event }) =>
            event.type === 'PARAMETERS' && parameters[event.to]!.iteration < 0
              ? parameters.with(event.to, event.parameters)
              : parameters,
        }),
      },
    }),
  },
  {
    name: 'a device whose drafts compute with the parameters of the main model',
    property: 'computed-for-its-iteration',
    machine: deviceGraph,
    by: deviceGraph.provide({
      actions: {
        compute: assign({
          output: ({ context: { metadata, slot, parameters } }) => ({
            metadataOf: metadata[slot]!,
            parametersOf: parameters[0]!,
          }),
        }),
      },
    }),
  },
  {
    name: 'a device whose main model computes with the parameters of the draft before',
    property: 'computed-for-its-iteration',
    machine: deviceGraph,
    by: deviceGraph.provide({
      actions: {
        compute: assign({
          output: ({ context: { metadata, slot, parameters } }) => ({
            metadataOf: metadata[slot]!,
            parametersOf: parameters.at(-1)!,
          }),
        }),
      },
    }),
  },
  {
    name: 'an update stream that writes while a replay still runs',
    property: 'parameters-of-its-update of device.0',
    machine: updateStream,
    by: updateStream.provide({
      guards: { hasReplaysBehind: ({ context }) => context.replaysEnded + 1 >= context.after },
    }),
    given: { dies: 2, iterations: 3, graphs: 1, ahead: 1 },
  },
  {
    name: 'an update stream that records its event twice',
    property: 'event-set-once-for-each-wait',
    machine: updateStream,
    by: mutantOf(updateStream, ({ states }) => {
      states.updating!.after = {
        update: { target: 'idle', actions: ['writeParameters', 'recordEvent', 'recordEvent'] },
      };
    }),
  },
  {
    name: 'a device that does not tell of recorded events',
    property: 'event-set-once-for-each-wait',
    machine: deviceGraph,
    by: mutantOf(deviceGraph, ({ on }) => {
      on!.RECORD = { actions: 'setEvent' };
    }),
  },
  {
    name: 'a collective that does not tell that dies have met',
    property: 'same-graph-on-all-dies',
    machine: collective,
    by: mutantOf(collective, ({ states }) => {
      states.open!.always = { guard: 'isComplete', actions: ['letAllGo', 'startAnew'] };
    }),
    given: { dies: 2, iterations: 1, graphs: 1, ahead: 1 },
  },
  {
    name: 'a host that prepares metadata for each graph',
    property: 'metadata-once',
    machine: hostCpu,
    by: mutantOf(hostCpu, ({ states }) => {
      const { launch } = states.launching!.after as { launch: [object, object] };
      states.launching!.after = { launch: [launch[0], { ...launch[1], target: 'preparing' }] };
    }),
  },
  {
    name: 'a host that writes metadata beyond the slots that its device has',
    property: 'metadata-once',
    machine: hostCpu,
    by: hostCpu.provide({
      actions: {
        writeMetadata: sendTo(componentRef('device'), ({ context: { iteration } }) => ({
          type: 'METADATA',
          iteration,
          slot: iteration,
        })),
      },
    }),
    given: { dies: 1, iterations: 3, graphs: 1, ahead: 1 },
  },
  {
    name: 'a host that writes metadata twice',
    property: 'metadata-once',
    machine: hostCpu,
    by: mutantOf(hostCpu, ({ states }) => {
      states.preparing!.after = {
        prepare: { target: 'launching', actions: ['writeMetadata', 'writeMetadata'] },
      };
    }),
    given: { dies: 1, iterations: 1, graphs: 1, ahead: 1 },
  },
  {
    name: 'a device that does not tell of metadata',
    property: 'metadata-once',
    machine: deviceGraph,
    by: mutantOf(deviceGraph, ({ on }) => {
      on!.METADATA = { actions: 'storeMetadata' };
    }),
  },
  {
    name: 'a host that is one iteration further ahead than it may',
    property: 'launches-within-ahead of host.0',
    machine: hostCpu,
    by: hostCpu.provide({
      guards: { isNotTooFarAhead: ({ context }) => context.iteration - context.ended <= context.ahead + 1 },
    }),
    given: { dies: 1, iterations: 3, graphs: 2, ahead: 1 },
  },
  {
    name: 'a host that counts the end of an iteration twice',
    property: 'launches-within-ahead of host.0',
    machine: hostCpu,
    by: hostCpu.provide({ actions: { countEnded: assign({ ended: ({ context }) => context.ended + 2 }) } }),
    given: { dies: 1, iterations: 4, graphs: 1, ahead: 1 },
  },
  {
    name: 'a host that counts its launches, and makes each twice',
    property: 'launches-within-ahead of host.0',
    machine: hostCpu,
    by: launchingTwice,
    given: { dies: 1, iterations: 2, graphs: 2, ahead: 1 },
  },
  {
    name: 'a device that tells of a recorded event, and does not set it',
    property: 'deadlock-freedom',
    machine: deviceGraph,
    by: deviceGraph.provide({ actions: { setEvent: assign({}) } }),
  },
  {
    name: 'a device that comes to the collective without having computed',
    property: 'computed-for-its-iteration',
    machine: deviceGraph,
    by: deviceGraph.provide({ actions: { compute: assign({}) } }),
  },
  {
    name: 'a device that brings the result of the graph before',
    property: 'computed-for-its-iteration',
    machine: deviceGraph,
    by: mutantOf(deviceGraph, ({ states }) => {
      states.computing!.after = { compute: { target: 'meeting', actions: ['arrive', 'compute'] } };
      states.meeting!.on = {
        MET: [
          { guard: 'isLastReplay', target: 'idle', actions: ['startOver', 'tellUpdates', 'tellHost'] },
          { target: 'idle', actions: ['countReplay', 'tellUpdates'] },
        ],
      };
    }),
  },
  {
    name: 'a host that does not wait for its device',
    property: 'replay-of-its-iteration of device.0',
    machine: hostCpu,
    by: hostCpu.provide({ guards: { isNotTooFarAhead: () => true } }),
    given: { dies: 1, iterations: 3, graphs: 2, ahead: 1 },
  },
  {
    name: 'a device that does not store metadata',
    property: 'replay-of-its-iteration of device.0',
    machine: deviceGraph,
    by: deviceGraph.provide({ actions: { storeMetadata: assign({}) } }),
  },
  {
    name: 'one host that launches the main graph twice',
    property: 'same-graph-on-all-dies',
    machine: hostCpu,
    by: launchingTwice,
    only: ['host.1'],
    given: { dies: 2, iterations: 1, graphs: 2, ahead: 1 },
  },
  {
    name: 'hosts that launch the main graph twice',
    property: 'replays-in-order of device.0',
    machine: hostCpu,
    by: launchingTwice,
  },
  {
    name: 'hosts that skip the last iteration',
    property: 'replays-in-order of device.0',
    machine: hostCpu,
    by: hostCpu.provide({
      guards: { isAllLaunched: ({ context }) => context.iteration + 1 === context.iterations },
    }),
  },
  {
    name: 'hosts that launch the draft before the main model',
    property: 'replays-in-order of device.0',
    machine: hostCpu,
    by: hostCpu.provide({
      actions: {
        launchReplay: sendTo(
          componentRef('device'),
          ({ context: { iteration, launches, launched, ahead } }): Replay => ({
            type: 'REPLAY',
            iteration,
            graph: launches[launches.length - 1 - launched]!,
            slot: iteration % (ahead + 1),
          }),
        ),
      },
    }),
  },
  {
    name: 'a device that never tells its host of the end of an iteration',
    property: 'nothing-left of device.0',
    machine: deviceGraph,
    by: mutantOf(deviceGraph, ({ states }) => {
      states.meeting!.on = { MET: { target: 'idle', actions: ['passOn', 'countReplay', 'tellUpdates'] } };
    }),
  },
  {
    name: 'a collective that lets go with the first die',
    property: 'specified-reception',
    machine: collective,
    by: collective.provide({ guards: { isComplete: ({ context }) => context.arrivals.length > 0 } }),
    given: { dies: 2, iterations: 1, graphs: 1, ahead: 1 },
  },
];

describe('mutants of graph-launch', () => {
  it.each(mutants)('$name: caught by $property', ({ property, machine, by, only, given }) => {
    const healthy = networkWith(
      given ?? { dies: 1, iterations: 2, graphs: 2, ahead: 1 },
      sharingFamily(graphLaunch),
    );
    const network = withMachine(healthy, machine, by, only);
    const violation = explore(network, { until: property }).violations.find(
      (each) => each.property === property,
    );
    expect(violation).toBeDefined();
    expect(replay(network, violation!)).toMatchObject({ isViolated: true });
  });
});

it('each claim of graph-launch has a fault that it catches', () => {
  expect(claimsWithoutFault(graphLaunch)).toEqual([]);
});
