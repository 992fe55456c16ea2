import type { PoolContext } from '../../machines/die/core-pool.js';
import { exchangeOf, hostOf, microbatchOf, poolOf, rankOf } from '../../machines/networks/pipeline/wiring.js';
import type { ExchangeContext } from '../../machines/pipeline/exchange.js';
import type { GraphLauncherContext } from '../../machines/pipeline/graph-launcher.js';
import type { MicrobatchContext } from '../../machines/pipeline/microbatch.js';
import type { RankContext } from '../../machines/pipeline/rank.js';
import { always, monitor, type Property, reachable, type Variable, type View } from '../../src/index.js';
import { leasesWithinCores } from '../core-pool/claims.js';
import { allCollectives } from './all-collectives.js';
import type { Asked, PaperOperator, PaperOrder } from './paper-order.js';
import { sameOperation } from './same-operation.js';
import { wholeGraphs } from './whole-graphs.js';

const count = (length: number): number[] => Array.from({ length }, (_, each) => each);

/** What a die calls its microbatches. */
const nameOf = (index: number): string => `microbatch.${index}`;

const isLeasing = (view: View, id: string): boolean => view.hasTag(id, 'leasing');

/**
 * What must be true of a decode or prefill instance, and the witnesses that it is not true of nothing.
 *
 * @param order what the paper makes each microbatch do
 */
export function pipelineProperties(asked: Asked, order: PaperOrder): Property[] {
  const dies = count(asked.dies);
  const microbatches = count(asked.microbatches);
  return [
    ...dies.flatMap((die) => [
      leasesWithinCores(poolOf(die)),
      ...(asked.microbatches > 1 ? [oneMicrobatchAnEngine(die)] : []),
      ...microbatches.flatMap((index) => [
        stageOrder(die, index, order),
        stagesOnTheirEngines(die, index, order),
      ]),
      graphsAreWhole(die, asked, order),
      launchesWithinAhead(die, asked, order),
      nothingLeft(die, microbatches),
    ]),
    ...microbatches.flatMap((index) => [
      sameOperationOf(index, dies),
      collectivesInOrder(index, asked, order),
    ]),
    sameSteps(dies),
    ...witnesses(asked, order),
  ];
}

/** No stream serves two microbatches with the same engines: of a stream of decode, which is leased as a whole, one at a time (docs/paper/facts.md 6, 8). */
function oneMicrobatchAnEngine(die: number): Property {
  const pool = (view: View) => view.context<PoolContext>(poolOf(die));
  return always(`one-microbatch-an-engine of ${poolOf(die)}`, {
    then: (view) => {
      const { leases } = pool(view);
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
    },
    // One asks for engines that another has.
    hardCase: (view) => pool(view).queue.length > 0,
  });
}

/** A microbatch goes through the operators of its graph in the order of the paper: none is left out, done twice or done early. */
function stageOrder(die: number, index: number, { passes }: PaperOrder): Property {
  const id = microbatchOf(die, index);
  const of = (view: View) => view.context<MicrobatchContext>(id);
  return always(`stage-order of ${id}`, {
    when: (view) => !view.matches(id, 'idle'),
    then: (view) => {
      const { applied, graphs, position } = of(view);
      const { graph, block, stage } = position;
      const pass = passes[graph] ?? [];
      return (
        applied.every((operator, at) => operator === pass[at]?.operator) &&
        graphs[graph]?.[block]?.stages[stage]?.operator === pass[applied.length]?.operator
      );
    },
    // It is in the last operator of the last layer.
    hardCase: (view) => isLeasing(view, id) && of(view).applied.length + 1 === passes.main!.length,
  });
}

/**
 * While a microbatch runs an operator, and waits in it for other dies, its die has lent it the engines that the paper gives this operator, and at
 * no other time any: none is given back early, kept, or lent for another operator. It asks for engines only where the operator before had others:
 * microbatches swap streams, and take no turns within one (docs/paper/facts.md 6, 8).
 */
