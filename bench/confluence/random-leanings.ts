import fc from 'fast-check';
import type { ChannelSpec } from '../../src/index.js';
import type { Weights } from '../twins/random-actions.js';

/** What a network is drawn from. */
export interface Leaning {
  readonly components: { readonly min: number; readonly max: number };
  readonly channel: fc.Arbitrary<ChannelSpec>;
  readonly actions: Weights;
  /** No state is come to again, so that most networks have an end. */
  readonly isForward: boolean;
  /** Whether a component takes what comes in any state. */
  readonly isOpen: fc.Arbitrary<boolean>;
  /** Whether messages carry data. */
  readonly isTelling: boolean;
}

const queue: fc.Arbitrary<ChannelSpec> = fc
  .record(
    {
      kind: fc.constantFrom('fifo' as const, 'fifo' as const, 'bag' as const),
      capacity: fc.constantFrom(1, 2, 2),
      whenFull: fc.constantFrom('block' as const, 'error' as const),
      lossy: fc.constantFrom(false, false, false, true),
      duplicating: fc.constantFrom(false, false, false, true),
      deferring: fc.boolean(),
      lane: fc.constantFrom('', 'lane'),
    },
    { requiredKeys: ['kind'] },
  )
  // What is never full is refused.
  .map(({ whenFull, ...spec }) =>
    spec.capacity === undefined || whenFull === undefined ? spec : { ...spec, whenFull },
  );
const sync = fc.record({ kind: fc.constant('sync' as const), deferring: fc.boolean() });
const set = fc.record({ kind: fc.constant('set' as const), lossy: fc.boolean() });

/** A little of everything. */
const USUAL: Leaning = {
  components: { min: 2, max: 4 },
  channel: fc.oneof(
    { weight: 5, arbitrary: queue },
    { weight: 1, arbitrary: set },
    { weight: 4, arbitrary: sync },
  ),
  actions: { send: 20, flip: 4, say: 3, shout: 2, whisper: 2, exclaim: 1, fail: 1, remind: 2, forget: 1 },
  isForward: true,
  isOpen: fc.boolean(),
  isTelling: false,
};
const TALKING: Weights = { send: 30, flip: 8, say: 3, shout: 2, whisper: 2 };
const REMINDING: Weights = { ...USUAL.actions, remind: 20, forget: 15, post: 8, rewind: 4, knock: 4 };
const POSTING: Weights = { post: 30, send: 8, flip: 4, say: 2, shout: 1, whisper: 1 };
const SAYING: Weights = { say: 10, shout: 10, whisper: 6, exclaim: 2, send: 10, flip: 4 };
const FEW = { min: 2, max: 3 } as const;

/** Each leans to what takes several things together to be met. */
export const leanings: fc.Arbitrary<Leaning> = fc.constantFrom<Leaning>(
  USUAL,
  // A sender waits for its receiver: a step frees, or blocks, another's.
  { ...USUAL, channel: fc.constant({ kind: 'sync', deferring: true }), isOpen: fc.constant(false) },
  // Calls within calls.
  { ...USUAL, channel: sync, isOpen: fc.constant(true), actions: TALKING },
  // Messages overtake each other, are lost, and come to a full channel.
  { ...USUAL, channel: queue, isOpen: fc.constant(true), actions: TALKING },
  // A channel is full, or not, before a call that may not be taken.
  {
    ...USUAL,
    channel: fc.oneof(
      fc.record({ kind: fc.constant('fifo'), capacity: fc.constant(1), whenFull: fc.constant('error') }),
      fc.record({ kind: fc.constant('sync'), deferring: fc.constant(true) }),
    ),
    actions: TALKING,
  },
  // Runs go round for ever.
  { ...USUAL, isForward: false, components: FEW },
  // Timers of one id, pending twice and cancelled.
  { ...USUAL, actions: REMINDING, components: FEW },
  // Several messages of one sender in a queue without end, in any order.
  {
    ...USUAL,
    channel: fc.record({ kind: fc.constant('fifo'), deferring: fc.boolean() }),
    actions: POSTING,
    components: FEW,
  },
  // Messages say what their sender has, and who is told next.
  { ...USUAL, actions: TALKING, isTelling: true },
  // Much is heard.
  { ...USUAL, actions: SAYING },
);
