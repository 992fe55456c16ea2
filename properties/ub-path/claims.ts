import type { RingReceiverContext } from '../../machines/interconnect/ring-receiver.js';
import type { UbPathContext } from '../../machines/interconnect/ub-path.js';
import type { UbPathWiring } from '../../machines/networks/ub-path/wiring.js';
import { always, monitor, type Property, reachable, type View } from '../../src/index.js';
import { flagImpliesData, noOverwrite } from '../monitors/forbidden.js';

const OPERATIONS = ['WRITE', 'READ', 'ADD_TAIL', 'ADD_HEAD'];
const COMPLETIONS = ['WRITTEN', 'DATA', 'ADDED'];

/** Everything that must be true of rings, and of the paths between them. */
export function ubPathProperties(wiring: UbPathWiring): Property[] {
  const rings = wiring.senders.map(({ ring }) => ring);
  return [
    monitor('no-overwrite', noOverwrite, undefined, { from: rings }),
    monitor('tail-implies-data', flagImpliesData, undefined, { from: rings }),
    ...wiring.senders.map((_, at) => deliveredInOrder(wiring, at)),
    ...(wiring.shape.credits > 0 ? wiring.paths.map((path) => creditsConserved(wiring, path)) : []),
    ...witnesses(wiring),
  ];
}

const deliveredBy = (view: View, { receiver }: UbPathWiring, at: number) =>
  view.context<RingReceiverContext>(receiver).delivered[at]!;

/** What has been copied out is the messages 0, 1, ... of the sender, each once. */
function deliveredInOrder(wiring: UbPathWiring, at: number): Property {
  return always(`delivered-in-order-once of ${wiring.senders[at]!.sender}`, (view) =>
    deliveredBy(view, wiring, at).every((message, index) => message === index),
  );
}

/** An operation holds its credit until its completion has come back. The margin is the credits that are free. */
function creditsConserved({ senders, receiver, receiverPath }: UbPathWiring, path: string): Property {
  const partners = senders.flatMap(({ sender, ring }) => [sender, ring]);
  const writers =
    path === receiverPath
      ? [{ writer: receiver, peers: partners }]
      : senders
          .filter((each) => each.path === path)
          .map(({ sender, ring }) => ({ writer: sender, peers: [ring, receiver] }));
  return always(`credits-conserved of ${path}`, (view) => {
    const count = (from: string, to: string, types: readonly string[]) =>
      view.waiting(from, to).filter(({ type }) => types.includes(type)).length;
    const underWay = writers
      .flatMap(({ writer, peers }) =>
        peers.map((peer) => count(writer, peer, OPERATIONS) + count(peer, writer, COMPLETIONS)),
      )
      .reduce((sum, each) => sum + each, 0);
    const { limit, credits } = view.context<UbPathContext>(path);
    return credits + underWay === limit ? credits : -1;
  });
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
