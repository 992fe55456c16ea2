import type { AnyEventObject, StateValue } from 'xstate';
import type { WindowContext, WindowObservation } from '../../machines/die/receive-window.js';
import type { Operator } from '../../machines/die/window-protocol.js';
import type { ExpertContext } from '../../machines/moe/expert-ffn.js';
import type { OperatorContext } from '../../machines/moe/fused-operator.js';
import { flagAddress, type Layout } from '../../machines/moe/window-layout.js';
import type { DispatchCombineWiring } from '../../machines/networks/dispatch-combine/wiring.js';
import {
  always,
  monitor,
  type Property,
  reachable,
  type ReachableProperty,
  type Variable,
  type View,
} from '../../src/index.js';
import { asAtTheStart } from './as-at-the-start.js';
import { comingToAnEnd } from './coming-to-an-end.js';
import { issuedOnlyWhileUp, withinCredits } from './flow.js';
import { givingUp } from './giving-up.js';
import { type Group, hasReplicas } from './group.js';
import { DIES_MAX, HardCases } from './hard-cases.js';
import { computedByItsExpert } from './monitors/computed-by-its-expert.js';
import { copiesArriveOnce } from './monitors/copies-arrive-once.js';
import { dispatchesInTurn } from './monitors/dispatches-in-turn.js';
import { flagImpliesData } from './monitors/flag-implies-data.js';
import { noOverwrite } from './monitors/no-overwrite.js';
import { oneFlagPerPeer } from './monitors/one-flag-per-peer.js';
import { operatorOrder } from './monitors/operator-order.js';
import { replicasShareTheDies } from './monitors/replicas-share-the-dies.js';
import { signalsOfTheirOperation } from './monitors/signals-of-their-operation.js';
import { slotsReadOnce } from './monitors/slots-read-once.js';
import { stagesInOrder } from './monitors/stages-in-order.js';
import { storesWithinWindow } from './monitors/stores-within-window.js';
import { tokensSummedOnce } from './monitors/tokens-summed-once.js';
import { mayHaveTokens } from './tokens.js';

/** Everything that must be true of dispatch and combine. */
export function dispatchCombineProperties(wiring: DispatchCombineWiring): Property[] {
  const cases = new HardCases(wiring);
  return [
    monitor('flag-implies-data', flagImpliesData, undefined, {
      from: cases.dataWindows,
      hardCase: cases.dataBeforeSignals(),
    }),
    monitor('no-overwrite', noOverwrite, undefined, {
      from: cases.windows,
      hardCase: cases.slotUsedAgain(),
    }),
    monitor('signals-of-their-operation', signalsOfTheirOperation, undefined, {
      from: cases.windows,
      hardCase: cases.signalCellUsedAgain(),
      about: (_, cause) => foreignFlag(wiring.layout, cause),
    }),
    monitor('stores-within-window', storesWithinWindow, undefined, {
      from: cases.dataWindows,
      hardCase: cases.lastSlotUsed(),
    }),
    monitor('stages-in-order', stagesInOrder, undefined, {
      from: cases.dataWindows,
      hardCase: cases.coreAtSeveralStages(),
    }),
    ...(hasReplicas(groupOf(wiring)) ? [replicasShare(wiring, cases)] : []),
    ...wiring.dies.flatMap((die) => claimsOfDie(wiring, cases, die)),
    ...wiring.microbatches.map((microbatch) => epochSkew(wiring, cases, microbatch)),
    ...(wiring.shape.credits > 0 ? withinCredits(wiring, cases) : []),
    ...(wiring.shape.flaps > 0 ? [issuedOnlyWhileUp(wiring, cases)] : []),
    ...(wiring.hasHealth ? givingUp(wiring, cases) : []),
    asAtTheStart(wiring),
    ...comingToAnEnd(wiring),
    ...witnesses(wiring, cases),
  ];
}

/** The flag of another operation that a wait has ended on; results are counted together. */
function foreignFlag(layout: Layout, cause?: AnyEventObject): Variable | undefined {
  const { component, item, signals } = cause as unknown as Extract<
    WindowObservation,
    { type: 'WAIT_ENDED' }
  > & {
    readonly component: string;
  };
  const foreign = signals.find((signal) => signal.item !== item);
  if (foreign === undefined || !component.startsWith('status.')) return undefined;
  return { component, path: ['cells', String(flagAddress(layout, foreign.source))] };
}

function groupOf({ shape }: DispatchCombineWiring): Group {
  const { dies, sharedDies, expertsPerDie, redundant, topK } = shape;
  return { dies, sharedDies, expertsPerDie, redundant, topK };
}

