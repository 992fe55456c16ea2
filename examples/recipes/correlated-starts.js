// Starts that belong together: exactly one of two nodes leads. `inputs` of each node would give all four combinations; a component that
// starts first has the choice as its inputs, and tells it within its start.

import { always, defineNetwork } from 'cloudmatrix-check';
import { sendTo, setup } from 'xstate';

const choice = setup({
  actions: {
    appoint: sendTo(({ context, system }) => system.get(context.leader), { type: 'LEAD' }),
  },
}).createMachine({
  id: 'choice',
  context: ({ input }) => input,
  entry: 'appoint',
  initial: 'made',
  states: { made: { type: 'final' } },
});

const node = setup({}).createMachine({
  id: 'node',
  initial: 'following',
  states: { following: { tags: 'rest', on: { LEAD: 'leading' } }, leading: { tags: 'rest' } },
});

export const correlatedStarts = defineNetwork({
  name: 'one of two leads',
  components: {
    choice: { machine: choice, inputs: [{ leader: 'a' }, { leader: 'b' }] },
    a: { machine: node },
    b: { machine: node },
  },
  channels: { default: { kind: 'sync' } },
  properties: [
    always(
      'exactly one leads',
      (view) => ['a', 'b'].filter((id) => view.matches(id, 'leading')).length === 1,
    ),
  ],
});
