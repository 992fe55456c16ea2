import { cancel, createMachine, emit, raise, sendTo } from 'xstate';
import {
  type ChannelSpec,
  defineNetwork,
  eventually,
  everyComponentCanRest,
  type Fairness,
  monitor,
  type Network,
} from '../../src/index.js';

/** A network whose runs have no end, with the names of what it violates, sorted. */
export interface Endless {
  readonly name: string;
  readonly network: Network;
  readonly violated: readonly string[];
}

const to = (id: string, type: string) => sendTo(({ system }) => system.get(id) as never, { type } as never);

/** A component that starts one timer, and then goes between two states; `again`: it starts the timer again each time. */
function patient(again: boolean): Network {
  const entry = again
    ? ([cancel('patience'), raise({ type: 'OVER' }, { delay: 9, id: 'patience' })] as never)
    : [];
  return defineNetwork({
    name: again ? 'a timer that is restarted' : 'a timer that runs',
    components: {
      one: {
        machine: createMachine({
          id: 'one',
          initial: 'start',
          on: { OVER: '.over' },
          states: {
            start: {
              entry: raise({ type: 'OVER' }, { delay: 9, id: 'patience' }) as never,
              on: { GO: 'left' },
            },
            left: { entry, on: { GO: 'right' } },
            right: { entry, on: { GO: 'left' } },
            over: { tags: 'rest', on: { GO: {} } },
          },
        }),
        stimuli: [{ type: 'GO' }],
      },
    },
    properties: [
      eventually(
        'over',
        (view) =>
          !view.matches('one', 'left') && !view.matches('one', 'right') && !view.matches('one', 'start'),
      ),
    ],
  });
}

/** Two timers; one of them starts both again whenever it fires, and leaves the state as it is otherwise. Or it fires once, and starts none. */
function beating(reenter: boolean): Network {
  const beat = reenter ? { target: 'waiting', reenter: true } : {};
  return defineNetwork({
    name: reenter ? 'a beat that starts all timers again' : 'a beat',
    components: {
      it: {
        machine: createMachine({
          id: 'it',
          initial: 'waiting',
          states: {
            waiting: { after: { beat, patience: 'done' } },
            done: { type: 'final' },
          },
        } as never).provide({ delays: { beat: 1, patience: 9 } } as never),
      },
    },
    properties: [eventually('done', (view) => view.isDone('it'))],
  });
}

/** A message is sent until it arrives, over a channel that may lose it. */
function lossy(fairness: Fairness): Network {
  const channel: ChannelSpec = { kind: 'fifo', capacity: 1, lossy: true };
  return defineNetwork({
    name: `loss, deliveries ${fairness}`,
    components: {
      sender: {
        machine: createMachine({
          id: 'sender',
          initial: 'asks',
          states: {
            asks: {
              entry: to('receiver', 'ASK'),
              after: { 5: { target: 'asks', reenter: true } },
              on: { ANSWER: 'told' },
            },
            told: { tags: 'rest', on: { ANSWER: {} } },
          },
        }),
      },
      receiver: {
        machine: createMachine({
          id: 'receiver',
          initial: 'open',
          states: {
            open: {
              tags: 'rest',
              on: { ASK: { actions: [emit({ type: 'ASKED' }), to('sender', 'ANSWER')] as never } },
            },
          },
        }),
      },
    },
    channels: {
      pairs: { 'sender -> receiver': channel, 'receiver -> sender': { kind: 'fifo', capacity: 1 } },
    },
    properties: [
      eventually('told', (view) => view.matches('sender', 'told')),
      monitor(
        'asked',
        createMachine({
          id: 'asked',
          initial: 'never',
          states: { never: { tags: 'pending', on: { ASKED: 'once' } }, once: {} },
        }),
      ),
    ],
    fairness: { units: [{ from: 'sender', to: 'receiver', fairness }] },
  });
}

