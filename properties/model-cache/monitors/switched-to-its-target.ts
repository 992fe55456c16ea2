import { setup } from 'xstate';
import type { SwitchedObservation } from '../../../machines/cache/model-instance.js';

/**
 * What an instance switches to is the version that it tells: its first block is (docs/paper/facts.md 10: version-aware ids). Whether the others are of the same is
 * another claim. It hears one instance.
 */
export const switchedToItsTarget = setup({
  types: {} as { events: SwitchedObservation },
  guards: {
    isOfAnother: ({ event: { target, blocks } }) => {
      const [first] = blocks;
      return first?.model !== target.model || first.version !== target.version;
    },
  },
}).createMachine({
  id: 'switched-to-its-target',
  initial: 'watching',
  states: {
    watching: { on: { SWITCHED: { guard: 'isOfAnother', target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});
