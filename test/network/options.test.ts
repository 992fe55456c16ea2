// Goal: an option that a function does not have is refused by its name, with those that it has. Method: one wrong option for each function.

import { expect, it } from 'vitest';
import { campaign, checkBounds, explore, minimise, simulate, swarm, walk } from '../../src/index.js';
import { CheckError } from '../../src/network/errors.js';
import { familyOf } from '../../src/network/family.js';
import { switches } from '../support/switches.js';

const network = switches(1);
const family = familyOf(network);
const violation = { property: 'p', message: '', initial: 0, steps: [], minimality: 'as found' as const };

it.each<[string, () => unknown, string]>([
  [
    'explore',
    () => explore(network, { stateMax: 5 } as never),
    "no 'stateMax'; it has statesMax, secondsMax",
  ],
  ['explore', () => explore(network, { untill: 'x' } as never), "Did you mean 'until'?"],
  ['explore', () => explore(network, { afterViolation: 'contineu' as never }), "use 'stop' or 'continue'"],
  ['walk', () => walk(network, { seed: 1, stepMax: 5 } as never), "no 'stepMax'"],
  [
    'minimise',
    () => minimise(network, violation, { stateMax: 5 } as never),
    "no 'stateMax'; it has statesMax, secondsMax",
  ],
  ['simulate', () => simulate(network, { untilMs: 5 } as never), "no 'untilMs'; it has untilNs"],
  ['simulate', () => simulate(network, { resource: {} } as never), "Did you mean 'resources'?"],
])('%s', (name, call, sentence) => {
  expect(call).toThrow(CheckError);
  expect(call).toThrow(sentence);
  if (!sentence.startsWith('use')) expect(call).toThrow(`The options object of \`${name}\` has no`);
});

it.each<[string, () => unknown, string]>([
  ['campaign', () => campaign(family, { seed: 1, runs: 1, fixd: {} } as never), "Did you mean 'fixed'?"],
  ['swarm', () => swarm(family, { seed: 1, runs: 1, fault: [] } as never), "Did you mean 'faults'?"],
  [
    'checkBounds',
    () => checkBounds({ parameters: {}, faults: {} } as never, { seed: 1, runs: 1, onli: [] } as never),
    "Did you mean 'only'?",
  ],
  [
    'a family',
    () => campaign({ ...family, exhastive: [] } as never, { seed: 1, runs: 1 }),
    "has no 'exhastive'",
  ],
  [
    'the campaign of a family',
    () => campaign({ ...family, campaign: { ranges: {}, stepMax: 5 } } as never, { seed: 1, runs: 1 }),
    "has no 'stepMax'; it has ranges, stepsMax.",
  ],
])('%s', (_, call, sentence) => {
  expect(call).toThrow(sentence);
});

it.each<[string, unknown, string]>([
  ['an AbortController', new AbortController(), 'an `AbortController`; give its `signal`.'],
  ['a number', 7, 'a number; give an `AbortSignal`, or leave it out.'],
  ['null', null, 'null; give an `AbortSignal`, or leave it out.'],
  ['a word', { aborted: 'no' }, 'an object; give an `AbortSignal`, or leave it out.'],
])('a signal that never says that it is aborted: %s', (_, signal, given) => {
  expect(() => explore(network, { signal: signal as never })).toThrow(
    new CheckError(`The option signal of \`explore\` is ${given}`),
  );
});