function replicasShare(wiring: DispatchCombineWiring, cases: HardCases): Property {
  const { names, dies, microbatches } = wiring;
  const group = groupOf(wiring);
  return monitor(
    'replicas-share-the-dies',
    replicasShareTheDies,
    { group },
    {
      from: dies.flatMap((die) => microbatches.map((microbatch) => names.expert(die, microbatch))),
      hardCase: cases.replicaHasItsShare(group),
    },
  );
}

function claimsOfDie(wiring: DispatchCombineWiring, cases: HardCases, die: number): Property[] {
  const { names, microbatches, hasHealth, shape } = wiring;
  const group = groupOf(wiring);
  const experts = microbatches.map((microbatch) => names.expert(die, microbatch));
  const dispatches = microbatches.map((microbatch) => names.dispatch(die, microbatch));
  const combines = microbatches.map((microbatch) => names.combine(die, microbatch));
  return [
    monitor(
      `one-flag-per-peer at die ${die}`,
      oneFlagPerPeer,
      { dies: shape.dies, areZeroed: shape.flags === 'zeroing' },
      {
        from: [...cases.statusWindowsOf(die), ...experts],
        hardCase: cases.flagMissing(die),
      },
    ),
    monitor(`slots-read-once at die ${die}`, slotsReadOnce, undefined, {
      from: [
        ...cases.dataWindowsOf(die),
        ...(hasHealth ? wiring.dies.map((each) => names.health(each)) : []),
      ],
      hardCase: cases.slotsFull(die),
    }),
    monitor(
      `copies-arrive-once at die ${die}`,
      copiesArriveOnce,
      { group, die },
      { from: experts, hardCase: cases.expertsWithRowsOfTwo(die, group) },
    ),
    monitor(`computed-by-its-expert at die ${die}`, computedByItsExpert, undefined, {
      from: combines,
      // Whose expert is the only one of the die may be wrong with any row.
      hardCase:
        shape.expertsPerDie === 1 ? cases.expertsWithRows(die) : cases.expertsWithRowsOfTwo(die, group),
    }),
    ...(microbatches.length === 1
      ? []
      : [
          monitor(`dispatches-in-turn at die ${die}`, dispatchesInTurn, undefined, {
            from: dispatches,
            hardCase: cases.gateWaitsForTurn(die),
          }),
        ]),
    ...microbatches.flatMap((microbatch) => {
      const stream = names.stream(die, microbatch);
      const parts = [names.dispatch, names.expert, names.combine].map((name) => name(die, microbatch));
      return [
        monitor(
          `tokens-summed-once of ${stream}`,
          tokensSummedOnce,
          { group, die, waiting: names.waiting(names.combine(die, microbatch)) },
          { from: [stream, ...cases.dataWindowsOf(die)], hardCase: cases.resultsAwaited(die, microbatch) },
        ),
        monitor(
          `operator-order of ${stream}`,
          operatorOrder,
          { first: microbatch, stride: microbatches.length, items: shape.layers },
          {
            from: [stream, ...parts, ...(hasHealth ? [names.health(die)] : [])],
            hardCase: cases.peerInAnotherLayer(die, microbatch),
          },
        ),
      ];
    }),
  ];
}

/** FusedDispatches that a stream has behind it. */
function dispatchesEnded(view: View, stream: string): number {
  const { layer } = view.context<{ layer: number }>(stream);
  const isPastDispatch = view.matches(stream, 'computing') || view.matches(stream, 'combining');
  return layer + (isPastDispatch ? 1 : 0);
}

/**
 * A FusedDispatch ends only after the flags of all dies, so that no die has ended more than one more than another: the ground on
 * which two halves of a buffer are enough (docs/paper/facts.md 13.1). The margin is in operations.
 */
function epochSkew(
  { names, dies, microbatches }: DispatchCombineWiring,
  cases: HardCases,
  microbatch: number,
) {
  const name = microbatches.length === 1 ? 'epoch-skew' : `epoch-skew of microbatch ${microbatch}`;
  const streams = dies.map((die) => names.stream(die, microbatch));
  return always(name, {
    then: (view) => {
      const ended = streams.map((stream) => dispatchesEnded(view, stream));
      return 1 - (Math.max(...ended) - Math.min(...ended));
    },
    hardCase: cases.peerInAnotherLayer(0, microbatch),
  });
}

