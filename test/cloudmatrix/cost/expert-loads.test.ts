// Goal: drawn routings are routings: as many copies as there are, of different experts, to ranks that host them, evenly. Method: whole
// draws, counted.

import { describe, expect, it } from 'vitest';
import { copiesDrawer } from '../../../bench/peers/drawn-copies.js';
import { drawRoutes, PopularityDraw, RoutingDraw } from '../../../src/cloudmatrix/cost/expert-loads.js';
import { MODELS } from '../../../src/cloudmatrix/cost/model.js';
import { meanLoad, placementOf, remoteCopies } from '../../../src/cloudmatrix/cost/placement.js';

const model = MODELS['deepseek-r1']!;
const wide = placementOf(model, 320);
const narrow = placementOf(model, 32);
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, each) => total + each, 0);

describe('placements', () => {
  it('are those of the paper: 32 replicas of the shared expert of 320, 10 experts on each of 32', () => {
    expect(wide).toEqual({ ranks: 320, sharedRanks: 32, expertsPerRank: 1 });
    expect(narrow).toEqual({ ranks: 32, sharedRanks: 0, expertsPerRank: 10 });
    expect(meanLoad(model, wide, 48)).toBe(480);
    expect(meanLoad(model, narrow, 48)).toBe(432);
    expect(remoteCopies(model, wide)).toBeCloseTo(9 * (319 / 320), 12);
    expect(remoteCopies(model, narrow)).toBeCloseTo(8 * (31 / 32), 12);
  });

  it('host an expert as often as there are ranks for it', () => {
    const behemoth = MODELS['llama4-behemoth']!;
    const placement = placementOf(behemoth, 320);
    expect(placement).toEqual({ ranks: 320, sharedRanks: 106, expertsPerRank: 1 });
    const copies = new RoutingDraw(behemoth, placement, 1).next(64);
    expect(Math.min(...copies)).toBeGreaterThan(0);
    // An expert on 13 or 14 ranks has a sixteenth of the tokens.
    for (const each of copies.slice(placement.sharedRanks)) {
      expect(each).toBeGreaterThan((0.6 * 320 * 64) / 16 / 14);
      expect(each).toBeLessThan((1.4 * 320 * 64) / 16 / 13);
    }
  });

  it.each([640, 768])('split the tokens of an expert evenly among its hosts: %i ranks', (ranks) => {
    const placement = placementOf(model, ranks);
    const draw = new RoutingDraw(model, placement, 3);
    const copies = new Float64Array(ranks);
    for (let layer = 0; layer < 20; layer++) draw.next(48).forEach((each, rank) => (copies[rank]! += each));
    const { sharedRanks } = placement;
    for (let expert = 0; expert < model.experts; expert++) {
      const hosts = copies.filter((_, rank) => rank >= sharedRanks && (rank - sharedRanks) % 256 === expert);
      expect(hosts.length).toBeGreaterThan(1);
      for (const each of hosts) expect(each / (sum(hosts) / hosts.length)).toBeCloseTo(1, 1);
    }
  });

  it('need no shared expert', () => {
    const unshared = { ...model, sharedExperts: 0 };
    expect(placementOf(unshared, 256)).toEqual({ ranks: 256, sharedRanks: 0, expertsPerRank: 1 });
    expect(placementOf(unshared, 16).expertsPerRank).toBe(18);
  });
});

describe.each([
  ['320 ranks', model, wide],
  ['32 ranks', model, narrow],
  ['64 experts, of which a token often draws one twice', { ...model, experts: 64 }, wide],
  ['16 experts, of which each token chooses half', { ...model, experts: 16 }, wide],
  ['6 of 256 experts', { ...model, topK: 6 }, wide],
  ['8 of 160 experts, which no byte is made of', { ...model, experts: 160 }, wide],
  [
    '24 experts, which no byte is made of',
    { ...model, experts: 24, topK: 6 },
    placementOf({ ...model, experts: 24 }, 64),
  ],
])('routings drawn over %s', (_name, drawn, placement) => {
  const tokens = 45;
  const each = drawn.topK + drawn.sharedExperts;
  const copies = new RoutingDraw(drawn, placement, 7).next(tokens);

  it('send every copy somewhere', () => {
    expect(sum(copies)).toBe(placement.ranks * tokens * each);
  });

  it('are the same for a seed, and as ways copy by copy', () => {
    expect(new RoutingDraw(drawn, placement, 7).next(tokens)).toEqual(copies);
    const routes = drawRoutes(drawn, placement, 7, tokens);
    const counted = new Int32Array(placement.ranks);
    for (const host of routes.flat(2)) counted[host]!++;
    expect(counted).toEqual(copies);
    for (const hosts of routes.flat()) expect(hosts).toHaveLength(each);
  });

  it('go on with other routings', () => {
    const draw = new RoutingDraw(drawn, placement, 7);
    draw.next(tokens);
    expect(draw.next(tokens)).not.toEqual(copies);
  });
});

