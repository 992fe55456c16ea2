import { assign, enqueueActions } from 'xstate';
import type { WaitingCoresContext } from '../../../machines/moe/waiting-cores.js';
import { componentRef, type Configuration, type Patch } from '../../../src/index.js';
import type { Mutant } from './mutants.js';

const IDLE: Configuration = { tokens: 0, layers: 1, routing: 'balanced' };
const FAILURE: Configuration = { ...IDLE, limit: 'probe', failures: 1 };
const FAILURE_IN_TWO: Configuration = { ...FAILURE, microbatches: 2 };

/** A wait asks its own die, whatever is missing: that lives, as anybody could know. */
const asksItself: Patch['provide'] = {
  'waiting-cores': {
    actions: {
      probeMissing: enqueueActions(({ context, enqueue }) => {
        const { die, self, asked } = context as WaitingCoresContext;
        enqueue.sendTo(componentRef(`health.${die}`), { type: 'PROBE', reader: self });
        enqueue.assign({ asked });
      }),
    },
  },
};

const heedsNobody: Patch['provide'] = {
  'waiting-cores': {
    actions: {
      noteProbed: assign(({ context }: { context: WaitingCoresContext }) => ({ asked: context.asked - 1 })),
    },
  },
};

/** A wait whose peers all live waits for a while before it waits on: what it does changes its state, and it comes to no end for that. */
const backsOff: Patch['chart'] = {
  'waiting-cores': (chart) => {
    const { asking, ...states } = chart.states!['polling']!.states!;
    const [, deadFound] = asking!.always as unknown[];
    chart.states!['polling']!.states = {
      ...states,
      asking: { ...asking, always: [{ guard: 'isNobodyDead', target: 'backingOff' }, deadFound] as never },
      backingOff: { after: { limit: { target: 'limited' } } },
    };
  },
};

/** What keeps a die, or a wait, from an end. */
export const endless: Mutant[] = [
  {
    name: 'the sums of the last layer are told, and the stream goes on to wait for them',
    property: 'finishes-or-gives-up at die 0',
    steps: 12,
    configuration: IDLE,
    patch: {
      chart: {
        'moe-stream': (chart) => {
          const last = { guard: 'isLastLayer', actions: ['tellSummed', 'nextLayer'] };
          chart.states!['combining']!.on!['COMBINED'] = [
            last,
            { target: 'gating', actions: ['tellSummed', 'nextLayer'] },
          ];
        },
      },
    },
    isOnlyTold: true,
  },
  {
    name: 'a microbatch tells that it gives up with the other, and goes on to wait for its turn',
    property: 'finishes-or-gives-up at die 1',
    steps: 5,
    configuration: FAILURE_IN_TWO,
    patch: {
      chart: {
        'moe-stream': (chart) => {
          chart.states!['gating']!.on!['GIVEN_UP'] = { actions: 'tellGaveUp' };
        },
      },
    },
    isOnlyTold: true,
  },
  {
    name: 'a microbatch that gives up lets the next one wait for its turn',
    property: 'finishes-or-gives-up at die 1',
    steps: 5,
    configuration: FAILURE_IN_TWO,
    patch: { provide: { 'moe-stream': { actions: { tellNext: enqueueActions(() => undefined) } } } },
  },
  {
    name: 'a wait takes every answer for that of one who lives, and backs off before it asks again',
    property: 'finishes-or-gives-up at die 1',
    steps: 9,
    loop: 7,
    configuration: FAILURE,
    patch: { chart: backsOff, provide: heedsNobody },
  },
  {
    name: 'a wait asks its own die, whatever is missing',
    property: 'waits-end of dispatch.1.wait',
    steps: 4,
    configuration: FAILURE,
    patch: { provide: asksItself },
  },
  {
    name: 'a wait asks its own die, again and again, and backs off before it does',
    property: 'waits-end of dispatch.1.wait',
    steps: 6,
    loop: 4,
    configuration: FAILURE,
    patch: { chart: backsOff, provide: asksItself },
  },
  {
    name: 'cores that wait do not take note of what has arrived',
    property: 'waits-end of dispatch.0.wait',
    steps: 6,
    configuration: IDLE,
    patch: { provide: { 'waiting-cores': { actions: { noteArrived: assign({}) } } } },
    isOnlyTold: true,
  },
  {
    name: 'a wait that gives up tells so, and polls on',
    property: 'waits-end of dispatch.1.wait',
    steps: 5,
    configuration: FAILURE,
    patch: {
      chart: {
        'waiting-cores': (chart) => {
          chart.states!['polling']!.states!['asking']!.always = [
            { guard: 'isNobodyDead', target: 'limited' },
            { guard: 'isDeadFound', target: 'unlimited', actions: ['noteBlamed', 'blame', 'giveUp'] },
          ];
        },
      },
    },
    isOnlyTold: true,
  },
];
