import type { DispatchCombineWiring } from '../../machines/networks/dispatch-combine/wiring.js';
import { always, monitor, type Property, reachable, type View } from '../../src/index.js';
import {
  flagImpliesData,
  noOverwrite,
  oneFlagPerPeer,
  signalsOfTheirOperation,
  storesWithinWindow,
} from '../monitors/forbidden.js';
import { blameIsRight } from './blame.js';
import { copiesArriveOnce } from './copies-arrive-once.js';
import { operatorOrder } from './operator-order.js';

/** Everything that must be true of dispatch and combine. */
export function dispatchCombineProperties(wiring: DispatchCombineWiring): Property[] {
  return [
    monitor('flag-implies-data', flagImpliesData),
    monitor('no-overwrite', noOverwrite),
    monitor('signals-of-their-operation', signalsOfTheirOperation),
    monitor('one-flag-per-peer', oneFlagPerPeer),
    monitor('stores-within-window', storesWithinWindow),
    monitor('copies-arrive-once', copiesArriveOnce, sizesOf(wiring)),
    ...(wiring.hasHealth ? [monitor('blame-is-right', blameIsRight)] : []),
    ...(wiring.shape.failures > 0 ? [] : orderMonitors(wiring)),
    ...wiring.microbatches.map((microbatch) => epochSkew(wiring, microbatch)),
    ...(wiring.shape.credits > 0 ? [creditsConserved(wiring)] : []),
    ...witnesses(wiring),
  ];
}

function sizesOf({ shape: { dies, sharedDies, expertsPerDie, redundant, topK } }: DispatchCombineWiring) {
  return { dies, sharedDies, expertsPerDie, redundant, topK };
}

function orderMonitors({ names, dies, microbatches }: DispatchCombineWiring): Property[] {
  return dies.flatMap((die) =>
    microbatches.map((microbatch) => {
      const from = [names.dispatch, names.expert, names.combine].map((name) => name(die, microbatch));
      return monitor(
        `operator-order of ${names.stream(die, microbatch)}`,
        operatorOrder,
        { first: microbatch, stride: microbatches.length },
        { from },
      );
    }),
  );
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
function epochSkew({ names, dies, microbatches }: DispatchCombineWiring, microbatch: number): Property {
  const name = microbatches.length === 1 ? 'epoch-skew' : `epoch-skew of microbatch ${microbatch}`;
  const streams = dies.map((die) => names.stream(die, microbatch));
  return always(name, (view) => {
    const ended = streams.map((stream) => dispatchesEnded(view, stream));
    return 1 - (Math.max(...ended) - Math.min(...ended));
  });
}

/** A credit is with its path, or with a write that is under way: none is lost, and none is made. The margin is 0 or negative. */
function creditsConserved({ names, dies, microbatches, cores, shape }: DispatchCombineWiring): Property {
  const sides = dies.map((die) => ({
    path: names.path(die),
    cores: microbatches.flatMap((microbatch) =>
      [names.dispatch(die, microbatch), names.combine(die, microbatch)].flatMap((operator) =>
        cores.map((core) => names.core(operator, core)),
      ),
    ),
  }));
  return always('credits-conserved', (view) => {
    const drifts = sides.map((side) => {
      const { credits } = view.context<{ credits: number }>(side.path);
      const underWay = side.cores.reduce(
        (sum, core) => sum + view.context<{ issued: unknown[] }>(core).issued.length,
        0,
      );
      return Math.abs(shape.credits - credits - underWay);
    });
    return 0 - Math.max(...drifts);
  });
}

/** Witnesses: the situations that the protocol exists for do occur. */
function witnesses(wiring: DispatchCombineWiring): Property[] {
  const { names, shape } = wiring;
  const streams = wiring.dies.map((die) => names.stream(die, 0));
  const dispatches = wiring.dies.map((die) => names.dispatch(die, 0));
  const routings = wiring.dies.map((die) => wiring.routingsOf(die));
  const hasTokens = routings.some((each) => each.some((routing) => routing.length > 0));
  const canBeIdle = routings.some((each) => each.some((routing) => routing.length === 0));
  const found = [
    reachable('all dies finish', (view) => streams.every((stream) => view.matches(stream, 'finished'))),
  ];
  if (hasTokens) {
    const cores = dispatches.flatMap((dispatch) => wiring.cores.map((core) => names.core(dispatch, core)));
    found.push(
      reachable('a flag waits for data to become visible', (view) =>
        cores.some((core) => view.matches(core, 'draining')),
      ),
    );
  }
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
