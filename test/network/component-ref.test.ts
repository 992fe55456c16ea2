// Goal: a component addressed by `componentRef` is the same to the checker and to XState itself. Method: one chart, explored and run live.

import { expect, it } from 'vitest';
import { createActor, createMachine, sendTo, setup } from 'xstate';
import { componentRef, defineNetwork, explore, reachable } from '../../src/index.js';

const sender = setup({
  types: { events: {} as { type: 'GO' } },
  actions: { tell: sendTo(componentRef('link.0'), { type: 'SENT', value: 7 }) },
}).createMachine({
  id: 'sender',
  initial: 'idle',
  states: { idle: { on: { GO: { target: 'done', actions: 'tell' } } }, done: { tags: 'rest' } },
});

const link = createMachine({
  id: 'link',
  initial: 'empty',
  states: {
    empty: { tags: 'rest', on: { SENT: { guard: ({ event }) => event.value === 7, target: 'full' } } },
    full: { tags: 'rest' },
  },
});

it('the checker delivers to the component', () => {
  const network = defineNetwork({
    name: 'a link',
    components: { sender: { machine: sender, stimuli: [{ type: 'GO' }] }, 'link.0': { machine: link } },
    properties: [reachable('full', (view) => view.matches('link.0', 'full'))],
  });
  expect(explore(network)).toMatchObject({ verdict: 'holds', states: 3 });
});

it('a system delivers to the actor that has this id in it', () => {
  const system = createMachine({
    id: 'system',
    invoke: [
      { src: sender, systemId: 'sender' },
      { src: link, systemId: 'link.0' },
    ],
  });
  const actor = createActor(system).start();
  actor.system.get('sender').send({ type: 'GO' });
  expect(actor.system.get('link.0').getSnapshot().value).toBe('full');
});
