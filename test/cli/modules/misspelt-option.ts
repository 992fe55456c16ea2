import { sendTo, setup } from 'xstate';
import { defineNetwork } from '../../../src/index.js';

const x = sendTo(({ system }) => system.get('b') as never, { type: 'X' } as never);
const a = setup({ actions: { x } }).createMachine({ id: 'a', tags: 'rest', entry: 'x' });
const b = setup({}).createMachine({
  id: 'b',
  initial: 'waiting',
  states: { waiting: { on: { X: 'got' } }, got: { tags: 'rest' } },
});

/** As a module in JavaScript may have it. */
export const network = defineNetwork({
  name: 'an option that does not exist',
  components: { a: { machine: a }, b: { machine: b } },
  channels: { default: { kind: 'fifo', lossyy: true } as never },
});
