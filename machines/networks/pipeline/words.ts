import type { NetworkTelling, Step, View, WaitsFor } from '../../../src/index.js';
import type { PoolContext } from '../../die/core-pool.js';
import { dieGroup } from '../../die-group.js';
import { stageAt } from '../../pipeline/graph.js';
import type { GraphLauncherContext } from '../../pipeline/graph-launcher.js';
import type { MicrobatchContext } from '../../pipeline/microbatch.js';
import type { RankContext } from '../../pipeline/rank.js';
import type { PipelineShape } from './parameters.js';
import { exchangeOf, parseMicrobatch, poolOf } from './wiring.js';

/** Sentences for the counterexamples of decode and prefill instances: dies, microbatches, and the operators that they run. */
export function pipelineWords({
  microbatches,
}: Pick<PipelineShape, 'microbatches'>): Pick<NetworkTelling, 'describe' | 'group' | 'waitsFor'> {
  const nameOf = (id: string): string => {
    const part = parseMicrobatch(id);
    const of = part === undefined || microbatches === 1 ? '' : `'s microbatch ${part.index}`;
    return `${dieGroup(id)[0]!}${of}`;
  };
  return {
    group: dieGroup,
    describe: {
      step: (step, before, after) => stepText(nameOf, step, before, after),
      move: (id, before, after) => moveText(nameOf(id), id, before, after),
      observed: observedText,
      cell: (_, [field], value) =>
        field === 'applied' ? listText(value) : field === 'leases' ? leasesText(value) : undefined,
    },
    waitsFor: (view, id) => waitsFor(nameOf, view, id),
  };
}

type NameOf = (id: string) => string;

const kindOf = (id: string): string => id.split('.')[2] ?? '';

/** The operator that a microbatch is at, with its layer. */
function operatorOf(view: View, id: string): string {
  const { graphs, position } = view.context<MicrobatchContext>(id);
  return `${stageAt(graphs, position).operator} of layer ${position.layer}, graph ${position.graph}`;
}

function stepText(nameOf: NameOf, step: Step, before: View, after: View | undefined): string | undefined {
  if (step.kind === 'timer') return timerText(nameOf, step.component, before, after);
  if (step.kind !== 'deliver') return undefined;
  if (step.event.type === 'LAUNCH') return `${nameOf(step.to)} begins graph ${String(step.event.graph)}`;
  if (step.event.type !== 'DEPARTED') return undefined;
  return `${nameOf(step.to)} has what all dies give in ${operatorOf(before, step.to)}, and goes on`;
}

function timerText(nameOf: NameOf, id: string, before: View, after: View | undefined): string | undefined {
  const who = nameOf(id);
  switch (kindOf(id)) {
    case 'microbatch': {
      const waits = after?.matches(id, 'waiting') === true ? ', and waits in it for the other dies' : '';
      return `${who} runs ${operatorOf(before, id)}${waits}`;
    }
    case 'rank':
      return `${who} samples at the end of graph ${before.context<RankContext>(id).graph}`;
    case 'host': {
      const { graphs, next } = before.context<GraphLauncherContext>(id);
      return `${who}'s host launches graph ${graphs[next]!}`;
    }
    default:
      return undefined;
  }
}

function moveText(who: string, id: string, before: View, after: View): string | undefined {
  const came = (from: string, to: string) => before.matches(id, from) && after.matches(id, to);
  switch (kindOf(id)) {
    case 'host':
      return came('launching', 'finished') ? `${who}'s host has launched everything` : undefined;
    case 'rank':
      if (came('between', 'running')) return `${who} begins graph ${after.context<RankContext>(id).graph}`;
      return came('running', 'sampling') ? `${who} has run the graph` : undefined;
    case 'microbatch': {
      if (came('working', 'waiting')) return `${who} waits in ${operatorOf(after, id)}`;
      const [had, has] = [before, after].map((view) => view.context<MicrobatchContext>(id).applied);
      return has!.length > had!.length ? `${who} has run ${has!.at(-1)!}` : undefined;
    }
    default:
      return undefined;
  }
}

