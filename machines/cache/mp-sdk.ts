import { assertEvent, assign } from 'xstate';
import { atStart, nextPut } from './sdk-context.js';
import { readingRegion } from './sdk-reading.js';
import { sdmaRegion, sdmaSdk } from './sdk-sdma.js';
import { storingRegion } from './sdk-storing.js';

/**
 * The MP SDK in the process of one rank (docs/paper/facts.md 10): it finds the server of a key in its view of the cluster, asks it for addresses, and lets the SDMA engine
 * of the NPU read and write them. Blocks are stored while the instance goes on with its next request. A write that was given to the
 * engine is never cancelled: who waits no longer for one still ends its put when it lands.
 */
export const mpSdk = sdmaSdk
  .extend({
    guards: {
      isOver: ({ context, event }) => {
        assertEvent(event, 'TAKEN_BACK');
        const { isDead, posted } = context;
        const mayStart = !isDead && event.put === nextPut(context);
        return !mayStart && !posted.some(({ put }) => put === event.put);
      },
    },
    actions: {
      takeView: assign(({ event }) => {
        assertEvent(event, 'VIEW');
        return { view: event.view };
      }),
    },
  })
  .createMachine({
    id: 'mp-sdk',
    context: ({ input }) => atStart(input),
    type: 'parallel',
    on: { VIEW: { actions: 'takeView' }, TAKEN_BACK: { guard: 'isOver' } },
    states: { reading: readingRegion, storing: storingRegion, sdma: sdmaRegion },
  });
