// Goal: a block is known by what it holds and all that stands before it, in its namespace and for its rank. Method: two prompts with a common beginning.

import { expect, it } from 'vitest';
import { chainOf } from '../../../machines/cache/block-chain.js';

const plain = { namespace: '', rank: '' };
const keys = (tokens: readonly string[], shard = plain) => chainOf(tokens, shard).map(({ key }) => key);

it('shares the blocks of a common prefix, and no others', () => {
  const [one, other] = [keys(['a', 'b', 'c']), keys(['a', 'x', 'c'])];
  expect(one[0]).toBe(other[0]);
  // The last block has equal tokens, and another prefix.
  expect(one.slice(1).filter((key) => other.includes(key))).toEqual([]);
});

it('tells of each block which one it continues', () => {
  const chain = chainOf(['a', 'b', 'c'], plain);
  expect(chain.map(({ parent }) => parent)).toEqual(['', chain[0]!.key, chain[1]!.key]);
});

it('tells tenants apart, and ranks', () => {
  const shards = ['', 't:'].flatMap((namespace) => ['', '@1'].map((rank) => ({ namespace, rank })));
  expect(new Set(shards.flatMap((shard) => keys(['a', 'b'], shard))).size).toBe(8);
});