function observedText(id: string, event: { readonly [key: string]: unknown }): string | undefined {
  const { type, graph, operator, applied, step } = event;
  switch (type) {
    case 'ARRIVED':
      return `a die comes to ${String(operator)} of graph ${String(graph)}`;
    case 'ACTIVATIONS_RECEIVED':
      return `${dieGroup(id)[0]!} has run graph ${String(graph)}: ${listText(applied) ?? ''}`;
    case 'GRAPH_RETURNED':
      return `${dieGroup(id)[0]!}'s host is told that graph ${String(graph)} has ended`;
    case 'STEP_ENDED':
      return `${dieGroup(id)[0]!} has ended step ${String(step)}`;
    case 'STAGE_BEGUN':
    case 'STAGE_ENDED':
      return `${dieGroup(id)[0]!} ${type === 'STAGE_BEGUN' ? 'begins' : 'ends'} ${String(operator)} of graph ${String(graph)}`;
    default:
      return undefined;
  }
}

function listText(value: unknown): string | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.length === 0 ? 'nothing yet' : value.join(', ');
}

/** `microbatch.0 has 8 AIC and 16 AIV of stream attention`. */
function leasesText(value: unknown): string {
  const leases = value as PoolContext['leases'];
  if (leases.length === 0) return 'nobody has engines';
  return leases
    .map(({ kernel, stream, cores }) => {
      const engines = Object.entries(cores)
        .filter(([, count]) => count > 0)
        .map(([kind, count]) => `${count} ${kind.toUpperCase()}`);
      return `${kernel} has ${engines.join(' and ')} of stream ${stream}`;
    })
    .join(', ');
}

/** A microbatch waits for engines that others have, or in a collective for other dies; ranks and hosts wait for each other. */
function waitsFor(nameOf: NameOf, view: View, id: string): readonly WaitsFor[] {
  const give = (of: readonly string[], words: string, event: WaitsFor['given'] & object): WaitsFor[] => [
    { of, words, given: event },
  ];
  const [, die] = id.split('.');
  const own = (kind: string) => `die.${die}.${kind}`;
  const microbatches = view.components.filter((other) => kindOf(other) === 'microbatch');
  switch (kindOf(id)) {
    case 'microbatch':
      return view.matches(id, 'requesting')
        ? enginesAwaited(nameOf, view, id)
        : view.matches(id, 'waiting')
          ? othersAwaited(nameOf, view, id, microbatches)
          : [];
    case 'rank': {
      if (view.matches(id, 'between')) {
        const event = { type: 'LAUNCH', graph: view.context<RankContext>(id).graph };
        return give([own('host')], "waits for its host's next launch", { to: id, event });
      }
      const running = microbatches.filter(
        (other) => other.startsWith(`die.${die}.`) && !view.matches(other, 'idle'),
      );
      if (!view.matches(id, 'running') || running.length === 0) return [];
      const event = { type: 'MICROBATCH_ENDED', microbatch: 'microbatch.0', applied: [] };
      return give(running, `waits for ${running.map(nameOf).join(' and ')}`, { to: id, event });
    }
    default:
      return [];
  }
}

function enginesAwaited(nameOf: NameOf, view: View, id: string): WaitsFor[] {
  const { die, index } = parseMicrobatch(id)!;
  const { leases } = view.context<PoolContext>(poolOf(die));
  const holders = leases
    .map(({ kernel }) => `die.${die}.${kernel}`)
    .filter((holder) => holder !== id && view.components.includes(holder));
  const whose = holders.length === 0 ? 'nobody' : holders.map(nameOf).join(' and ');
  return [
    {
      of: holders,
      words: `waits for engines of ${poolOf(die)} for ${operatorOf(view, id)}; ${whose} has them`,
      given: { to: id, event: { type: 'LEASED', kernel: `microbatch.${index}` } },
    },
  ];
}

/** Those of the same number on other dies that have not come to the collective. */
function othersAwaited(nameOf: NameOf, view: View, id: string, microbatches: readonly string[]): WaitsFor[] {
  const { index } = parseMicrobatch(id)!;
  const others = microbatches.filter(
    (other) => other !== id && parseMicrobatch(other)!.index === index && !view.matches(other, 'waiting'),
  );
  const whom = others.length === 0 ? 'others' : others.map(nameOf).join(' and ');
  return [
    {
      of: others,
      words: `waits at ${exchangeOf(index)} in ${operatorOf(view, id)} for ${whom}`,
      given: { to: id, event: { type: 'DEPARTED' } },
    },
  ];
}
