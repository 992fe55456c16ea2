import { assign, emit, sendTo, setup } from 'xstate';
import {
  always,
  defineNetwork,
  explain,
  leadsTo,
  reachable,
  type Explanation,
  explore,
} from '../../src/index.js';

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
const asked = defineNetwork({
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

const counter = setup({
  actions: {
    count: assign({ big: 5n, zero: -0, none: Number.NaN, list: [undefined, 2n, '2n'], text: '5n' }),
    tell: sendTo(({ system }) => system.get('other')!, {
      type: 'TOLD',
      big: 5n,
      list: [undefined, -0],
    } as never),
  },
}).createMachine({
  id: 'counter',
  context: { big: 1n, zero: 0, none: 1, list: [], text: '' } as Record<string, unknown>,
  tags: 'rest',
  on: { GO: { actions: ['count', 'tell'] } },
});

/** A run to a context and a message with values that JSON has no form for, beside texts that look like them. */
export function oddValues(): Explanation {
  const other = setup({}).createMachine({ id: 'other', tags: 'rest', on: { TOLD: {} } });
  const network = defineNetwork({
    name: 'odd values',
    components: { counter: { machine: counter, stimuli: [{ type: 'GO' }] }, other: { machine: other } },
    channels: { default: { kind: 'set' } },
    properties: [always('stays small', (view) => view.context<{ big: bigint }>('counter').big < 5n)],
  });
  return explain(network, explore(network).violations[0]!);
}
