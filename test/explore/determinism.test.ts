// Goal: the same network gives the same result, whatever ran before. Method: results compared whole, but for the time.

import { expect, it } from 'vitest';
import { createMachine, emit, setup } from 'xstate';
import { always, defineNetwork, monitor, type Network, walk } from '../../src/index.js';
import { explore } from '../support/agreement.js';
import { mailbox, sender } from '../support/mail.js';
import { withoutTime } from '../support/results.js';
import { switches } from '../support/switches.js';
import { tell } from '../support/tell.js';

/** A network with a bit of everything. */
function mixture(): Network {
  const noisy = setup({
    actions: { say: emit({ type: 'SAID' }), send: tell('to', { type: 'B' }) },
  }).createMachine({
    id: 'noisy',
    tags: 'rest',
    initial: 'quiet',
    states: {
      quiet: { after: { 5: { target: 'loud', actions: ['say', 'send'] } } },
      loud: { after: { 3: 'quiet' } },
    },
  });
  const once = createMachine({
    id: 'once',
    initial: 'none',
    states: { none: { on: { SAID: 'some' } }, some: { on: { SAID: 'many' } }, many: { tags: 'violation' } },
  });
  return defineNetwork({
    name: 'mixture',
    components: {
      from: sender(['to', 'A'], ['to', 'B']),
      noisy: { machine: noisy, crashes: { atMost: 1, restarts: true } },
      to: mailbox('A', 'B'),
    },
    channels: { default: { kind: 'bag', capacity: 3, lossy: true, duplicating: true } },
    properties: [
      always('room', (view) => 2 - view.waiting('noisy', 'to').length),
      monitor('says once', once),
    ],
  });
}

it('exploring twice gives the same result', () => {
  const network = mixture();
  const options = { afterViolation: 'continue' } as const;
  const first = explore(network, options);
  expect(first.violations.map(({ property }) => property)).toEqual(['says once', 'room']);
  expect(withoutTime(explore(network, options))).toEqual(withoutTime(first));
  expect(withoutTime(explore(mixture(), options))).toEqual(withoutTime(first));
});

it('what ran before makes no difference', () => {
  const before = withoutTime(explore(mixture()));
  explore(switches(5));
  walk(mixture(), { seed: 3, walks: 5 });
  explore(mixture(), { statesMax: 3 });
  expect(withoutTime(explore(mixture()))).toEqual(before);
});

it('machines are left as they were: a network can be explored while it is explored', () => {
  const network = mixture();
  const alone = withoutTime(explore(network));
  let inner: unknown;
  const nested = defineNetwork({
    name: 'nested',
    components: { it: { machine: createMachine({ id: 'm', tags: 'rest' }) } },
    properties: [
      always('explores', () => {
        inner = withoutTime(explore(network));
        return true;
      }),
    ],
  });
  expect(explore(nested).verdict).toBe('holds');
  expect(inner).toEqual(alone);
});