/**
 * What takes its time takes it: while it lasts, others go on. A chart that left out the time would hide what they do meanwhile, and be told from
 * the healthy one by nothing else.
 */
function timed(wiring: DispatchCombineWiring, cases: HardCases): ReachableProperty[] {
  const { names, shape, microbatches } = wiring;
  const dies = wiring.dies.slice(0, DIES_MAX);
  if (!mayHaveTokens(wiring, dies)) return [];
  const each = <T>(what: (die: number, microbatch: number) => T): T[] =>
    dies.flatMap((die) => microbatches.map((microbatch) => what(die, microbatch)));
  const operators = { dispatch: each(names.dispatch), combine: each(names.combine) };
  const cores = [...operators.dispatch, ...operators.combine].flatMap((operator) =>
    wiring.cores.map((core) => names.core(operator, core)),
  );
  const experts = each(names.expert);
  // What is pulled lies with those who have sent it.
  const isPushed = { dispatch: shape.dispatchTransfer === 'push', combine: shape.combineTransfer === 'push' };
  const gathersFullSlots = (of: Operator) => (view: View) =>
    operators[of].some((operator) => {
      if (!view.matches(operator, 'gathering')) return false;
      const { die, item } = view.context<OperatorContext>(operator);
      const read = isPushed[of] ? cases.dataWindowsOf(die) : cases.dataWindows;
      return read.some((window) => holdsCopy(view, window, of, item));
    });
  const inState = (value: StateValue) => (view: View) => cores.some((core) => view.matches(core, value));
  return [
    reachable('tokens lie in their slots while FusedDispatch gathers', gathersFullSlots('dispatch')),
    reachable('experts compute with tokens', (view) =>
      experts.some(
        (expert) => view.matches(expert, 'computing') && view.context<ExpertContext>(expert).rows.length > 0,
      ),
    ),
    reachable('results lie in their slots while FusedCombine gathers', gathersFullSlots('combine')),
    ...(shape.ubufferSlots === 0
      ? [reachable('a core sends', inState('sending'))]
      : [
          reachable('a token is being loaded', inState({ pipelined: { stage1: 'loading' } })),
          reachable('a token is being quantised', inState({ pipelined: { stage2: 'quantising' } })),
          reachable('a token is being stored', inState({ pipelined: { stage3: 'storing' } })),
        ]),
  ];
}

const holdsCopy = (view: View, window: string, of: Operator, item: number): boolean =>
  Object.values(view.context<WindowContext>(window).cells).some(
    (cell) => cell.kind === 'slot' && cell.copy.of === of && cell.copy.item === item,
  );

/** Witnesses: the situations that the protocol exists for do occur. */
function witnesses(wiring: DispatchCombineWiring, cases: HardCases): Property[] {
  const { names, shape } = wiring;
  const streams = wiring.dies.map((die) => names.stream(die, 0));
  const dispatches = wiring.dies.map((die) => names.dispatch(die, 0));
  const routings = wiring.dies.map((die) => wiring.routingsOf(die));
  const canBeIdle = routings.some((each) => each.some((routing) => routing.length === 0));
  const found = [
    reachable('all dies finish', (view) => streams.every((stream) => view.matches(stream, 'finished'))),
  ];
  if (mayHaveTokens(wiring, wiring.dies)) {
    const cores = dispatches.flatMap((dispatch) => wiring.cores.map((core) => names.core(dispatch, core)));
    found.push(
      reachable('a flag waits for data to become visible', (view) =>
        cores.some((core) => view.matches(core, 'draining')),
      ),
    );
  }
  found.push(...timed(wiring, cases));
  if (shape.layers > 1) {
    found.push(
      reachable('a die runs ahead into the next layer', (view) => {
        const layersOf = streams.map((stream) => view.context<{ layer: number }>(stream).layer);
        return Math.max(...layersOf) > Math.min(...layersOf);
      }),
    );
  }
  if (canBeIdle) {
    found.push(
      reachable('a die without tokens takes part', (view) =>
        dispatches.some(
          (dispatch) =>
            view.matches(dispatch, 'waiting') &&
            view.context<{ routing: unknown[] }>(dispatch).routing.length === 0,
        ),
      ),
    );
  }
  if (shape.failures > 0) {
    found.push(
      reachable('survivors give up', (view) =>
        dispatches.some((dispatch) => view.matches(names.waiting(dispatch), 'givenUp')),
      ),
    );
  }
  if (shape.flaps > 0) {
    found.push(reachable('a link is retrained', (view) => view.matches(names.path(0), 'retraining')));
  }
  return found;
}
