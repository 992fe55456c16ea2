// A component that others must ask: where it does not take an event, the step that sends it cannot happen.

import { always, componentRef, defineNetwork } from 'cloudmatrix-check';
import { sendTo, setup } from 'xstate';

const interlock = setup({}).createMachine({
  id: 'interlock',
  initial: 'closed',
  states: {
    // START is not handled while the door is open: nobody starts then.
    closed: { tags: 'rest', on: { OPEN: 'open', START: 'running' } },
    open: { tags: 'rest', on: { CLOSE: 'closed' } },
    running: { tags: 'rest', on: { STOP: 'closed' } },
  },
});

const tell = (type) => sendTo(componentRef('interlock'), { type });

const part = (id, [off, on], [offToOn, onToOff]) =>
  setup({ actions: { toOn: tell(offToOn), toOff: tell(onToOff) }, delays: { soon: 1 } }).createMachine({
    id,
    initial: off,
    states: {
      [off]: { tags: 'rest', after: { soon: { target: on, actions: 'toOn' } } },
      [on]: { tags: 'rest', after: { soon: { target: off, actions: 'toOff' } } },
    },
  });

export const veto = defineNetwork({
  name: 'a door, a motor, and what keeps them apart',
  components: {
    door: { machine: part('door', ['closed', 'open'], ['OPEN', 'CLOSE']) },
    motor: { machine: part('motor', ['still', 'turning'], ['START', 'STOP']) },
    interlock: { machine: interlock },
  },
  channels: { default: { kind: 'sync', deferring: true } },
  properties: [
    always(
      'the motor is still while the door is open',
      (view) => !(view.matches('door', 'open') && view.matches('motor', 'turning')),
    ),
  ],
});
