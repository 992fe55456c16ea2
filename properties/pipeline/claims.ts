import type { PoolContext } from '../../machines/die/core-pool.js';
import type { PipelineShape } from '../../machines/networks/pipeline/parameters.js';
import { microbatchOf, poolOf, rankOf } from '../../machines/networks/pipeline/wiring.js';
import type { Graph } from '../../machines/pipeline/graph.js';
import { always, monitor, type Property, reachable, type View } from '../../src/index.js';
import { leasesWithinCores } from '../core-pool/claims.js';
import { sameOperation } from './same-operation.js';
import { stageOrder } from './stage-order.js';

const count = (length: number): number[] => Array.from({ length }, (_, each) => each);

/** What must be true of a decode or prefill instance, and the witnesses that it is not true of nothing. */
export function pipelineProperties(shape: PipelineShape): Property[] {
  const dies = count(shape.dies);
  const microbatches = count(shape.microbatches);
  return [
    ...dies.flatMap((die) => [
      leasesWithinCores(poolOf(die)),
      oneMicrobatchAnEngine(die),
      ...microbatches.map((index) =>
        monitor(
          `stage-order of ${microbatchOf(die, index)}`,
          stageOrder,
          { operators: operatorsOf(shape) },
          { from: [microbatchOf(die, index)] },
        ),
      ),
    ]),
    ...microbatches.map((index) =>
      monitor(
        `same-operation of microbatch ${index}`,
        sameOperation,
        { members: shape.dies },
        { from: dies.map((die) => microbatchOf(die, index)) },
      ),
    ),
    sameSteps(dies),
    ...witnesses(shape, dies, microbatches),
  ];
}

function operatorsOf({ graphs }: PipelineShape): Record<string, string[]> {
  const flat = (graph: Graph) =>
    graph.flatMap(({ layers, stages }) =>
      count(layers).flatMap(() => stages.map(({ operator }) => operator)),
    );
  return Object.fromEntries(Object.entries(graphs).map(([name, graph]) => [name, flat(graph)]));
}

/** No stream serves two microbatches with the same engines: of a stream of decode, which is leased as a whole, one at a time. */
function oneMicrobatchAnEngine(die: number): Property {
  return always(`one-microbatch-an-engine of ${poolOf(die)}`, (view) => {
    const { leases } = view.context<PoolContext>(poolOf(die));
    return leases.every((lease, at) =>
      leases
        .slice(at + 1)
        .every(
          (other) =>
            other.stream !== lease.stream ||
            Object.keys(lease.cores).every(
              (engine) => !(lease.cores[engine]! > 0 && other.cores[engine]! > 0),
            ),
        ),
    );
  });
}

/** Dies meet in every layer, so that none can end a step before the others have come to its end; and all end as many. The margin is in steps. */
function sameSteps(dies: readonly number[]): Property {
  return always('same-steps', (view) => {
    const steps = dies.map((die) => view.context<{ readonly step: number }>(rankOf(die)).step);
    return 1 - (Math.max(...steps) - Math.min(...steps));
  });
}

function witnesses(
  shape: PipelineShape,
  dies: readonly number[],
  microbatches: readonly number[],
): Property[] {
  const all = dies.flatMap((die) => microbatches.map((index) => microbatchOf(die, index)));
  const isWorking = (view: View, id: string) => view.matches(id, 'working') || view.matches(id, 'waiting');
  const found = [
    reachable('all dies end their steps', (view) => dies.every((die) => view.isDone(rankOf(die)))),
    reachable('a microbatch waits for other dies', (view) => all.some((id) => view.matches(id, 'waiting'))),
  ];
  if (shape.microbatches > 1) {
    found.push(
      reachable('two microbatches of a die work at once', (view) =>
        dies.some((die) => microbatches.every((index) => isWorking(view, microbatchOf(die, index)))),
      ),
      reachable('a microbatch waits for engines', (view) => all.some((id) => view.matches(id, 'requesting'))),
    );
  }
  return found;
}
