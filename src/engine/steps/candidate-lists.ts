import { mix } from '../store/hash.js';
import { PairTable } from '../store/pair-table.js';
import type { ChannelTable } from '../tables/channel-table.js';
import type { Tables } from '../tables/tables.js';
import type { Candidates } from './candidates.js';
import type { StepLabels } from './step-labels.js';
import { DELIVER, DROP, DUPLICATE } from './successors.js';

/** Integers of a candidate in a list. */
const KIND = 0;
const ITEM = 1;
const REST = 2;
const HASH = 3;
/** Number of the label; 0 where it is not known yet. */
const LABEL = 4;
const SIZE = 5;

/** Keeps the hashes of equal messages in one queue apart. */
const NTH_STRIDE = 0x9e3779b1;

/**
 * The steps that a content of a channel, or a local state of a component, may make possible: each list is written down once. A list is its
 * number of candidates, then for each its kind, item, content without the message, hash, and label.
 */
export class CandidateLists {
  private ints = new Int32Array(1024);
  private length = 0;
  /** By channel and content, and by component and local state: where the list begins. */
  private readonly ofContents = new PairTable();
  private readonly ofLocals = new PairTable();
  private readonly found: number[] = [];
  private readonly knownLabels = [''];

  constructor(
    private readonly tables: Tables,
    private readonly labels: StepLabels,
  ) {}

  /** The list of what may be done with the messages of a channel. */
  ofContent(channel: number, content: number): number {
    const known = this.ofContents.get(channel, content);
    return known >= 0 ? known : this.findMessages(channel, content);
  }

  /** The list of what a component may do by itself. */
  ofLocal(component: number, local: number): number {
    const known = this.ofLocals.get(component, local);
    return known >= 0 ? known : this.findOwn(component, local);
  }

  countOf(list: number): number {
    return this.ints[list]!;
  }

  /** @param source the channel, or the component */
  addTo(out: Candidates, list: number, source: number): void {
    const { ints } = this;
    const end = list + 1 + SIZE * ints[list]!;
    for (let at = list + 1; at < end; at += SIZE) {
      out.add(ints[at + KIND]!, source, ints[at + ITEM]!, ints[at + REST]!, ints[at + HASH]!, at);
    }
  }

  /** The label of candidate k, a step out of the state that the stepper has loaded. */
  labelOf({ entry, kind, source, item }: Candidates, k: number): string {
    const at = entry[k]! + LABEL;
    let known = this.ints[at]!;
    if (known === 0) {
      known = this.knownLabels.push(this.labels.of(kind[k]!, source[k]!, item[k]!)) - 1;
      this.ints[at] = known;
    }
    return this.knownLabels[known]!;
  }

  private findMessages(index: number, content: number): number {
    const { found } = this;
    found.length = 0;
    const channel = this.tables.channels[index]!;
    const { lossy, duplicating } = channel.spec;
    const offers = channel.offers(content);
    for (let at = 0; at < offers.length; at += 2) {
      const event = offers[at]!;
      found.push(DELIVER, event, offers[at + 1]!, hashOf(channel, event, DELIVER), 0);
      if (duplicating) found.push(DUPLICATE, event, offers[at + 1]!, hashOf(channel, event, DUPLICATE), 0);
    }
    const losses = lossy ? channel.lossesOf(content) : [];
    for (let at = 0; at < losses.length; at += 2) {
      const { event, nth } = channel.losses[losses[at]!]!;
      found.push(
        DROP,
        losses[at]!,
        losses[at + 1]!,
        hashOf(channel, event, DROP + (nth - 1) * NTH_STRIDE),
        0,
      );
    }
    return this.install(this.ofContents, index, content);
  }

  private findOwn(component: number, local: number): number {
    const steps = this.tables.components[component]!.ownSteps(local);
    this.found.length = 0;
    for (let item = 0; item < steps.length; item++) {
      this.found.push(steps[item]!.number, item, 0, steps[item]!.hash, 0);
    }
    return this.install(this.ofLocals, component, local);
  }

  private install(table: PairTable, row: number, column: number): number {
    const { found } = this;
    const list = this.length;
    this.length += 1 + found.length;
    if (this.length > this.ints.length) {
      const longer = new Int32Array(2 * this.length);
      longer.set(this.ints);
      this.ints = longer;
    }
    this.ints[list] = found.length / SIZE;
    this.ints.set(found, list + 1);
    table.set(row, column, list);
    return list;
  }
}

function hashOf({ hash, receiver }: ChannelTable, event: number, what: number): number {
  return mix(hash ^ mix(receiver.eventHash(event) + what));
}
