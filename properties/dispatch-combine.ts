import { always, type Property, reachable, type View } from '../src/index.js';

/** Where the streams of one microbatch are found, one to a die. */
export interface StreamsOfMicrobatch {
  readonly microbatch: number;
  readonly streams: readonly string[];
  readonly dispatches: readonly string[];
}

/** Operations (dispatch and combine count one each) that a stream has behind it. */
function operationsEnded(view: View, stream: string): number {
  const { layer } = view.context<{ layer: number }>(stream);
  const isPastDispatch = view.matches(stream, 'computing') || view.matches(stream, 'combining');
  return 2 * layer + (isPastDispatch ? 1 : 0);
}

/**
 * An operation ends only after the signals of all dies, so that no die is more than one operation ahead of another: the ground
 * on which two halves of a buffer are enough (facts.md 13.1). The margin is in operations.
 */
export function epochSkew({ microbatch, streams }: StreamsOfMicrobatch, microbatches: number): Property {
  const name = microbatches === 1 ? 'epoch-skew' : `epoch-skew of microbatch ${microbatch}`;
  return always(name, (view) => {
    const ended = streams.map((stream) => operationsEnded(view, stream));
    return 1 - (Math.max(...ended) - Math.min(...ended));
  });
}

/** Witnesses: the situations that the protocol exists for do occur. */
export function dispatchCombineWitnesses(of: {
  readonly first: StreamsOfMicrobatch;
  readonly layers: number;
  /** Some gate may choose no tokens; some gate may choose tokens. */
  readonly canBeIdle: boolean;
  readonly hasTokens: boolean;
}): Property[] {
  const { first, layers, canBeIdle, hasTokens } = of;
  const { streams, dispatches } = first;
  const witnesses = [
    reachable('all dies finish', (view) => streams.every((stream) => view.matches(stream, 'finished'))),
  ];
  if (hasTokens) {
    witnesses.push(
      reachable('a flag waits for data to become visible', (view) =>
        dispatches.some((dispatch) => view.matches(dispatch, 'fencing')),
      ),
    );
  }
  if (layers > 1) {
    witnesses.push(
      reachable('a die runs ahead into the next layer', (view) => {
        const layersOf = streams.map((stream) => view.context<{ layer: number }>(stream).layer);
        return Math.max(...layersOf) > Math.min(...layersOf);
      }),
    );
  }
  if (canBeIdle) {
    witnesses.push(
      reachable('a die without tokens takes part', (view) =>
        dispatches.some(
          (dispatch, die) =>
            view.matches(dispatch, 'waiting') &&
            view.context<{ routing: unknown[] }>(streams[die]!).routing.length === 0,
        ),
      ),
    );
  }
  return witnesses;
}
