// Goal: shards of a check have one digest, and any change that can be seen of what is checked gives another one, although its items have the same names.
// Method: a family of small networks, edited in one place at a time.

import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { setup } from 'xstate';
import { addContent } from '../../src/check/content-digest.js';
import { always, check, type Configuration, defineNetwork, type NetworkFamily } from '../../src/index.js';

interface Door {
  readonly target?: 'open' | 'ajar';
  readonly turns?: number;
  readonly isFree?: () => boolean;
  readonly isWell?: () => boolean;
}

const JAMMED = { title: 'It jams', link: 'https://example.org/doors/1', property: 'all is well' };

function defineDoor({ target = 'open', turns = 1, isFree = () => true, isWell = () => true }: Door) {
  const machine = setup({
    types: { context: {} as { turns: number }, input: {} as { turns: number } },
    guards: { isFree },
  }).createMachine({
    id: 'door',
    tags: 'rest',
    context: ({ input }) => input,
    initial: 'closed',
    states: { closed: { on: { PUSH: { guard: 'isFree', target } } }, open: {}, ajar: {} },
  });
  return defineNetwork({
    name: 'doors',
    components: { door: { machine, input: { turns }, stimuli: [{ type: 'PUSH' }] } },
    properties: [always('all is well', isWell)],
  });
}

/** Whose function that builds has the same text, whatever it builds. */
const doorsOf = (
  doorOf: (configuration: Configuration) => Door,
  changed: Partial<NetworkFamily> = {},
): NetworkFamily => ({
  name: 'doors',
  title: 'doors that are pushed open',
  parameters: { turns: { kind: 'integer', min: 1, max: 3, default: 1, description: 'of the key' } },
  faults: { jammed: JAMMED },
  build: (configuration) => defineDoor(doorOf(configuration)),
  exhaustive: [{}, { turns: 3 }],
  campaign: { ranges: {}, stepsMax: 5 },
  ...changed,
});

const digestOf = (family: NetworkFamily) =>
  check(family, { signal: AbortSignal.abort(), shard: { index: 1, count: 1 } }).shard!.check;

const usual = () => ({});

it('is the same for the same check', () => {
  expect(digestOf(doorsOf(usual))).toMatch(/^[0-9a-f]{16}$/);
  expect(digestOf(doorsOf(() => ({})))).toBe(digestOf(doorsOf(usual)));
});

it('can be made of what has no constructor', () => {
  const odd: unknown = Object.create(Object.create(null) as object);
  expect(digestOf({ ...doorsOf(usual), title: odd as string })).toMatch(/^[0-9a-f]{16}$/);
});

it.each<[string, NetworkFamily]>([
  ['a target', doorsOf(() => ({ target: 'ajar' }))],
  ['an input', doorsOf(() => ({ turns: 2 }))],
  ['a guard', doorsOf(() => ({ isFree: () => 1 < 2 }))],
  ['a claim', doorsOf(() => ({ isWell: () => 1 < 2 }))],
  ['a network that is explored, and not the default', doorsOf(({ turns }) => ({ turns: Number(turns) }))],
  ['a fault', doorsOf(usual, { faults: { jammed: { ...JAMMED, property: 'deadlock-freedom' } } })],
  ['where random runs are drawn', doorsOf(usual, { campaign: { ranges: {}, stepsMax: 7 } })],
])('is another one for a change of %s', (_, changed) => {
  expect(digestOf(changed)).not.toBe(digestOf(doorsOf(usual)));
});

it.each([
  ['a list', ['a'], { 0: 'a' }],
  ['a text with marks in it', ['a;string b'], ['a', 'b']],
  ['a number', [0], ['0']],
  ['a map', [new Map([['a', 1]])], [new Set([['a', 1]])]],
])('tells %s from what looks like it', (_, one, other) => {
  const [hash, another] = [createHash('sha256'), createHash('sha256')];
  addContent(hash, one);
  addContent(another, other);
  expect(hash.digest('hex')).not.toBe(another.digest('hex'));
});
