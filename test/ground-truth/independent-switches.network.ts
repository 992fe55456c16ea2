import { createMachine, setup } from 'xstate';
import { defineNetwork, type Network } from '../../src/index.js';

/** The smallest machine that goes on for ever. */
const switchMachine = setup({ types: { events: {} as { type: 'TOGGLE' } } }).createMachine({
  id: 'switch',
  initial: 'off',
  states: { off: { on: { TOGGLE: 'on' } }, on: { on: { TOGGLE: 'off' } } },
});

/** `switches` components (1 or more) that have nothing to do with one another: 2^n states, n 2^n edges, n + 1 levels. */
export function independentComponents(switches: number): Network {
  const indices = Array.from({ length: switches }, (_, index) => index);
  return defineNetwork({
    name: `${switches} independent components`,
    components: Object.fromEntries(
      indices.map((index) => [`switch.${index}`, { machine: switchMachine, stimuli: [{ type: 'TOGGLE' }] }]),
    ),
  });
}

/** The same switches as parallel regions of one machine. */
export function parallelRegions(regions: number): Network {
  const indices = Array.from({ length: regions }, (_, index) => index);
  const machine = createMachine({
    id: 'switches',
    type: 'parallel',
    states: Object.fromEntries(
      indices.map((index) => {
        const type = `TOGGLE.${index}`;
        const region = {
          initial: 'off',
          states: { off: { on: { [type]: 'on' } }, on: { on: { [type]: 'off' } } },
        };
        return [`switch${index}`, region];
      }),
    ),
  });
  return defineNetwork({
    name: `${regions} parallel regions`,
    components: { switches: { machine, stimuli: indices.map((index) => ({ type: `TOGGLE.${index}` })) } },
  });
}
