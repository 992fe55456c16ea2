// Goal: what is evicted is the least recently used block that nobody needs. Method: a tier of three slots, filled by hand.

import { describe, expect, it } from 'vitest';
import type { SpaceRequest } from '../../../machines/cache/cache-protocol.js';
import {
  changed,
  completed,
  type DramTier,
  emptyTier,
  freeSlot,
  slotOf,
  touched,
  usedSlots,
  victimOf,
  withoutSlot,
  withRequest,
} from '../../../machines/cache/dram-tier.js';

const request = (key: string, parent: string, tenant = 0): SpaceRequest => ({
  kind: 'put',
  key,
  parent,
  tenant,
  of: `put of ${key}`,
  from: 'sdk.0',
});

/** A tier with a block that was put and written to EVS. */
function withBlock(tier: DramTier, key: string, parent: string, tenant = 0): DramTier {
  const at = freeSlot(tier);
  return changed(completed(withRequest(tier, at, request(key, parent, tenant)), at), at, { isDirty: false });
}

const keyOf = (tier: DramTier, at: number | undefined) =>
  at === undefined ? undefined : tier.slots[at]!.key;
const three = withBlock(withBlock(withBlock(emptyTier(3), 'a', ''), 'ab', 'a'), 'x', '', 1);

describe('the victim', () => {
  it('is none in an empty tier, and none while it is being written', () => {
    expect(victimOf(emptyTier(2))).toBeUndefined();
    expect(victimOf(withRequest(emptyTier(2), 0, request('a', '')))).toBeUndefined();
  });

  it('is the least recently used block that no other one continues', () => {
    expect(keyOf(three, victimOf(three))).toBe('ab');
    expect(keyOf(three, victimOf(touched(three, slotOf(three, 'ab'))))).toBe('x');
  });

  it('is no block that is read, or that EVS does not have', () => {
    const at = slotOf(three, 'ab');
    expect(keyOf(three, victimOf(changed(three, at, { readers: ['sdk.0'] })))).toBe('x');
    expect(keyOf(three, victimOf(changed(three, at, { isDirty: true })))).toBe('x');
  });

  it('is one of a tenant, where it must be, and never the block that is to be continued', () => {
    expect(keyOf(three, victimOf(three, { tenant: 1 }))).toBe('x');
    expect(victimOf(three, { tenant: 1, parent: 'x' })).toBeUndefined();
  });
});

it('a slot that is given back is free', () => {
  const without = withoutSlot(three, slotOf(three, 'ab'));
  expect(usedSlots(without)).toBe(2);
  expect(keyOf(without, victimOf(without))).toBe('a');
});
