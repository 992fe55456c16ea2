import { sendTo, setup } from 'xstate';
import { defineNetwork } from '../../../src/index.js';

const x = sendTo(({ system }) => system.get('b'), { type: 'X' });
const a = setup({ actions: { x }, delays: { tick: 1 } }).createMachine({
  id: 'a',
  initial: 'a',
  states: { a: { after: { tick: { target: 'a', reenter: true, actions: 'x' } } } },
});
const b = setup({}).createMachine({ id: 'b', tags: 'rest', on: { X: {} } });

/** Its channel is never full. */
export const grows = defineNetwork({ name: 'grows', components: { a: { machine: a }, b: { machine: b } } });