function stagesOnTheirEngines(die: number, index: number, { passes }: PaperOrder): Property {
  const id = microbatchOf(die, index);
  return always(
    `stages-on-their-engines of ${id}`,
    {
      then: (view) => {
        const { applied, position } = view.context<MicrobatchContext>(id);
        const own = view
          .context<PoolContext>(poolOf(die))
          .leases.filter(({ kernel }) => kernel === nameOf(index));
        const next = passes[position.graph]?.[applied.length];
        if (!isLeasing(view, id)) {
          const last = passes[position.graph]?.[applied.length - 1];
          const isInTurn = !view.matches(id, 'requesting') || last === undefined || !isOnSame(last, next);
          return own.length === 0 && isInTurn;
        }
        return own.length === 1 && isOnSame({ stream: own[0]!.stream, engines: own[0]!.cores }, next);
      },
      hardCase: (view) => view.matches(id, 'waiting'),
    },
    { about: () => leasesOf(die) },
  );
}

const leasesOf = (die: number): Variable => ({ component: poolOf(die), path: ['leases'] });

type Place = Pick<PaperOperator, 'stream' | 'engines'>;

function isOnSame(one: Place, other: Place | undefined): boolean {
  if (other === undefined) return false;
  const engines = Object.keys({ ...one.engines, ...other.engines });
  return (
    one.stream === other.stream &&
    engines.every((each) => (one.engines[each] ?? 0) === (other.engines[each] ?? 0))
  );
}

/** See `wholeGraphs`. */
function graphsAreWhole(die: number, { microbatches, steps }: Asked, order: PaperOrder): Property {
  const graphs = order.launches.map((graph) => ({
    graph,
    operators: order.passes[graph]!.map(({ operator }) => operator),
  }));
  const rank = (view: View) => view.context<RankContext>(rankOf(die));
  const ids = count(microbatches).map((index) => [nameOf(index), microbatchOf(die, index)] as const);
  return monitor(
    `graphs-are-whole of die.${die}`,
    wholeGraphs,
    { microbatches: Object.fromEntries(ids), graphs, steps },
    {
      from: [rankOf(die), hostOf(die), ...ids.map(([, id]) => id)],
      // The last graph is running, and the other microbatch, if there is one, has come out of it.
      hardCase: (view) =>
        view.matches(rankOf(die), 'running') &&
        rank(view).ended === microbatches - 1 &&
        rank(view).step === steps - 1 &&
        rank(view).graphs === order.launches.length - 1,
    },
  );
}

/**
 * A host launches graphs ahead of its die, and no more than it may: those that wait for the die, and the one that it runs (docs/paper/facts.md 7, fix
 * 2). The margin is in graphs.
 */
function launchesWithinAhead(die: number, { ahead, steps }: Asked, { launches }: PaperOrder): Property {
  const all = steps * launches.length;
  const most = Math.min(ahead + 1, all);
  const launched = (view: View) => launchedAhead(view, die) + (isRunning(view, die) ? 1 : 0);
  return always(`launches-within-ahead of die.${die}`, {
    then: (view) => most - launched(view),
    // It has launched as many as it may, and has more to launch unless these are all.
    hardCase: (view) => launched(view) === most && (most === all || !view.matches(hostOf(die), 'finished')),
  });
}

/** Graphs that are launched and wait for the die. */
const launchedAhead = (view: View, die: number): number => view.waiting(hostOf(die), rankOf(die)).length;

const isRunning = (view: View, die: number): boolean =>
  view.matches(rankOf(die), 'running') || view.matches(rankOf(die), 'sampling');

/** See `sameOperation`. */
function sameOperationOf(index: number, dies: readonly number[]): Property {
  return monitor(
    `same-operation of microbatch ${index}`,
    sameOperation,
    { members: dies.length },
    { from: [exchangeOf(index)], hardCase: (view) => isSomeBehind(view, index, dies) },
  );
}

