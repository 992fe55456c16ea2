// Draws for each token eight different experts of up to 256, a power of two, all of them alike: a random byte for each. See `expert-draw.ts`.

/** How often each expert was chosen, by the turn of the sender and the expert. Before it stand the random bytes. */
const COUNTS: u32 = 8192;
/** So many bytes are drawn at once; in front of them stand the last of those before: a token's, if each chooses another expert. */
const DRAWN_BYTES: u32 = 4096;
const KEPT_BYTES: u32 = 8;
const END: u32 = KEPT_BYTES + DRAWN_BYTES;

const ONES: u64 = 0x0101010101010101;
const ALL_BUT_HIGHEST: u64 = 0x7f7f7f7f7f7f7f7f;

/** State of the generator. */
let s0: u64 = 0;
let s1: u64 = 0;
/** Where the bytes are that are not used yet. */
let next: u32 = END;

/** The generator of random words goes on from a state: higher and lower half of its two words. */
export function start(s0High: u32, s0Low: u32, s1High: u32, s1Low: u32): void {
  s0 = ((<u64>s0High) << 32) | s0Low;
  s1 = ((<u64>s1High) << 32) | s1Low;
}

export function countsAt(): u32 {
  return COUNTS;
}

/** Draws the experts of so many tokens of each rank, and counts them anew. Rank by rank senders take turns. */
export function draw(ranks: u32, tokens: u32, experts: u32, turns: u32): void {
  memory.fill(COUNTS, 0, turns * experts * 4);
  const mask = <u64>(experts - 1) * ONES;
  // What is left of a word is not used.
  next = (next + 3) & ~3;
  for (let rank: u32 = 0; rank < ranks; rank++) {
    const row = COUNTS + (rank % turns) * experts * 4;
    for (let token: u32 = 0; token < tokens; token++) {
      if (next > DRAWN_BYTES) drawBytes();
      const bytes = load<u64>(next) & mask;
      next += KEPT_BYTES;
      // Turned against each other in any way, no byte is the same.
      if (
        (equalBytes(bytes, rotl(bytes, 8)) |
          equalBytes(bytes, rotl(bytes, 16)) |
          equalBytes(bytes, rotl(bytes, 24)) |
          equalBytes(bytes, rotl(bytes, 32))) ==
        0
      ) {
        count(row, bytes, ONES);
      } else chooseAgain(row, bytes, mask);
    }
  }
}

/** A token whose eight bytes are not all different draws further ones. */
function chooseAgain(row: u32, bytes: u64, mask: u64): void {
  // By byte: whether an earlier one is the same.
  let again: u64 = 0;
  for (let shift: u64 = 8; shift < 64; shift += 8) again |= equalBytes(bytes, bytes << shift) & (u64.MAX_VALUE << shift);
  count(row, bytes, ~(again >>> 7) & ONES);
  /** What has come since: at first nothing that is not among the bytes. */
  let further = (bytes & 0xff) * ONES;
  for (let left = <i32>popcnt(again); left > 0; ) {
    if (next == END) drawBytes();
    const expert = <u64>load<u8>(next++) & (mask & 0xff);
    if ((equalBytes(bytes, expert * ONES) | equalBytes(further, expert * ONES)) != 0) continue;
    further = (further << 8) | expert;
    left--;
    add(row, expert, 1);
  }
}

/** The highest bit of each byte that is the same in both. */
// @ts-ignore: decorator
@inline
function equalBytes(one: u64, other: u64): u64 {
  const difference = one ^ other;
  return ~(((difference & ALL_BUT_HIGHEST) + ALL_BUT_HIGHEST) | difference | ALL_BUT_HIGHEST);
}

/** Counts the experts of a token, by byte: 1, or 0 for one that is not counted. */
// @ts-ignore: decorator
@inline
function count(row: u32, bytes: u64, ones: u64): void {
  add(row, bytes & 0xff, ones & 1);
  add(row, (bytes >> 8) & 0xff, (ones >> 8) & 1);
  add(row, (bytes >> 16) & 0xff, (ones >> 16) & 1);
  add(row, (bytes >> 24) & 0xff, (ones >> 24) & 1);
  add(row, (bytes >> 32) & 0xff, (ones >> 32) & 1);
  add(row, (bytes >> 40) & 0xff, (ones >> 40) & 1);
  add(row, (bytes >> 48) & 0xff, (ones >> 48) & 1);
  add(row, bytes >> 56, ones >> 56);
}

// @ts-ignore: decorator
@inline
function add(row: u32, expert: u64, times: u64): void {
  const at = row + ((<u32>expert) << 2);
  store<u32>(at, load<u32>(at) + <u32>times);
}

/** The lower halves of what xoroshiro128+ gives, lowest byte first. */
function drawBytes(): void {
  store<u64>(0, load<u64>(DRAWN_BYTES));
  let a = s0;
  let b = s1;
  for (let at = KEPT_BYTES; at < END; at += 4) {
    store<u32>(at, <u32>(a + b));
    b ^= a;
    a = rotl(a, 24) ^ b ^ (b << 16);
    b = rotl(b, 37);
  }
  s0 = a;
  s1 = b;
  next -= DRAWN_BYTES;
}
