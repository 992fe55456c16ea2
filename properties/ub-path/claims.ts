import type { Posting } from '../../machines/interconnect/posting.js';
import type { RingBufferContext } from '../../machines/interconnect/ring-buffer.js';
import type { RingReceiverContext } from '../../machines/interconnect/ring-receiver.js';
import type { RingSenderContext } from '../../machines/interconnect/ring-sender.js';
import type { UbPathContext } from '../../machines/interconnect/ub-path.js';
import type { UbPathWiring } from '../../machines/networks/ub-path/wiring.js';
import {
  always,
  eventually,
  everyComponentCanRest,
  leadsTo,
  monitor,
  type Property,
  reachable,
  type Variable,
  type View,
} from '../../src/index.js';
import { issuedWhileUp } from '../monitors/issued-while-up.js';
import { upAfterRetraining } from '../monitors/up-after-retraining.js';
import { movedByOneSide, type Turn } from './moved-by-one-side.js';
import { slotsFilledWhenRead, slotsFreeWhenWritten } from './ring-slots.js';

const OPERATIONS = ['WRITE', 'READ', 'ADD_TAIL', 'ADD_HEAD'];
const COMPLETIONS = ['WRITTEN', 'DATA', 'ADDED'];

/** Everything that must be true of rings (docs/paper/facts.md 13.3), and of the paths between them (docs/paper/facts.md 2 and 4.4). */
export function ubPathProperties(wiring: UbPathWiring): Property[] {
  const { shape } = wiring;
  return [
    ...ringsKeepMessages(wiring),
    deliveredInOrder(wiring),
    dataMovedByOneSide(wiring),
    ...wiring.senders.map(({ sender }) => settles(sender)),
    ...(shape.credits > 0 ? [creditsConserved(wiring), underWayWithinCredits(wiring)] : []),
    ...(shape.flaps > 0
      ? [noneIssuedWhileDown(wiring), linksAreRetrained(wiring), ...wiring.paths.map(comesUpAgain)]
      : []),
    everyComponentCanRest,
    asAtTheStart(wiring),
    ...witnesses(wiring),
  ];
}

const deliveredBy = (view: View, { receiver }: UbPathWiring, at: number) =>
  view.context<RingReceiverContext>(receiver).delivered[at]!;

const slotsOf = (view: View, ring: string) => view.context<RingBufferContext>(ring).slots;

/** Messages in a ring that the receiver has not read. */
const heldBy = (view: View, ring: string): number =>
  slotsOf(view, ring).filter((message) => message !== null).length;

/** Nothing is written over what nobody has read, and the tail never speaks of what is not there. */
function ringsKeepMessages(wiring: UbPathWiring): Property[] {
  const { senders, receiver } = wiring;
  const rings = senders.map(({ ring }) => ring);
  return [
    monitor('no-overwrite', slotsFreeWhenWritten, undefined, {
      from: rings,
      // A slot is to be used again, and the sender must wait for it.
      hardCase: (view) => senders.some(({ sender }) => view.matches(sender, 'full')),
    }),
    monitor('tail-implies-data', slotsFilledWhenRead, undefined, {
      from: rings,
      // A message is in the ring, and the receiver has not been told.
      hardCase: (view) =>
        senders.some(({ ring }, at) => {
          const { tails, delivered } = view.context<RingReceiverContext>(receiver);
          return heldBy(view, ring) > tails[at]! - delivered[at]!.length;
        }),
    }),
  ];
}

/** What has been copied out is the messages 0, 1, ... of each sender, each once; and all of them, once it has its slots back. */
function deliveredInOrder(wiring: UbPathWiring): Property {
  const { senders, shape } = wiring;
  return always('delivered-in-order-once', {
    then: (view) =>
      senders.every(({ sender }, at) => {
        const delivered = deliveredBy(view, wiring, at);
        return (
          delivered.every((message, index) => message === index) &&
          delivered.length <= shape.messages &&
          (!view.matches(sender, 'settled') || delivered.length === shape.messages)
        );
      }),
    // Two messages are on the way, of one sender or of two: which of them is next must be known.
    hardCase: (view) =>
      senders
        .map(
          ({ sender }, at) =>
            view.context<RingSenderContext>(sender).sent - deliveredBy(view, wiring, at).length,
        )
        .reduce((sum, each) => sum + each, 0) > 1,
  });
}

