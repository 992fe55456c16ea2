import { assign, emit, sendTo, setup } from 'xstate';
import { defineNetwork, explain, leadsTo, reachable, type Explanation, explore } from '../../src/index.js';

const ODD = 'odd; #name';

const asker = setup({
  actions: {
    ask: sendTo(({ system }) => system.get(ODD)!, { type: 'ASK', n: 1.5 } as never),
    say: emit({ type: 'SAID' } as never),
  },
  delays: { soon: 1 },
}).createMachine({
  id: 'asker',
  context: { nothing: null, many: 2 },
  initial: 'idle',
  states: {
    idle: { tags: 'rest', on: { GO: { target: 'asking', actions: ['ask', 'say'] } } },
    asking: { after: { soon: 'waiting' } },
    waiting: { after: { soon: 'asking' } },
  },
});
const answerer = setup({ actions: { hear: assign({ heard: true }) } }).createMachine({
  id: 'answerer',
  context: { heard: false },
  tags: 'rest',
  on: { ASK: { actions: 'hear' } },
});

/** Its counterexamples have a stimulus, a message that is sent earlier, one that is lost, a crash, timers and a cycle; names that mean something in the formats. */
export const asked = defineNetwork({
  name: 'asked',
  components: {
    step: { machine: asker, stimuli: [{ type: 'GO' }] },
    [ODD]: { machine: answerer, crashes: { atMost: 1 } },
  },
  channels: { default: { kind: 'fifo', capacity: 1, lossy: true } },
  properties: [
    leadsTo(
      'comes to rest',
      (view) => view.matches('step', 'asking'),
      (view) => view.matches('step', 'idle'),
    ),
    reachable(
      'waits for the dead',
      (view) =>
        view.matches('step', 'waiting') &&
        view.isCrashed(ODD) &&
        !view.context(ODD).heard &&
        view.waiting('step', ODD).length === 0,
    ),
  ],
});

/** A run that goes on for ever, and one to a witness, with a loss and a crash. */
export function explanations(): { readonly endless: Explanation; readonly reached: Explanation } {
  const { violations, witnesses } = explore(asked, {
    afterViolation: 'continue',
    show: ['waits for the dead'],
  });
  const endless = violations.find(({ loop }) => loop !== undefined)!;
  return { endless: explain(asked, endless), reached: explain(asked, witnesses[0]!) };
}
