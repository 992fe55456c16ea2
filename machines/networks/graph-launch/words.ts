import type { HostContext } from '../../die/host-cpu.js';
import type { NetworkTelling, Step, View, WaitsFor } from '../../../src/index.js';
import type { AnyEventObject } from 'xstate';
import type { ArrivedObservation, MetObservation } from '../../die/collective.js';
import type { DeviceContext, EventRecorded, MetadataReceived } from '../../die/device-graph.js';

/** Sentences for the counterexamples of hosts, devices and their streams. */
export const graphLaunchWords: Pick<NetworkTelling, 'describe' | 'group' | 'waitsFor'> = {
  group: (id) => {
    const die = dieOf(id);
    return die === undefined ? ['between the dies'] : [`die ${die}`];
  },
  describe: { step: stepText, move: moveText, observed: observedText },
  waitsFor,
};

/** The die of a component; `undefined` of the collective. */
const dieOf = (id: string): string | undefined => id.split('.')[1];

/** A graph in words: the first one is the main model's. */
const graphText = (graph: unknown): string => (graph === 0 ? 'main graph' : `draft graph ${String(graph)}`);

const ofIteration = (iteration: unknown): string => `, iteration ${String(iteration)}`;

function stepText(step: Step, before: View): string | undefined {
  if (step.kind === 'timer') {
    const die = dieOf(step.component);
    const [kind] = step.component.split('.');
    const { graph, iteration } = before.context<{ graph?: number; iteration?: number }>(step.component);
    if (kind === 'host') return hostText(die!, step.component, before);
    if (kind === 'device') return `die ${die} computes its ${graphText(graph)}${ofIteration(iteration)}`;
    if (kind === 'updates')
      return `die ${die} (${step.component}) writes the parameters of its ${graphText(graph)}${ofIteration(iteration)}, and records its event`;
    return undefined;
  }
  if (step.kind !== 'deliver') return undefined;
  const { type, graph, iteration } = step.event as { type: string; graph?: number; iteration?: number };
  const die = dieOf(step.to);
  if (type === 'REPLAY') return `die ${die} begins its ${graphText(graph)}${ofIteration(iteration)}`;
  if (type !== 'UPDATE') return undefined;
  return `${step.to} comes to its update for the ${graphText(graph)}${ofIteration(iteration)}`;
}

function moveText(id: string, before: View, after: View): string | undefined {
  const [kind, die] = id.split('.');
  const { graph, iteration } = after.context<{ graph?: number; iteration?: number }>(id);
  const what = `${graphText(graph)}${ofIteration(iteration)}`;
  if (kind === 'updates' && before.matches(id, 'updating') && !after.matches(id, 'updating'))
    return `${id} records the event of the ${what}`;
  if (kind === 'device' && before.matches(id, 'idle') && !after.matches(id, 'idle'))
    return `die ${die} begins its ${what}`;
  if (kind !== 'host') return undefined;
  return !before.matches(id, 'finished') && after.matches(id, 'finished')
    ? `die ${die}'s host has launched everything`
    : undefined;
}

/** A device waits for the event of its graph, or for the devices of the other dies. */
function waitsFor(view: View, id: string): readonly WaitsFor[] {
  if (!id.startsWith('device.')) return [];
  const { graph, iteration, die } = view.context<DeviceContext>(id);
  if (view.matches(id, 'awaitingUpdate')) {
    const streams = view.components.filter(
      (other) => other.startsWith('updates.') && dieOf(other) === dieOf(id) && !view.matches(other, 'idle'),
    );
    const words = `waits for the event of its ${graphText(graph)}${ofIteration(iteration)}, which nobody is left to record`;
    const awaited = `waits for the event of its ${graphText(graph)}${ofIteration(iteration)}`;
    return [
      {
        of: streams,
        words: streams.length === 0 ? words : awaited,
        given: { to: id, event: { type: 'RECORD', graph } },
      },
    ];
  }
  if (!view.matches(id, 'meeting')) return [];
  const others = view.components.filter(
    (other) => other.startsWith('device.') && dieOf(other) !== String(die) && !view.matches(other, 'meeting'),
  );
  return [
    {
      of: others,
      words: 'waits for the other dies in its collective',
      given: { to: id, event: { type: 'MET' } },
    },
  ];
}

function observedText(id: string, event: AnyEventObject): string | undefined {
  const observed = event as unknown as EventRecorded | MetadataReceived | ArrivedObservation | MetObservation;
  const who = `die ${dieOf(id)}`;
  switch (observed.type) {
    case 'METADATA_RECEIVED': {
      const again = observed.again ? ' once more' : '';
      return `${who} is given the metadata of iteration ${observed.iteration}${again}${observed.outside ? ', where none belong' : ''}`;
    }
    case 'EVENT_RECORDED':
      return `the event of ${who}'s ${graphText(observed.graph)} is recorded${observed.over ? ', though it is set already' : ''}`;
    case 'ARRIVED': {
      const { die, graph, iteration, output } = observed;
      const { metadataOf, parametersOf } = output;
      return `die ${die} comes with its ${graphText(graph)}${ofIteration(iteration)}, computed with metadata of iteration ${metadataOf} and parameters of the ${graphText(parametersOf.graph)}${ofIteration(parametersOf.iteration)}`;
    }
    case 'COLLECTIVE_MET': {
      const each = observed.arrivals.map(
        ({ die, graph, iteration }) => `die ${die} in its ${graphText(graph)}${ofIteration(iteration)}`,
      );
      return `they meet: ${each.join('; ')}`;
    }
    default:
      return undefined;
  }
}

function hostText(die: string, id: string, before: View): string {
  const { iteration, launched, launches } = before.context<HostContext>(id);
  return before.matches(id, 'preparing')
    ? `die ${die}'s host writes the metadata${ofIteration(iteration)}`
    : `die ${die}'s host launches the ${graphText(launches[launched])}${ofIteration(iteration)}`;
}