const clock = createMachine({
  id: 'clock',
  initial: 'tick',
  states: { tick: { after: { 1: 'tock' } }, tock: { after: { 1: 'tick' } } },
});

/** A component that waits for what nobody sends, beside one that never stops. */
function besideAClock(): Network {
  return defineNetwork({
    name: 'beside a clock',
    components: {
      clock: { machine: clock },
      waits: {
        machine: createMachine({
          id: 'waits',
          initial: 'here',
          states: { here: { on: { NEVER: 'there' } }, there: { tags: 'rest' } },
        }),
      },
    },
    properties: [everyComponentCanRest],
  });
}

/** A component in between, which remembers nothing and is nowhere at rest. */
function relay(): Network {
  const passing = (id: string) => ({ on: { M: { actions: to(id, 'M') } } });
  return defineNetwork({
    name: 'a relay',
    components: {
      source: {
        machine: createMachine({
          id: 'source',
          entry: to('relay', 'M') as never,
          ...passing('relay'),
        } as never),
      },
      relay: { machine: createMachine({ id: 'relay', ...passing('source') } as never) },
    },
    properties: [everyComponentCanRest],
  });
}

/** A client that asks again and again, and is never told. */
function polls(): Network {
  return defineNetwork({
    name: 'polls for ever',
    components: {
      client: {
        machine: createMachine({
          id: 'client',
          initial: 'waits',
          states: {
            waits: { after: { 5: { target: 'asks' } } },
            asks: { entry: to('server', 'ASK'), on: { NOT_YET: 'waits', YES: 'told' } },
            told: { type: 'final' },
          },
        }),
      },
      server: {
        machine: createMachine({
          id: 'server',
          initial: 'busy',
          states: { busy: { tags: 'rest', on: { ASK: { actions: to('client', 'NOT_YET') } } } },
        } as never),
      },
    },
    properties: [everyComponentCanRest, eventually('told', (view) => view.isDone('client'))],
  });
}

/** A step that leads nowhere: a monitor hears what is emitted within it, and is led back by the step itself. */
function undone(): Network {
  const teller = createMachine({
    id: 'teller',
    initial: 'telling',
    states: { telling: { tags: 'rest', on: { SAY: { actions: emit({ type: 'TOLD' }) } } }, served: {} },
  });
  const listener = createMachine({
    id: 'listener',
    initial: 'deaf',
    states: {
      deaf: { on: { TOLD: 'hearing' } },
      hearing: { on: { step: 'deaf' } },
      never: { tags: 'violation' },
    },
  });
  return defineNetwork({
    name: 'undone',
    components: { teller: { machine: teller, stimuli: [{ type: 'SAY' }] } },
    fairness: { units: [{ component: 'teller', stimulus: 'SAY', fairness: 'weak' }] },
    properties: [
      eventually('served', (view) => view.matches('teller', 'served')),
      monitor('listener', listener),
    ],
  });
}

export const ENDLESS: readonly Endless[] = [
  { name: 'a timer that runs fires in the end', network: patient(false), violated: [] },
  { name: 'a timer that is started again and again need not', network: patient(true), violated: ['over'] },
  {
    name: 'a timer that the only step that goes on starts again need not fire',
    network: beating(true),
    violated: ['done'],
  },
  {
    name: 'a timer beside one that fires once fires in the end',
    network: beating(false),
    violated: [],
  },
  { name: 'what may be lost each time need not arrive', network: lossy('weak'), violated: ['asked', 'told'] },
  { name: 'what is not lost each time arrives', network: lossy('strong'), violated: [] },
  {
    name: 'a component is stuck beside a clock',
    network: besideAClock(),
    violated: ['every-component-can-rest', 'no-stuck-component'],
  },
  {
    name: 'a step whose only change a monitor takes back, at the step itself, may stay away',
    network: undone(),
    violated: ['served'],
  },
  { name: 'a relay that works for ever', network: relay(), violated: [] },
  { name: 'a client that polls for ever', network: polls(), violated: ['every-component-can-rest', 'told'] },
];