// A token's bytes are looked at together where they can be; here one is drawn after the other, by another's code.
it.each([
  ['320 ranks', model, wide, 48],
  ['32 ranks', model, narrow, 5],
  ['64 experts, of which a token often draws one twice', { ...model, experts: 64 }, wide, 7],
  ['4 of 128 experts', { ...model, experts: 128, topK: 4 }, wide, 3],
  ['4 of 128 experts, a token each', { ...model, experts: 128, topK: 4 }, placementOf(model, 2), 1],
  ['768 ranks', model, placementOf(model, 768), 2],
])('layer after layer, routings over %s are those of plain loops', (_name, drawn, placement, tokens) => {
  for (const seed of [-3, 0x9e3779b, 2 ** 31 - 1]) {
    const draw = new RoutingDraw(drawn, placement, seed);
    const next = copiesDrawer(drawn, placement, seed, () => tokens);
    for (let layer = 0; layer < 12; layer++) expect(draw.next(tokens)).toEqual(next());
  }
});

it.each([
  ['320 ranks', wide],
  ['32 ranks', narrow],
  ['768 ranks', placementOf(model, 768)],
])('routings of tokens that are not even over %s are those of plain loops', (_name, placement) => {
  const tokens = Array.from({ length: placement.ranks }, (_, rank) => (rank * 7) % 4);
  const draw = new RoutingDraw(model, placement, 5, false);
  const next = copiesDrawer(model, placement, 5, (rank) => tokens[rank]!);
  for (let layer = 0; layer < 3; layer++) {
    const copies = draw.next(tokens);
    expect(copies).toEqual(next());
    expect(sum(copies)).toBe(9 * sum(tokens));
  }
  const routes = drawRoutes(model, placement, 5, tokens);
  expect(routes.map((ofRank) => ofRank.length)).toEqual(tokens);
  expect(() => draw.next(3)).toThrow('tokens are even, or are given by rank');
});

describe('routings over 320 ranks', () => {
  const copies = new RoutingDraw(model, wide, 1).next(48);

  it('load the replicas of the shared expert alike', () => {
    expect([...copies.slice(0, 32)]).toEqual(Array.from({ length: 32 }, () => 480));
  });

  it('load routed experts as chance has it, those that are hosted twice by half', () => {
    const once = copies.slice(32 + 32, 32 + 256);
    const mean = (320 * 48 * 8) / 256;
    expect(Math.abs(sum(once) / once.length / mean - 1)).toBeLessThan(0.01);
    expect(Math.max(...once)).toBeLessThan(mean + 6 * Math.sqrt(mean));
    const twice = [...copies.slice(32, 64), ...copies.slice(32 + 256)];
    expect(Math.abs(sum(twice) / twice.length / (mean / 2) - 1)).toBeLessThan(0.02);
  });
});

describe('popularity', () => {
  it('leaves ranks alike where all experts are', () => {
    const shares = new PopularityDraw(
      { ...model, experts: 256 },
      { ...narrow, ranks: 256, expertsPerRank: 2 },
      0,
      1,
    );
    expect(sum(shares.next()) / 256).toBeCloseTo(1, 9);
  });

  // What is due is counted copy by copy, by the draw of routings, which has nothing of the popularities.
  it.each([288, 320, 768])(
    'over %i ranks gives copies of the shared expert to those that hold it only',
    (ranks) => {
      const placement = placementOf(model, ranks);
      const { sharedRanks } = placement;
      const loads = new PopularityDraw(model, placement, 0, 1).next();
      const tokens = 200;
      const copies = new RoutingDraw(model, placement, 1).next(tokens);
      const meanOf = (values: ArrayLike<number>, from: number, to: number) =>
        sum(Array.from(values).slice(from, to)) / (to - from);
      expect(sharedRanks).toBeGreaterThan(0);
      for (const [from, to] of [
        [0, sharedRanks],
        [sharedRanks, ranks],
      ] as const) {
        expect(meanOf(loads, from, to)).toBeCloseTo(meanOf(copies, from, to) / (tokens * 9), 9);
      }
      expect(Math.max(...loads.slice(0, sharedRanks))).toBe(Math.min(...loads.slice(0, sharedRanks)));
      expect(sum(new PopularityDraw(model, placement, 0.7, 1).next()) / ranks).toBeCloseTo(1, 9);
    },
  );

  it('spreads them, the more the larger it is, around their mean', () => {
    const largest = (spread: number) => Math.max(...new PopularityDraw(model, narrow, spread, 1).next());
    expect(largest(0.3)).toBeGreaterThan(1);
    expect(largest(0.9)).toBeGreaterThan(largest(0.3));
    expect(sum(new PopularityDraw(model, narrow, 0.7, 1).next()) / 32).toBeCloseTo(1, 9);
    // No token is lost where an expert would have more than all.
    for (const spread of [1.5, 3, 10]) {
      const loads = new PopularityDraw(model, narrow, spread, 1).next();
      expect(sum(loads) / 32).toBeCloseTo(1, 9);
      expect(Math.min(...loads)).toBeGreaterThanOrEqual(0);
    }
    expect(new PopularityDraw(model, narrow, 0.7, 1).next()).toEqual(
      new PopularityDraw(model, narrow, 0.7, 1).next(),
    );
  });
});
