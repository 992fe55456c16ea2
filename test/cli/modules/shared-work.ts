import { existsSync, writeFileSync, writeSync } from 'node:fs';
import { threadId } from 'node:worker_threads';
import { assign, setup } from 'xstate';
import { always, defineNetwork } from '../../../src/index.js';
import type { NetworkFamily } from '../../../src/network/family.js';

/** Those that help the command's thread have higher numbers than it. */
const { COMMAND_THREAD, SECOND_LOAD, HELPER_MARK } = process.env;
const isHelper = threadId > Number(COMMAND_THREAD);

/** Until a helper is at work the command's own thread goes slowly, so that there is some left, however busy the machine is. */
const isHelperAwaited = () => !isHelper && HELPER_MARK !== undefined && !existsSync(HELPER_MARK);

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

/** Counters, each in so many configurations, built in a thread that tells its number; their guards take some time, and do something unkind. @param limit what no count may reach */
function counting(name: string, limit: number, unkind: (max: number) => void): NetworkFamily {
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
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, isHelperAwaited() ? 100 : 2);
          if (context.n === 5) unkind(context.max);
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
      if (isHelper && HELPER_MARK !== undefined) writeFileSync(HELPER_MARK, '');
      if (isHelper && name === 'throws') setTimeout(failing);
      return defineNetwork({
        name,
        components: { c: { machine, input: { max: Number(max) }, stimuli: [{ type: 'UP' }] } },
        properties: [always('small', (view) => view.context<{ readonly n: number }>('c').n < limit)],
      });
    },
    exhaustive: Array.from({ length: 8 }, (_, index) => ({ max: 13 + index })),
    campaign: { ranges: {}, stepsMax: 5 },
  };
}

export const slow = counting('slow', 20, () => {});

function hang(): never {
  writeSync(2, 'STUCK\n');
  for (;;);
}

export const loops = counting('loops', 99, () => isHelper && hang());
export const exits = counting('exits', 99, () => isHelper && process.exit(0));
export const throws = counting('throws', 99, () => {});
/** The command's own thread hangs in its last runs, once what it has a helper do meanwhile is violated. */
export const hangs = counting('hangs', 17, (max) => {
  if (isHelper || max < 19) return;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_000);
  hang();
});
