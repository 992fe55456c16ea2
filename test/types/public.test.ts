// Goal: the public functions take what they should and nothing else, as far as types can tell. Method: as in `names.test.ts`, wrong snippets
// beside their correct twins.

import { describe, expect, it } from 'vitest';
import { messagesOf } from './compile.js';

const HEAD = `
import { assign, setup } from 'xstate';
import {
  always, assertHolds, type BoundSuite, check, checkAsync, type CheckResult, campaign, campaignAsync, checkBounds, checkBoundsAsync, componentRef,
  defineNetwork, explore, exploreAsync, exportStately, type Network, type NetworkFamily, type Step, swarm, sweep, walk, walkAsync,
} from '../../src/index.js';

declare const network: Network;
declare const family: NetworkFamily;
declare const suite: BoundSuite;
declare const controller: AbortController;
`;

const sending = (actions: string) => `${HEAD}
export const { createMachine } = setup({
  types: { context: {} as { to: string; count: number }, events: {} as { type: 'GO'; value: number } },
  actions: { ${actions} },
});
export const machine = createMachine({ id: 'm', context: { to: 'x', count: 0 }, on: { GO: { actions: 'tell' } } });`;

const SENDING = `import { sendTo } from 'xstate';`;

/** Wrong, right, and what is said of the wrong one. */
const PAIRS: Readonly<Record<string, readonly [wrong: string, right: string, message: string]>> = {
  'the id of a component': [
    `${SENDING}${sending(`tell: sendTo(componentRef(3), { type: 'X' })`)}`,
    `${SENDING}${sending(`tell: sendTo(componentRef('link.0'), { type: 'X', value: 1 })`)}`,
    `Argument of type 'number' is not assignable to parameter of type 'string'`,
  ],
  'an event that is computed': [
    `${SENDING}${sending(`tell: sendTo(componentRef('x'), ({ context }) => ({ type: 'X', value: context.cont }))`)}`,
    `${SENDING}${sending(`tell: sendTo(componentRef('x'), ({ context }) => ({ type: 'X', value: context.count }))`)}`,
    `Property 'cont' does not exist on type`,
  ],
  'an addressee from the context': [
    `${SENDING}${sending(`tell: sendTo((args) => componentRef(args.context.two)(args), { type: 'X' })`)}`,
    `${SENDING}${sending(`tell: sendTo((args) => componentRef(args.context.to)(args), { type: 'X' })`)}`,
    `Property 'two' does not exist on type`,
  ],
  'what is checked': [
    `${HEAD} check('dispatch-combine');`,
    `${HEAD} export const result: CheckResult = check([network, family, suite], { seed: 1, runs: 5, statesMax: 9 });`,
    `Argument of type 'string' is not assignable to parameter of type`,
  ],
  'an option of check': [
    `${HEAD} check(network, { run: 5 });`,
    `${HEAD} check(network, { runs: 5, onRun: (run, { run: number }) => console.log(run.mode, number) });`,
    `'run' does not exist in type 'CheckOptions'`,
  ],
  'the promise of an asynchronous form': [
    `${HEAD} export const { verdict } = checkAsync(network);`,
    `${HEAD} export const { verdict } = await checkAsync(network, { signal: controller.signal });`,
    `Property 'verdict' does not exist on type 'Promise<CheckResult>'`,
  ],
  'what must hold': [
    `${HEAD} assertHolds(suite);`,
    `${HEAD} assertHolds(family, { configurations: [{ dies: 2 }], strict: false, secondsMax: 5 });`,
    `is not assignable to parameter of type 'Network<string> | NetworkFamily'`,
  ],
  'an option of exploreAsync': [
    `${HEAD} exploreAsync(network, { stateMax: 1 });`,
    `${HEAD} exploreAsync(network, { statesMax: 1, signal: controller.signal, onProgress: ({ states, depth }) => console.log(states, depth) });`,
    `'stateMax' does not exist in type`,
  ],
  'a figure of a walk': [
    `${HEAD} export const count: number = walk(network, { seed: 1 }).distinct;`,
    `${HEAD} export const count: number = walk(network, { seed: 1 }).states; walkAsync(network, { seed: 1 });`,
    `Property 'distinct' does not exist on type 'WalkResult'`,
  ],
  'a campaign without runs': [
    `${HEAD} campaign(family, { seed: 1 });`,
    `${HEAD} campaign(family, { seed: 1, runs: 5 }); campaignAsync(family, { seed: 1, runs: 5, signal: controller.signal });`,
    `Property 'runs' is missing in type`,
  ],
  'progress of bounds': [
    `${HEAD} checkBounds(suite, { seed: 1, runs: 5, onProgress: ({ steps }) => console.log(steps) });`,
    `${HEAD} checkBounds(suite, { seed: 1, runs: 5, onProgress: ({ bound, runs }) => console.log(bound, runs) }); checkBoundsAsync(suite, { seed: 1, runs: 1 });`,
    `Property 'steps' does not exist on type 'BoundsProgress'`,
  ],
  'the machine that is exported': [
    `${HEAD} exportStately('machine');`,
    `${HEAD} export const text: string = exportStately(setup({}).createMachine({ id: 'm' })); exportStately(setup({}).createMachine({}), 'name');`,
    `Argument of type 'string' is not assignable to parameter of type`,
  ],
  'a step that a monitor sees': [
    `${HEAD} export const kind = (step: Step) => (step.kind === 'deliverd' ? step.to : '');`,
    `${HEAD} export const kind = (step: Step) => (step.kind === 'deliver' ? step.to : step.kind === 'timer' ? step.timer : '');`,
    `have no overlap`,
  ],
};

const said = messagesOf(
  Object.fromEntries(
    Object.entries(PAIRS).flatMap(([name, [wrong, right]]) => [
      [`${name}, wrong`, wrong],
      [`${name}, right`, right],
    ]),
  ),
);

describe('the public functions', () => {
  it.each(Object.entries(PAIRS))('have types: %s', (name, [, , message]) => {
    expect(said[`${name}, right`]).toEqual([]);
    expect(said[`${name}, wrong`]!.join('\n')).toContain(message);
  });
});