/** See `movedByOneSide`. */
function dataMovedByOneSide({ senders, receiver, shape }: UbPathWiring): Property {
  const sends: Turn = { moves: shape.pulls ? null : 'WRITE', adds: 'ADD_TAIL' };
  const receives: Turn = { moves: shape.pulls ? 'READ' : null, adds: 'ADD_HEAD' };
  const ofSenders = Object.fromEntries(senders.map(({ sender }) => [sender, sends]));
  const turns = { ...ofSenders, [receiver]: receives };
  return monitor(
    'moved-by-one-side',
    movedByOneSide,
    { turns },
    {
      from: Object.keys(turns),
      // The data of a message is under way, by whomever it is moved.
      hardCase: (view) =>
        senders.some(({ sender, ring }) =>
          [sender, receiver].some((mover) =>
            view.waiting(mover, ring).some(({ type }) => type === (shape.pulls ? 'READ' : 'WRITE')),
          ),
        ),
    },
  );
}

/** Who posts to a path, and to whom its operations go. */
function writersOf({ senders, receiver, receiverPath }: UbPathWiring, path: string) {
  if (path === receiverPath) {
    return [{ writer: receiver, peers: senders.flatMap(({ sender, ring }) => [sender, ring]) }];
  }
  return senders
    .filter((each) => each.path === path)
    .map(({ sender, ring }) => ({ writer: sender, peers: [ring, receiver] }));
}

/** Operations of a path that are issued and whose completion has not come back. */
function underWay(wiring: UbPathWiring, path: string): (view: View) => number {
  const writers = writersOf(wiring, path);
  return (view) => {
    const count = (from: string, to: string, types: readonly string[]) =>
      view.waiting(from, to).filter(({ type }) => types.includes(type)).length;
    return writers
      .flatMap(({ writer, peers }) =>
        peers.map((peer) => count(writer, peer, OPERATIONS) + count(peer, writer, COMPLETIONS)),
      )
      .reduce((sum, each) => sum + each, 0);
  };
}

/** An operation holds its credit until its completion has come back: none is lost or made. The margin is the credits that are free. */
function creditsConserved(wiring: UbPathWiring): Property {
  const paths = wiring.paths.map((path) => ({ path, isUnderWay: underWay(wiring, path) }));
  return always('credits-conserved', {
    then: (view) =>
      Math.min(
        ...paths.map(({ path, isUnderWay }) => {
          const { limit, credits } = view.context<UbPathContext>(path);
          return credits + isUnderWay(view) === limit ? credits : -1;
        }),
      ),
    hardCase: (view) => paths.some(({ path }) => view.context<UbPathContext>(path).credits === 0),
  });
}

/** No more operations of a die are under way than it may have, whatever its path counts. The margin is in operations. */
function underWayWithinCredits(wiring: UbPathWiring): Property {
  const { credits } = wiring.shape;
  const paths = wiring.paths.map((path) => ({
    path,
    writers: writersOf(wiring, path).map(({ writer }) => writer),
    isUnderWay: underWay(wiring, path),
  }));
  return always('under-way-within-credits', {
    then: (view) => credits - Math.max(...paths.map(({ isUnderWay }) => isUnderWay(view))),
    // One more is posted than may be under way.
    hardCase: (view) =>
      paths.some(
        ({ path, writers, isUnderWay }) =>
          isUnderWay(view) === credits && writers.some((writer) => view.waiting(writer, path).length > 0),
      ),
  });
}

function noneIssuedWhileDown(wiring: UbPathWiring): Property {
  const posts = wiring.paths.flatMap((path) =>
    writersOf(wiring, path).map(({ writer }) => [writer, path] as const),
  );
  const pathOf = Object.fromEntries([...posts, ...wiring.paths.map((path) => [path, path] as const)]);
  return monitor(
    'none-issued-while-down',
    issuedWhileUp,
    { pathOf },
    {
      from: Object.keys(pathOf),
      // Something is posted while the link is down.
      hardCase: (view) =>
        posts.some(([writer, path]) => !view.matches(path, 'up') && view.waiting(writer, path).length > 0),
    },
  );
}

/** See `upAfterRetraining`. */
function linksAreRetrained({ paths }: UbPathWiring): Property {
  return monitor('up-after-retraining', upAfterRetraining, undefined, {
    from: paths,
    hardCase: (view) => paths.some((path) => view.matches(path, 'retraining')),
  });
}

