// Parents of states, as a string of bits. Parents never become smaller, so each 1 is a child, and each 0 goes on to the next parent.

/** Of so many children, as a logarithm, one has its place in the string written down. */
const SAMPLED_BITS: u32 = 5;

let bitsAt: usize = 0;
let samplesAt: usize = 0;
/** States that are nobody's successors; they come first. */
let roots: u32 = 0;
let children: u32 = 0;
/** Length of the string, and the last parent in it. */
let bits: u32 = 0;
let lastParent: u32 = 0;

export function layParents(string: usize, samples: usize): void {
  bitsAt = string;
  samplesAt = samples;
}

/** Writes down the parent of the next state; `0xffffffff`: it has none. */
// @ts-ignore: decorator
@inline
export function noteParent(parent: u32): void {
  if (parent == 0xffffffff) {
    roots++;
    return;
  }
  while (lastParent < parent) {
    lastParent++;
    bits++;
  }
  if ((children & ((1 << SAMPLED_BITS) - 1)) == 0) {
    const sample = samplesAt + (children >>> SAMPLED_BITS << 3);
    store<u32>(sample, bits);
    store<u32>(sample, parent, 4);
  }
  children++;
  const at = bitsAt + (bits >>> 5 << 2);
  store<u32>(at, load<u32>(at) | (1 << (bits & 31)));
  bits++;
}

/** The parent of a state that is no root. */
export function parentOf(state: u32): u32 {
  const child = state - roots;
  const sample = samplesAt + (child >>> SAMPLED_BITS << 3);
  let at = load<u32>(sample);
  let parent = load<u32>(sample, 4);
  let left = child & ((1 << SAMPLED_BITS) - 1);
  while (true) {
    const within = at & 31;
    let word = load<u32>(bitsAt + (at >>> 5 << 2)) >>> within;
    const ones = popcnt(word);
    if (ones > left) {
      for (; left > 0; left--) {
        const zeros = ctz(word);
        parent += zeros;
        word = word >>> zeros >>> 1;
      }
      return parent + ctz(word);
    }
    left -= ones;
    parent += 32 - within - ones;
    at += 32 - within;
  }
}

export function rootCount(): u32 {
  return roots;
}

export function bytesOfParents(): f64 {
  return <f64>(bits >>> 3) + <f64>((roots + children) >>> SAMPLED_BITS << 3);
}
