import { createMachine } from 'xstate';
import { defineNetwork, type Network } from '../../src/index.js';
import type { Property } from '../../src/network/property.js';

const machine = createMachine({
  id: 'switch',
  initial: 'off',
  states: { off: { on: { TOGGLE: 'on' } }, on: { on: { TOGGLE: 'off' } } },
});

/** `count` switches that anybody may toggle at any time: 2^count states, count 2^count edges, count + 1 levels. */
export function switches(count: number, properties: readonly Property[] = []): Network {
  const ids = Array.from({ length: count }, (_, index) => `switch.${index}`);
  return defineNetwork({
    name: `${count} switches`,
    components: Object.fromEntries(ids.map((id) => [id, { machine, stimuli: [{ type: 'TOGGLE' }] }])),
    properties,
  });
}
