import { writeSync } from 'node:fs';
import { threadId } from 'node:worker_threads';
import { assign, setup } from 'xstate';
import { always, defineNetwork } from '../../../src/index.js';
import type { NetworkFamily } from '../../../src/network/family.js';

/** Those that help the command's thread have higher numbers than it. */
const { COMMAND_THREAD, SECOND_LOAD } = process.env;
const isHelper = threadId > Number(COMMAND_THREAD);

// In some tests the module cannot be loaded a second time.
if (isHelper) {
  if (SECOND_LOAD === 'throws') throw new Error('the port is in use');
  if (SECOND_LOAD === 'exits') process.exit(0);
  if (SECOND_LOAD === 'waits') await new Promise(() => {});
}
// eslint-disable-next-line no-console
console.log('loaded');

function failing(): never {
  throw new Error('nobody waits');
}

/** Counters, each in so many configurations, built in a thread that tells its number; their guards take some time, and do something unkind in helpers. */
function counting(name: string, unkind: () => void): NetworkFamily {
  const machine = setup({
    types: {
      context: {} as { readonly n: number; readonly max: number },
      input: {} as { readonly max: number },
      events: {} as { type: 'UP' },
    },
  }).createMachine({
    id: 'counting',
    context: ({ input }) => ({ n: 0, max: input.max }),
    tags: 'rest',
    on: {
      UP: {
        guard: ({ context }) => {
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
          if (context.n === 5 && isHelper) unkind();
          return context.n < context.max;
        },
        actions: assign({ n: ({ context }) => context.n + 1 }),
      },
    },
  });
  return {
    name,
    title: 'counters that take their time',
    parameters: { max: { kind: 'integer', min: 1, max: 100, default: 10, description: 'where it ends' } },
    faults: {},
    build: ({ max }) => {
      writeSync(2, `built in thread ${threadId}\n`);
      if (isHelper && name === 'throws') setTimeout(failing);
      return defineNetwork({
        name,
        components: { c: { machine, input: { max: Number(max) }, stimuli: [{ type: 'UP' }] } },
        properties: [
          always(
            'small',
            (view) => view.context<{ readonly n: number }>('c').n < (name === 'slow' ? 20 : 99),
          ),
        ],
      });
    },
    exhaustive: Array.from({ length: 8 }, (_, index) => ({ max: 13 + index })),
    campaign: { ranges: {}, stepsMax: 5 },
  };
}

export const slow = counting('slow', () => {});
export const loops = counting('loops', () => {
  writeSync(2, 'STUCK\n');
  for (;;);
});
export const exits = counting('exits', () => process.exit(0));
export const throws = counting('throws', () => {});
