/**
 * The checks of agreement (see `expectAgreement`) on the protocols. The tests of the core and of the ground truth make them too, on
 * every network that they explore completely: they import their `explore` from there.
 */
import { describe, it } from 'vitest';
import { dispatchCombine } from '../properties/dispatch-combine/family.js';
import { type Configuration, configurationOf, type Network } from '../src/index.js';
import { pingPong } from '../bench/networks/ping-pong.js';
import { expectAgreement } from './support/agreement.js';

const dispatchCombineWith = (configuration: Configuration, ...faults: string[]): Network => {
  const set = new Set(faults);
  return dispatchCombine.build(configurationOf(dispatchCombine, configuration, set), set);
};

const networks: Record<string, Network> = {
  'ping-pong on a lossy set': pingPong(3, { kind: 'set', lossy: true }),
  'ping-pong on a lossy bag': pingPong(3, { kind: 'bag', lossy: true }),
  'ping-pong, duplicated': pingPong(3, { kind: 'fifo', duplicating: true, capacity: 2 }),
  'ping-pong on a bounded queue that must not overflow': pingPong(3, {
    kind: 'fifo',
    capacity: 1,
    whenFull: 'error',
  }),
  'dispatch-combine, 1 layer': dispatchCombineWith({ tokens: 1, layers: 1 }),
  'dispatch-combine, 2 layers, balanced': dispatchCombineWith({ tokens: 1, layers: 2, routing: 'balanced' }),
  ...Object.fromEntries(
    ['A2', 'B1', 'D3'].map((fault) => [
      `dispatch-combine under ${fault}`,
      dispatchCombineWith({ layers: 1, tokens: 1 }, fault),
    ]),
  ),
};

describe('tables, plain XState search and random walks agree', () => {
  for (const [name, network] of Object.entries(networks)) {
    it(name, () => expectAgreement(network));
  }
});
