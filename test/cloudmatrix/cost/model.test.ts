// Goal: the models that come with the tool have the sizes that are public. Method: their parameters, counted.

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describe as described } from '../../../src/cloudmatrix/cost/description.js';
import {
  attentionWeights,
  cacheBytesPerToken,
  copiesPerToken,
  decodeAttentionOps,
  denseElements,
  expertElements,
  MODELS,
  prefillAttentionOps,
  totalElements,
  vocabularyElements,
} from '../../../src/cloudmatrix/cost/model.js';

const { 'deepseek-r1': r1, 'pangu-ultra-moe': pangu, 'llama4-behemoth': behemoth } = MODELS;

describe('models', () => {
  it.each([
    [r1!, 671],
    [pangu!, 718],
    [behemoth!, 2_000],
  ])('$name has about as many billion parameters as it is said to', (model, billions) => {
    expect(totalElements(model) / 1e9).toBeGreaterThan(0.99 * billions);
    expect(totalElements(model) / 1e9).toBeLessThan(1.01 * billions);
  });

  it('have the matrices of docs/paper/timing-model.md', () => {
    const { before, after } = attentionWeights(r1!, true);
    const millions = [...before, after].map(({ elements }) => elements / 1e6);
    expect(millions.map((each) => each.toFixed(2))).toEqual(['52.89', '8.39', '8.39', '117.44']);
    expect([before[0]!, before[1]!].map(({ bytesPerElement }) => bytesPerElement)).toEqual([1, 2]);
    expect((expertElements(r1!) / 1e6).toFixed(2)).toBe('44.04');
    expect((denseElements(r1!) / 1e6).toFixed(1)).toBe('396.4');
    expect((vocabularyElements(r1!) / 1e6).toFixed(1)).toBe('926.7');
  });

  it('attend as their kind does', () => {
    expect(cacheBytesPerToken(r1!)).toBe(576 * 2);
    expect(decodeAttentionOps(r1!)).toBe(2 * 128 * (2 * 512 + 64));
    expect(prefillAttentionOps(r1!)).toBe(2 * 128 * (192 + 128));
    expect(cacheBytesPerToken(behemoth!)).toBe(2 * 8 * 128 * 2);
    expect(decodeAttentionOps(behemoth!)).toBe(prefillAttentionOps(behemoth!));
    expect(attentionWeights(r1!, false).before).toHaveLength(1);
    expect(copiesPerToken(r1!)).toBe(9);
  });

  it('say what is assumed of them', () => {
    expect(r1!.assumed).toEqual([]);
    for (const { assumed, ...fields } of [pangu!, behemoth!]) {
      expect(assumed.length).toBeGreaterThan(0);
      for (const field of assumed) expect(Object.keys(fields)).toContain(field);
    }
  });
});

describe('descriptions', () => {
  const schema = z.strictObject({ layers: z.int().positive(), parts: z.array(z.number()).optional() });

  it.each([
    [{ layers: 0 }, "The description of the thing is wrong at 'layers': "],
    [{ layers: 1, parts: ['x'] }, "The description of the thing is wrong at 'parts.0': "],
    [{ layers: 1, more: 1 }, 'The description of the thing is wrong: '],
  ])('that are wrong are refused: %j', (value, message) => {
    expect(() => described(schema, 'thing', value)).toThrow(message);
  });
});
