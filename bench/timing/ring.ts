import { sendTo, setup } from 'xstate';
import { componentRef, defineNetwork, type Network } from '../../src/index.js';

/** Stations stand in a ring, and each second one has a token at the start. */
export const RING_STATIONS = 64;

/** How long a station holds a token, in nanoseconds: all times are different. */
export const holdNsOf = (station: number): number => RING_STATIONS + ((37 * station) % RING_STATIONS);

export const hasTokenAtStart = (station: number): boolean => station % 2 === 0;

interface StationInput {
  readonly holdNs: number;
  readonly hasToken: boolean;
}

/** Holds a token for its time, then passes it on; further ones wait. */
const station = setup({
  types: {} as { context: StationInput; input: StationInput; events: { type: 'TOKEN' }; tags: 'rest' },
  delays: { hold: ({ context }) => context.holdNs },
  guards: { hasToken: ({ context }) => context.hasToken },
  actions: { pass: sendTo(componentRef('next'), { type: 'TOKEN' }) },
}).createMachine({
  id: 'station',
  context: ({ input }) => input,
  initial: 'starting',
  states: {
    starting: { always: [{ guard: 'hasToken', target: 'holding' }, { target: 'idle' }] },
    idle: { tags: 'rest', on: { TOKEN: 'holding' } },
    holding: { after: { hold: { target: 'idle', actions: 'pass' } } },
  },
});

const nameOf = (index: number): string => `station.${index % RING_STATIONS}`;

/** The ring as a network of statecharts. */
export function ringNetwork(): Network {
  const stations = Array.from({ length: RING_STATIONS }, (_, index) => index);
  return defineNetwork({
    name: 'ring',
    components: Object.fromEntries(
      stations.map((index) => [
        nameOf(index),
        {
          machine: station,
          input: { holdNs: holdNsOf(index), hasToken: hasTokenAtStart(index) },
          aliases: { next: nameOf(index + 1) },
        },
      ]),
    ),
    channels: { default: { kind: 'fifo', capacity: RING_STATIONS, deferring: true } },
  });
}
