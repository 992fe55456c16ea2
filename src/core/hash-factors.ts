/** Words that a row may have at most. */
export const WORDS_MAX = 1 << 9;

let known: Int32Array | undefined;

/** An odd 64-bit factor for each word of a row (splitmix64): a row's hash is the sum of its words times theirs. */
export function hashFactors(): Int32Array {
  if (known !== undefined) return known;
  const found = new BigUint64Array(WORDS_MAX);
  let seed = 0n;
  for (let word = 0; word < WORDS_MAX; word++) {
    seed = BigInt.asUintN(64, seed + 0x9e3779b97f4a7c15n);
    let factor = BigInt.asUintN(64, (seed ^ (seed >> 30n)) * 0xbf58476d1ce4e5b9n);
    factor = BigInt.asUintN(64, (factor ^ (factor >> 27n)) * 0x94d049bb133111ebn);
    found[word] = (factor ^ (factor >> 31n)) | 1n;
  }
  return (known = new Int32Array(found.buffer));
}
