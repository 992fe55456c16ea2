/**
 * The credit link chain with 2 credits a link and 2 values, searched breadth first by a program for it alone, as `credit-chain.c` is: what JavaScript can
 * do. A state is two words, 10 bits a link, 3 links a word; states are numbered as they are found and keep the one that they were reached from.
 *
 * A queue is its items as binary digits, the oldest first, behind a leading 1.
 */

import type { Counts } from '../oracle.js';

const CREDITS = 2;
const VALUES = 2;
const LINKS_A_WORD = 3;
const LINK_BITS = 10;
const QUEUE = 7;
const COUNT = 3;
/** Fields of a link. */
const DATA = 0;
const BUFFER = 3;
const CREDIT = 6;
const IN_HAND = 8;

/** @param links 1..6, as two words hold */
export function searchChainByHand(links: number): Counts {
  let room = 1 << 12;
  let slotCount = 1 << 12;
  let low = new Int32Array(room);
  let high = new Int32Array(room);
  let parents = new Uint32Array(room);
  let slots = new Uint32Array(slotCount);
  let found = 0;
  let transitions = 0;

  const hash = (one: number, other: number) => {
    let mixed = Math.imul(one, 0x9e3779b1) ^ Math.imul(other ^ (one >>> 15), 0x85ebca77);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae3d);
    return mixed ^ (mixed >>> 13);
  };

  const doubleIndex = () => {
    slotCount *= 2;
    slots = new Uint32Array(slotCount);
    for (let state = 0; state < found; state++) {
      let at = hash(low[state]!, high[state]!) & (slotCount - 1);
      while (slots[at] !== 0) at = (at + 1) & (slotCount - 1);
      slots[at] = state + 1;
    }
  };

  const doubleRoom = () => {
    room *= 2;
    const [lowBefore, highBefore, parentsBefore] = [low, high, parents];
    low = new Int32Array(room);
    high = new Int32Array(room);
    parents = new Uint32Array(room);
    low.set(lowBefore);
    high.set(highBefore);
    parents.set(parentsBefore);
  };

  const add = (one: number, other: number, parent: number) => {
    let at = hash(one, other) & (slotCount - 1);
    for (let slot = slots[at]!; slot !== 0; slot = slots[at]!) {
      if (low[slot - 1] === one && high[slot - 1] === other) return;
      at = (at + 1) & (slotCount - 1);
    }
    if (found === room) doubleRoom();
    low[found] = one;
    high[found] = other;
    parents[found] = parent;
    slots[at] = ++found;
    if (4 * found > 3 * slotCount) doubleIndex();
  };

  /** Adds what differs from state `from` by these amounts, each added to the fields of a link. */
  const step = (from: number, link: number, by: number, next = 0, nextBy = 0) => {
    transitions++;
    let one = low[from]!;
    let other = high[from]!;
    if (link < LINKS_A_WORD) one += by << (link * LINK_BITS);
    else other += by << ((link - LINKS_A_WORD) * LINK_BITS);
    if (next < LINKS_A_WORD) one += nextBy << (next * LINK_BITS);
    else other += nextBy << ((next - LINKS_A_WORD) * LINK_BITS);
    add(one, other, from);
  };

  const fieldsOf = (state: number, link: number) =>
    link < LINKS_A_WORD
      ? low[state]! >> (link * LINK_BITS)
      : high[state]! >> ((link - LINKS_A_WORD) * LINK_BITS);

  const expand = (from: number) => {
    const first = fieldsOf(from, 0);
    if (((first >> IN_HAND) & COUNT) !== 0) {
      for (let value = 0; value < VALUES; value++) step(from, 0, pushed(first, DATA, value) - (1 << IN_HAND));
    }
    for (let link = 0; link < links; link++) {
      const fields = fieldsOf(from, link);
      const data = (fields >> DATA) & QUEUE;
      const buffer = (fields >> BUFFER) & QUEUE;
      if (data > 1) step(from, link, popped(fields, DATA) + pushed(fields, BUFFER, oldest(data)));
      if (((fields >> CREDIT) & COUNT) !== 0) step(from, link, (1 << IN_HAND) - (1 << CREDIT));
      if (buffer === 1) continue;
      const gone = popped(fields, BUFFER) + (1 << CREDIT);
      if (link === links - 1) step(from, link, gone);
      else {
        const next = fieldsOf(from, link + 1);
        if (((next >> IN_HAND) & COUNT) !== 0)
          step(from, link, gone, link + 1, pushed(next, DATA, oldest(buffer)) - (1 << IN_HAND));
      }
    }
  };

  let lowInitial = 0;
  let highInitial = 0;
  const initial = (1 << DATA) | (1 << BUFFER) | (CREDITS << IN_HAND);
  for (let link = 0; link < links; link++) {
    if (link < LINKS_A_WORD) lowInitial |= initial << (link * LINK_BITS);
    else highInitial |= initial << ((link - LINKS_A_WORD) * LINK_BITS);
  }
  add(lowInitial, highInitial, 0);
  for (let at = 0; at < found; at++) expand(at);
  return { states: found, transitions };
}

/** What the fields of a link change by when an item comes to a queue. */
function pushed(fields: number, field: number, item: number): number {
  return (((fields >> field) & QUEUE) + item) << field;
}

/** What they change by when the oldest item leaves it. */
function popped(fields: number, field: number): number {
  const queue = (fields >> field) & QUEUE;
  return ((queue >= 4 ? 2 | (queue & 1) : 1) - queue) << field;
}

function oldest(queue: number): number {
  return queue >= 4 ? (queue >> 1) & 1 : queue & 1;
}
