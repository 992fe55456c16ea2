import { writeSync } from 'node:fs';
import { assign, setup } from 'xstate';
import { always, defineNetwork } from '../../../src/index.js';

/** Counts to 20 by itself; then its guard does something unkind. */
function counting(name: string, unkind: () => void) {
  const machine = setup({
    types: { context: {} as { readonly n: number }, events: {} as { type: 'UP' } },
  }).createMachine({
    id: 'counting',
    context: { n: 0 },
    tags: 'rest',
    on: {
      UP: {
        guard: ({ context }) => {
          if (context.n === 20) unkind();
          return true;
        },
        actions: assign({ n: ({ context }) => context.n + 1 }),
      },
    },
  });
  return defineNetwork({
    name,
    components: { c: { machine, stimuli: [{ type: 'UP' }] } },
    properties: [always('small', (view) => view.context<{ readonly n: number }>('c').n < 20)],
  });
}

export const loops = counting('loops', () => {
  // Whoever watches learns that the time has come: nothing else leaves a thread that is stuck.
  writeSync(2, 'STUCK\n');
  for (;;);
});

export const exits = counting('exits', () => process.exit(0));

export const fills = counting('fills', () => {
  const kept: number[][] = [];
  for (;;) kept.push(Array.from({ length: 10_000 }, (_, index) => index + 0.5));
});