/** Every message is delivered, and its slot given back. */
const settles = (sender: string): Property =>
  eventually(`settles of ${sender}`, (view) => view.matches(sender, 'settled'));

/** A link that has gone down comes up again. */
const comesUpAgain = (path: string): Property =>
  leadsTo(
    `comes-up-again of ${path}`,
    (view) => view.matches(path, 'down'),
    (view) => view.matches(path, 'up'),
  );

/**
 * Once the senders have all slots back and nothing is under way, rings and pipes are empty, all credits are free, and heads and tails have been
 * moved on once for each message.
 */
function asAtTheStart(wiring: UbPathWiring): Property {
  const { senders, receiver, receiverPath, paths, shape } = wiring;
  const posters = [
    ...senders.map(({ sender, path }) => ({ writer: sender, path })),
    { writer: receiver, path: receiverPath },
  ];
  const counts = paths.map((path) => underWay(wiring, path));
  return always(
    'as-at-the-start',
    {
      when: (view) =>
        senders.every(({ sender }) => view.matches(sender, 'settled')) &&
        counts.every((isUnderWay) => isUnderWay(view) === 0),
      then: (view) =>
        senders.every(
          ({ sender, ring }, at) =>
            heldBy(view, ring) === 0 &&
            view.context<RingSenderContext>(sender).head === shape.messages &&
            view.context<RingReceiverContext>(receiver).tails[at] === shape.messages,
        ) &&
        posters.every(
          ({ writer, path }) =>
            view.context<Posting>(writer).posted.length + view.waiting(writer, path).length === 0,
        ) &&
        paths.every((path) => {
          const { credits, limit } = view.context<UbPathContext>(path);
          return credits === limit;
        }),
    },
    { about: (view) => keptIn(view, wiring) },
  );
}

/** A slot whose message nobody has read, if there is one. */
function keptIn(view: View, { senders }: UbPathWiring): Variable | undefined {
  for (const { ring } of senders) {
    const slot = view.context<RingBufferContext>(ring).slots.findIndex((message) => message !== null);
    if (slot >= 0) return { component: ring, path: ['slots', String(slot)] };
  }
  return undefined;
}

function witnesses(wiring: UbPathWiring): Property[] {
  const { senders, receiver, shape } = wiring;
  const isUnderWay = (view: View, type: string) =>
    senders.some(({ sender, ring }) =>
      [ring, receiver].some((to) => view.waiting(sender, to).some((message) => message.type === type)),
    );
  const found = [
    reachable('all messages are delivered', (view) =>
      senders.every(({ sender }) => view.matches(sender, 'settled')),
    ),
  ];
  if (shape.messages > shape.slots) {
    found.push(
      reachable('a ring is full', (view) => senders.some(({ sender }) => view.matches(sender, 'full'))),
    );
  }
  if (shape.flaps > 0) {
    // Pulled data is written where it is: there the addition to the tail is what a sender has under way.
    const operation = shape.pulls ? 'ADD_TAIL' : 'WRITE';
    found.push(
      reachable(
        `a link is down while ${operation} is under way`,
        (view) => senders.some(({ path }) => view.matches(path, 'down')) && isUnderWay(view, operation),
      ),
      reachable('a link that went down is up again', (view) =>
        senders.some(
          ({ path }) => view.matches(path, 'up') && view.context<UbPathContext>(path).flaps < shape.flaps,
        ),
      ),
      reachable('a link is retrained while something is posted', (view) =>
        senders.some(
          ({ sender, path }) => view.matches(path, 'retraining') && view.waiting(sender, path).length > 0,
        ),
      ),
    );
  }
  if (shape.credits > 0 && shape.messages > shape.credits) {
    found.push(
      reachable('an operation waits for a credit', (view) =>
        senders.some(
          ({ sender, path }) =>
            view.context<UbPathContext>(path).credits === 0 && view.waiting(sender, path).length > 0,
        ),
      ),
    );
  }
  if (senders.length > 1) {
    found.push(
      reachable('messages of two senders wait for the receiver at once', (view) => {
        const { tails } = view.context<RingReceiverContext>(receiver);
        return senders.every((_, at) => tails[at]! > deliveredBy(view, wiring, at).length);
      }),
    );
  }
  return found;
}
