import fc from 'fast-check';
import type { ChannelSpec } from '../../src/index.js';
import type { Weights } from './random-actions.js';

/** What a random network is drawn from. */
export interface Leaning {
  readonly components: { readonly min: number; readonly max: number };
  readonly channel: fc.Arbitrary<ChannelSpec>;
  readonly actions: Weights;
  /** Actions of each transition. */
  readonly actionsMin: number;
  /** One transition of so many has no guard. */
  readonly guarded: number;
  /** One state of so many has no timer that is started as it is entered. */
  readonly timed: number;
  /** Whether every other component may crash. */
  readonly crashes: boolean;
  /** Whether a component comes to its last state when it has lost its patience, and whether each event gives it new patience. */
  readonly patience: fc.Arbitrary<'none' | 'once' | 'anew'>;
  /** Whether a component takes what comes in any state, as one that others call all the time. */
  readonly isOpen: fc.Arbitrary<boolean>;
}

const fifo = {
  kind: fc.constant('fifo' as const),
  capacity: fc.constantFrom(1, 2, 2, 2),
  whenFull: fc.constantFrom('block' as const, 'block' as const, 'error' as const),
  lossy: fc.boolean(),
  duplicating: fc.boolean(),
  deferring: fc.boolean(),
  lane: fc.constantFrom('', 'lane'),
};
const queue = fc.record({ ...fifo, kind: fc.constantFrom('fifo' as const, 'fifo' as const, 'bag' as const) });
const sync = fc.record({ kind: fc.constant('sync' as const), deferring: fc.boolean() });

/** A little of everything. */
const USUAL: Leaning = {
  components: { min: 2, max: 4 },
  channel: fc.oneof(
    { weight: 4, arbitrary: queue },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('set' as const), lossy: fc.boolean() }) },
    { weight: 4, arbitrary: sync },
  ),
  actions: {
    send: 24,
    post: 4,
    remind: 18,
    knock: 2,
    forget: 18,
    rewind: 2,
    await: 4,
    stop: 2,
    flip: 3,
    say: 3,
    shout: 3,
    whisper: 3,
    fail: 6,
  },
  actionsMin: 0,
  guarded: 3,
  timed: 2,
  crashes: true,
  patience: fc.constantFrom('none', 'none', 'none', 'once', 'anew'),
  isOpen: fc.boolean(),
};

/** Calls within calls within calls. */
const CALLING: Leaning = {
  ...USUAL,
  components: { min: 3, max: 4 },
  channel: sync,
  actions: { send: 40, flip: 6, say: 3, shout: 1, whisper: 3, fail: 6 },
  actionsMin: 1,
  guarded: 1,
  timed: 1,
  crashes: false,
  patience: fc.constant('none'),
  isOpen: fc.constant(true),
};

/** Several messages in one lossy queue. */
const LOSING: Leaning = {
  ...USUAL,
  components: { min: 2, max: 2 },
  channel: fc.record({
    ...fifo,
    capacity: fc.constant(2),
    lossy: fc.constant(true),
    duplicating: fc.constant(false),
  }),
  actions: { send: 20, flip: 3, say: 3, shout: 1, whisper: 3, fail: 1 },
  actionsMin: 1,
  guarded: 1,
  timed: 1,
  crashes: false,
  patience: fc.constant('none'),
};

/** Several messages that wait without an order. */
const HOARDING: Leaning = {
  ...LOSING,
  channel: fc.record({
    ...fifo,
    kind: fc.constant('bag' as const),
    capacity: fc.constant(2),
    lossy: fc.constant(false),
    duplicating: fc.constant(false),
    lane: fc.constant(''),
  }),
  actions: { send: 20, flip: 3, say: 3, shout: 1, whisper: 3, fail: 1 },
  actionsMin: 0,
};

/** Timers of one id, pending and cancelled. */
const FORGETTING: Leaning = {
  ...USUAL,
  components: { min: 2, max: 2 },
  actions: { send: 3, remind: 25, forget: 35, flip: 1, say: 1, shout: 1, whisper: 1, fail: 1 },
  actionsMin: 1,
  guarded: 1,
  crashes: false,
};

/** Monitors that are violated within steps only, and exceptions. */
const EXCLAIMING: Leaning = {
  ...USUAL,
  actions: { ...USUAL.actions, flip: 15, shout: 0, exclaim: 20, fail: 30 },
};

/** Runs that go round and start timers again. */
const TURNING: Leaning = {
  ...USUAL,
  components: { min: 2, max: 3 },
  actions: { send: 6, rewind: 2, flip: 3, say: 3, shout: 3, whisper: 3, fail: 1 },
  guarded: 1,
  timed: 4,
  crashes: false,
  patience: fc.constantFrom('none', 'once', 'anew', 'anew', 'anew'),
};

/** What takes several things together is rare among networks with a little of everything; some lean to it, so that it is met often enough. */
export const leanings: fc.Arbitrary<Leaning> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(USUAL) },
  { weight: 2, arbitrary: fc.constantFrom(CALLING, EXCLAIMING) },
  { weight: 4, arbitrary: fc.constantFrom(LOSING, FORGETTING) },
  { weight: 5, arbitrary: fc.constant(TURNING) },
);

/** With what is told of messages that have no order; apart, as tests know some of the others by their seeds. */
export const leaningsOfAll: fc.Arbitrary<Leaning> = fc.oneof(
  { weight: 13, arbitrary: leanings },
  { weight: 3, arbitrary: fc.constant(HOARDING) },
);
