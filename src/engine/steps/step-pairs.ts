import { mix } from '../store/hash.js';
import { TIMER } from './successors.js';
import type { Tables } from '../tables/tables.js';

/**
 * The pairs of a step. A *pair* is what a component does, its local state with a message, a timer, a stimulus or a crash, together with the local
 * state that a peer has at that moment. Peers of a component are those with which it has exchanged messages so far, in any run of the engine; of one without any,
 * each transition is one pair.
 */
export class StepPairs {
  /** The pairs of the step that was asked for last: a 53-bit hash of each. */
  readonly keys: number[] = [];
  /** By component. */
  private readonly peers: number[][];
  private knownChannels = 0;
  /** Pairs of components that exchange messages. */
  private readonly met: Set<number>;

  /** @param known pairs of another engine of the network, whose peers are known from the start */
  constructor(
    private readonly tables: Tables,
    known?: StepPairs,
  ) {
    known?.findPeers();
    this.peers = tables.components.map((_, component) => [...(known?.peers[component] ?? [])]);
    this.met = new Set(known?.met);
  }

  /** Fills `keys`. @param work the state in which the step is enabled; `kind`, `source` and `item` are those of `Successors` */
  of(work: Int32Array, kind: number, source: number, item: number): void {
    const { channels } = this.tables;
    if (this.knownChannels < channels.length) this.findPeers();
    const component = kind >= TIMER ? source : channels[source]!.receiver.cell;
    const step = mix(mix(placed(component, work[component]!) ^ mix(item)) + source * KINDS + kind);
    const peers = this.peers[component]!;
    this.keys.length = 0;
    if (peers.length === 0) this.keys.push(wide(step, ALONE));
    for (const peer of peers) this.keys.push(wide(step, placed(peer, work[peer]!)));
  }

  private findPeers(): void {
    const { channels } = this.tables;
    for (; this.knownChannels < channels.length; this.knownChannels++) {
      const { from, receiver } = channels[this.knownChannels]!;
      const [one, other] = [this.tables.indexOf(from), receiver.cell];
      const pair = one * this.tables.components.length + other;
      if (one === other || this.met.has(pair)) continue;
      this.met.add(pair);
      this.met.add(other * this.tables.components.length + one);
      addPeer(this.peers[one]!, other);
      addPeer(this.peers[other]!, one);
    }
  }
}

/** In order, so that it is the same ones that are left out, whichever was met first. */
function addPeer(peers: number[], peer: number): void {
  peers.push(peer);
  peers.sort((one, other) => one - other);
  if (peers.length > PEERS_MAX) peers.pop();
}

/** Of a component with more peers, those count that stand first in the network's description. */
const PEERS_MAX = 16;

/** A local state of a component. */
function placed(component: number, local: number): number {
  return mix(local ^ mix(component + COMPONENT));
}

/** A whole number from 0 to 2^53 - 1 of two hashes. */
function wide(one: number, other: number): number {
  const high = mix(one ^ mix(other + PAIR));
  const low = mix(high + Math.imul(one, PAIR) + other);
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}

/** More than there are kinds of steps. */
const KINDS = 8;
// Any constants that keep what is hashed apart.
const COMPONENT = 0x9e3779b1;
const PAIR = 0x85ebca77;
const ALONE = 0x27d4eb2f;
