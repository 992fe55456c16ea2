// Goal: the core looks at everything that may have changed. Method: a network drawn so that what the core knew of a claim is out of date at the very next state,
// explored by the core from the first state on.

import { describe, expect, it } from 'vitest';
import { sendTo, setup } from 'xstate';
import { BreadthFirst } from '../../src/explore/breadth-first.js';
import { run } from '../../src/explore/search.js';
import { always, defineNetwork, type Network } from '../../src/index.js';
import type { Property } from '../../src/network/property.js';

const sends = (to: string) => sendTo(({ system }) => system.get(to), { type: 'HELLO' });

/**
 * `late` uses its channel for the first time in its second step. The first of the two states after one step is the one in which that is found out; in the second
 * `early` has sent its message.
 */
function lateAndEarly(properties: readonly Property[]): Network {
  const delays = { tick: 1 };
  const late = setup({ actions: { tell: sends('listener') }, delays }).createMachine({
    id: 'late',
    initial: 'zero',
    states: {
      zero: { after: { tick: 'one' } },
      one: { after: { tick: { target: 'two', actions: 'tell' } } },
      two: { type: 'final' },
    },
  });
  const early = setup({ actions: { tell: sends('listener') }, delays }).createMachine({
    id: 'early',
    initial: 'zero',
    states: { zero: { after: { tick: { target: 'one', actions: 'tell' } } }, one: { type: 'final' } },
  });
  const listener = setup({}).createMachine({ id: 'listener', tags: 'rest' });
  return defineNetwork({
    name: 'late and early',
    components: { late: { machine: late }, early: { machine: early }, listener: { machine: listener } },
    channels: { default: { kind: 'fifo', deferring: true } },
    properties: [...properties],
  });
}

const explored = (network: Network) => run(new BreadthFirst(network, {}, 0));

describe('when a channel appears, a claim about others is evaluated in the next state', () => {
  it('which may violate it', () => {
    const silent = always('silent', (view) => view.waiting('early', 'listener').length === 0);
    const { violations } = explored(lateAndEarly([silent]));
    expect(violations.map(({ property, steps }) => [property, steps.length])).toEqual([['silent', 1]]);
  });

  it('which may have the tightest margin', () => {
    const room = always('room', (view) =>
      view.matches('late', 'zero') ? 2 - view.waiting('early', 'listener').length : 2,
    );
    const { properties } = explored(lateAndEarly([room]));
    expect(properties.find(({ name }) => name === 'room')).toMatchObject({ verdict: 'holds', margin: 1 });
  });
});
