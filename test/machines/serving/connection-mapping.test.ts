// Goal: the deterministic connection mapping (docs/paper/facts.md 9) is that of the paper's example, gives each decode rank one source, shares them out equally, and
// refuses what cannot be shared out with a sentence. Method: all sizes of a box that has the paper's in a corner.

import { describe, expect, it } from 'vitest';
import { prefillSource, refuseMapping } from '../../../machines/serving/connection-mapping.js';
import { inThread } from '../../support/in-thread.js';

const PREFILL_TP_MAX = 64;
const DECODE_TP_MAX = 8;
const DECODE_DP_MAX = 640;

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, each) => from + each);

describe('the connection mapping', () => {
  it('is that of the paper with prefill TP 32, decode TP 1, decode DP 320: ten ranks to a source', () => {
    const sizes = { prefillTp: 32, decodeTp: 1, decodeDp: 320 };
    const sources = range(0, 319).map((dp) => prefillSource(sizes, { dp, tp: 0 }));
    expect(sources).toEqual(range(0, 319).map((dp) => Math.floor(dp / 10)));
    expect(sources.slice(0, 20)).toEqual([...Array<number>(10).fill(0), ...Array<number>(10).fill(1)]);
  });

  it('keeps the ranks of a decode group apart', () => {
    const sizes = { prefillTp: 4, decodeTp: 2, decodeDp: 4 };
    const sources = range(0, 3).map((dp) => [0, 1].map((tp) => prefillSource(sizes, { dp, tp })));
    expect(sources).toEqual([
      [0, 1],
      [0, 1],
      [2, 3],
      [2, 3],
    ]);
  });

  it('shares all sizes of the box out equally that it does not refuse', async () => {
    const { valid, refused, unequal } = await inThread(
      'mapBox',
      PREFILL_TP_MAX,
      DECODE_TP_MAX,
      DECODE_DP_MAX,
    );
    expect({ valid, refused, unequal }).toEqual({ valid: 17_487, refused: 310_193, unequal: 0 });
    expect(valid + refused).toBe(PREFILL_TP_MAX * DECODE_TP_MAX * DECODE_DP_MAX);
  });

  it('refuses the rest with a reason', () => {
    expect(refuseMapping({ prefillTp: 32, decodeTp: 3, decodeDp: 320 })).toBe(
      'Prefill has 32 tensor-parallel ranks and decode 3: the first is no multiple of the second, so that the ranks of a decode group have no sources of their own. Give prefill a multiple of 3.',
    );
    expect(refuseMapping({ prefillTp: 32, decodeTp: 1, decodeDp: 100 })).toBe(
      '100 decode groups are to be served by 32 sets of prefill ranks, which do not divide them: some would serve more than others. Give decode a multiple of 32 groups.',
    );
    expect(() => prefillSource({ prefillTp: 2, decodeTp: 1, decodeDp: 3 }, { dp: 0, tp: 0 })).toThrow(
      'Give decode a multiple of 2 groups.',
    );
  });

  it.each([
    [{ prefillTp: 0, decodeTp: 1, decodeDp: 1 }],
    [{ prefillTp: 1.5, decodeTp: 1, decodeDp: 1 }],
    [{ prefillTp: -4, decodeTp: -2, decodeDp: 4 }],
    [{ prefillTp: 4, decodeTp: 2, decodeDp: 0 }],
  ])('refuses %j, of which one is no number of ranks or groups', (sizes) => {
    expect(refuseMapping(sizes)).toBe(
      `Prefill has ${sizes.prefillTp} tensor-parallel ranks, and decode ${sizes.decodeDp} groups of ${sizes.decodeTp}: each must be a whole number of at least 1.`,
    );
  });

  it.each([
    { dp: 320, tp: 0 },
    { dp: -1, tp: 0 },
    { dp: 0, tp: 1 },
    { dp: 0.5, tp: 0 },
  ])('has no source for a rank that decode does not have: %j', (rank) => {
    expect(() => prefillSource({ prefillTp: 32, decodeTp: 1, decodeDp: 320 }, rank)).toThrow(
      `There is no rank ${rank.tp} of decode group ${rank.dp}: decode has 320 groups of 1, counted from 0.`,
    );
  });
});
