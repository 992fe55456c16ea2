import { assign, sendTo, setup } from 'xstate';
import { alwaysPossible, defineNetwork, eventually, type Network, type View } from '../../src/index.js';

interface MachineContext {
  readonly at: number;
  readonly machines: number;
  readonly values: number;
  readonly value: number;
  /** What the left neighbour has: it follows from the neighbour's state. */
  readonly left: number;
}

const machineId = (at: number) => `machine.${at}`;

/**
 * One machine of the ring. It has the privilege if its value differs from its left neighbour's, the machine at the bottom, 0, if they are equal. Its
 * move makes it lose the privilege.
 */
const machine = setup({
  types: {
    context: {} as MachineContext,
    input: {} as Omit<MachineContext, 'left'>,
    events: {} as { type: 'LEFT'; value: number },
    tags: {} as 'rest',
  },
  guards: {
    isPrivilege: ({ context: { at, value }, event }) => (at === 0) === (event.value === value),
  },
  actions: {
    noteLeft: assign({ left: ({ event }) => event.value }),
    move: assign({
      value: ({ context: { at, value, left, values } }) => (at === 0 ? (value + 1) % values : left),
    }),
    tellRight: sendTo(
      ({ context, system }) => system.get(machineId((context.at + 1) % context.machines)),
      ({ context }) => ({ type: 'LEFT', value: context.value }),
    ),
  },
  delays: { soon: 1 },
}).createMachine({
  id: 'machine',
  context: ({ input }) => ({ ...input, left: 0 }),
  entry: 'tellRight',
  initial: 'waiting',
  states: {
    waiting: {
      tags: 'rest',
      on: {
        LEFT: [{ guard: 'isPrivilege', target: 'privileged', actions: 'noteLeft' }, { actions: 'noteLeft' }],
      },
    },
    privileged: {
      after: { soon: { target: 'waiting', actions: ['move', 'tellRight'] } },
      on: {
        LEFT: [
          // The timer goes on: whoever keeps the privilege has had it all the time.
          { guard: 'isPrivilege', actions: 'noteLeft' },
          { target: 'waiting', actions: 'noteLeft' },
        ],
      },
    },
  },
});

/**
 * Dijkstra's self-stabilising ring of machines with K states each (Self-stabilizing systems in spite of distributed control, CACM 17, 1974, also
 * EWD 426), started in all states: whatever they are, in the end one machine has the privilege.
 *
 * @param values K: how many values a machine may have
 */
export function tokenRing(machines: number, values: number): Network {
  const all = Array.from({ length: machines }, (_, at) => at);
  const inputs = (at: number) =>
    Array.from({ length: values }, (_, value) => ({ at, machines, values, value }));
  const isStable = (view: View) => all.filter((at) => view.matches(machineId(at), 'privileged')).length === 1;
  return defineNetwork({
    name: `ring of ${machines} machines with ${values} states`,
    components: Object.fromEntries(all.map((at) => [machineId(at), { machine, inputs: inputs(at) }])),
    channels: { default: { kind: 'sync' } },
    properties: [eventually('it is stable', isStable), alwaysPossible('it can become stable', isStable)],
  });
}
