import { produce } from 'immer';
import { assign } from 'xstate';
import type { SendingCoreContext } from '../../machines/moe/sending-core.js';
import type { Implementations } from '../../src/index.js';

type Stage = 'loading' | 'loaded' | 'quantising' | 'quantised' | 'storing' | 'posted';

const STAGES: readonly Stage[] = ['loading', 'loaded', 'quantising', 'quantised', 'storing', 'posted'];

const isHeld = (context: SendingCoreContext, stages: readonly Stage[], slot: number): boolean =>
  stages.some((stage) => context[stage].some((task) => task.slot === slot));

/**
 * What a sending core does whose UBuffer slots are released before the pipe has read them: the next token is loaded over one that is still
 * to be stored.
 *
 * @param last the stage after which a slot is taken to be free
 */
export function releasedAfter(last: 'quantising' | 'storing'): Implementations {
  const holding = STAGES.slice(0, STAGES.indexOf(last) + 1);
  const freeSlotOf = (context: SendingCoreContext): number =>
    context.ubuffer.findIndex((_, slot) => !isHeld(context, holding, slot));
  return {
    guards: {
      canLoad: ({ context }: { context: SendingCoreContext }) =>
        context.unsent.length > 0 && freeSlotOf(context) >= 0,
    },
    actions: {
      beginLoad: assign(({ context }) =>
        produce(context as SendingCoreContext, (draft) => {
          const slot = freeSlotOf(context as SendingCoreContext);
          const store = draft.unsent.shift()!;
          draft.ubuffer[slot] = store.copy;
          draft.loading.push({ store, slot });
        }),
      ),
      freeSlot: assign(({ context }) =>
        produce(context as SendingCoreContext, (draft) => {
          const { store, slot } = draft.posted.shift()!;
          draft.issued.push(store);
          // What has been loaded over it is still needed; a core that has no slots has sent it without one.
          if (slot >= 0 && !isHeld(draft as SendingCoreContext, STAGES, slot)) draft.ubuffer[slot] = null;
        }),
      ),
    },
  };
}
