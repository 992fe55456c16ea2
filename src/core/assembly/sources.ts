// The programs of channels and components, of which each state has one for each: what they can do there.

import { activeAt, edge, outdatedAt, programsAt, UNKNOWN, unrestedAt, vectorAt } from './memory';

// Channels (cell, receiver's cell, node) and nodes of components, in the order of expansion; the host lays them out.
let channelsAt: usize = 0;
let channelCount: u32 = 0;
let componentsAt: usize = 0;
let componentCount: u32 = 0;

/** Channels and components, in this order. */
export let sourceCount: u32 = 0;
/** Words of bits, one for each source. */
export let sourceWords: u32 = 0;

const IS_AT_REST: u32 = 0x80000000;
/** Instead of a program: there is nothing to do, and whoever it is about is at rest. */
const NOTHING: i32 = 0;
/** Likewise, but it is not. */
const WAITING: i32 = 1;

export function laySources(channels: usize, channelNumber: u32, components: usize, componentNumber: u32): void {
  channelsAt = channels;
  channelCount = channelNumber;
  componentsAt = components;
  componentCount = componentNumber;
  sourceCount = channelCount + componentCount;
  sourceWords = (sourceCount + 63) >>> 6;
}

/** The program of a source for the state in the vector; `UNKNOWN` if it is not compiled. */
function programOf(source: u32): i32 {
  if (source >= channelCount) {
    const component = source - channelCount;
    return edge(load<u32>(componentsAt + (component << 2)), load<u32>(vectorAt + (component << 2)));
  }
  const channel = channelsAt + (source << 4);
  const content = load<u32>(vectorAt + (load<u32>(channel) << 2));
  if (content == 0) return NOTHING;
  const node = edge(load<u32>(channel, 8), content);
  return node == UNKNOWN ? UNKNOWN : edge(node, load<u32>(vectorAt + (load<u32>(channel, 4) << 2)));
}

/** Finds the programs of the sources that are out of date. One that is not compiled counts as active. */
export function bringUpToDate(): void {
  for (let word: u32 = 0; word < sourceWords; word++) {
    const at = word << 3;
    let outdated = load<u64>(outdatedAt + at);
    if (outdated == 0) continue;
    let active = load<u64>(activeAt + at);
    let unrested = load<u64>(unrestedAt + at);
    for (; outdated != 0; outdated &= outdated - 1) {
      const source = (word << 6) + <u32>ctz(outdated);
      const program = programOf(source);
      store<i32>(programsAt + (source << 2), program);
      const bit = <u64>1 << (source & 63);
      active = program > WAITING || program == UNKNOWN ? active | bit : active & ~bit;
      const isUnrested = program == WAITING || (program > WAITING && source >= channelCount && (load<u32>(program) & IS_AT_REST) == 0);
      unrested = isUnrested ? unrested | bit : unrested & ~bit;
    }
    store<u64>(activeAt + at, active);
    store<u64>(unrestedAt + at, unrested);
    store<u64>(outdatedAt + at, 0);
  }
}

/** The bit of a source in sets of sources, which it shares with others where there are more than 64. */
// @ts-ignore: decorator
@inline
export function sourceBit(source: u32): u64 {
  return <u64>1 << (source & 63);
}

export function isEveryoneAtRest(): bool {
  let unrested: u64 = 0;
  for (let word: u32 = 0; word < sourceWords; word++) unrested |= load<u64>(unrestedAt + (word << 3));
  return unrested == 0;
}

/** Of all sources nothing is known. */
export function outdateAll(): void {
  for (let source: u32 = 0; source < sourceCount; source++) {
    const place = outdatedAt + (source >>> 6 << 3);
    store<u64>(place, load<u64>(place) | (<u64>1 << (source & 63)));
  }
}

/** Writes down for the cores of other threads where everything is. Returns the end. */
export function share(at: usize): usize {
  store<usize>(at, channelsAt);
  store<u32>(at, channelCount, 4);
  store<usize>(at, componentsAt, 8);
  store<u32>(at, componentCount, 12);
  return at + 16;
}

/** Takes over what another thread's core has shared. Returns the end. */
export function takeOver(at: usize): usize {
  laySources(load<usize>(at), load<u32>(at, 4), load<usize>(at, 8), load<u32>(at, 12));
  return at + 16;
}
