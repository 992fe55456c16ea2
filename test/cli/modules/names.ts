import { setup } from 'xstate';
import { always, defineNetwork } from '../../../src/index.js';

const machine = setup({}).createMachine({
  id: 'm',
  initial: 'idle',
  states: { idle: { tags: 'rest', on: { GO: 'busy' } }, busy: { tags: 'rest' }, failed: { tags: 'rest' } },
});
const components = { c: { machine, stimuli: [{ type: 'GO' }] } };

/** Its claim is about a state that is never entered. */
export const vacuous = defineNetwork({
  name: 'vacuous',
  components,
  properties: ({ always }) => [
    always('claim', { when: (view) => view.matches('c', 'failed'), then: () => false }),
  ],
});

/** The state that must not be entered is not. */
export const healthy = defineNetwork({
  name: 'healthy',
  components,
  properties: [always('never fails', (view) => !view.matches('c', 'failed'))],
});

const two = setup({}).createMachine({
  id: 'm',
  initial: 'idle',
  states: { idle: { tags: 'rest', on: { GO: 'failed' } }, failed: { tags: 'rest' } },
});

/** Names a state that there is not. */
export const misspelt = defineNetwork({
  name: 'a state that does not exist',
  components: { c: { machine: two, stimuli: [{ type: 'GO' }] } },
  properties: [always('never fails', (view) => !view.matches('c', 'faild'))],
});