/** See `allCollectives`. */
function collectivesInOrder(index: number, asked: Asked, { launches, passes }: PaperOrder): Property {
  const operations = launches.flatMap((graph) =>
    passes[graph]!.filter(({ isCollective }) => isCollective).map(({ operator }) => ({ graph, operator })),
  );
  return monitor(
    `collectives-in-order of microbatch ${index}`,
    allCollectives,
    { members: asked.dies, operations, steps: asked.steps },
    {
      from: [exchangeOf(index)],
      hardCase: (view) => isSomeBehind(view, index, count(asked.dies)),
    },
  );
}

/** One die waits in a collective while another has not come to it yet; of one die: it is let go. */
function isSomeBehind(view: View, index: number, dies: readonly number[]): boolean {
  const ids = dies.map((die) => microbatchOf(die, index));
  return (
    ids.some((id) => view.matches(id, 'waiting')) &&
    (dies.length === 1 || ids.some((id) => view.matches(id, 'working')))
  );
}

/** When a die has ended its steps, all is as at the start: no lease, no request, no launch, no arrival and no departure is left. */
function nothingLeft(die: number, microbatches: readonly number[]): Property {
  return always(
    `nothing-left of die.${die}`,
    {
      when: (view) => view.isDone(rankOf(die)),
      then: (view) => {
        const { leases, queue } = view.context<PoolContext>(poolOf(die));
        return (
          leases.length === 0 &&
          queue.length === 0 &&
          view.matches(hostOf(die), 'finished') &&
          view.context<GraphLauncherContext>(hostOf(die)).inFlight === 0 &&
          view.waiting(hostOf(die), rankOf(die)).length === 0 &&
          microbatches.every((index) => {
            const id = microbatchOf(die, index);
            return (
              view.matches(id, 'idle') &&
              view.context<MicrobatchContext>(id).applied.length === 0 &&
              view.waiting(exchangeOf(index), id).length === 0 &&
              view.context<ExchangeContext>(exchangeOf(index)).arrived === 0
            );
          })
        );
      },
    },
    {
      about: (view) =>
        view.context<PoolContext>(poolOf(die)).leases.length === 0 ? undefined : leasesOf(die),
    },
  );
}

/** Dies meet in every layer, so that none can end a step before the others have come to its end; and all end as many. The margin is in steps. */
function sameSteps(dies: readonly number[]): Property {
  const steps = (view: View) => dies.map((die) => view.context<RankContext>(rankOf(die)).step);
  return always('same-steps', {
    then: (view) => 1 - (Math.max(...steps(view)) - Math.min(...steps(view))),
    // A die has ended a step, or all of one.
    hardCase: (view) => dies.length === 1 || new Set(steps(view)).size > 1,
  });
}

function witnesses({ ahead, steps, ...asked }: Asked, { launches }: PaperOrder): Property[] {
  const dies = count(asked.dies);
  const microbatches = count(asked.microbatches);
  const all = dies.flatMap((die) => microbatches.map((index) => microbatchOf(die, index)));
  const found = [
    reachable('all dies end their steps', (view) => dies.every((die) => view.isDone(rankOf(die)))),
    reachable('a microbatch waits for other dies', (view) => all.some((id) => view.matches(id, 'waiting'))),
  ];
  const most = Math.min(ahead, steps * launches.length - 1);
  if (most > 0) {
    found.push(
      reachable('a host is as many graphs ahead as it may', (view) =>
        dies.some((die) => isRunning(view, die) && launchedAhead(view, die) === most),
      ),
    );
  }
  if (microbatches.length > 1) {
    found.push(
      reachable('two microbatches of a die work at once', (view) =>
        dies.some((die) => microbatches.every((index) => isLeasing(view, microbatchOf(die, index)))),
      ),
      reachable('a microbatch waits for engines', (view) => all.some((id) => view.matches(id, 'requesting'))),
    );
  }
  return found;
}
