// Goal: sizes of Stateright's ping-pong; messages sent at the start, channels that lose and repeat, and final states.
// Method: breadth-first over everything. Source: stateright/stateright, src/actor/model.rs (14 states to 1 and 4 094 to 5
// on a network that loses and repeats; 11 to 5 on one that does not lose). The edges, depths and the variant that loses
// without repeating are from a separate breadth-first program.

import { describe, expect, it } from 'vitest';
import type { ChannelSpec } from '../../src/index.js';
import { explore } from '../support/agreement.js';
import { pingPong } from '../../bench/networks/ping-pong.js';

describe('ping-pong', () => {
  const lossless: readonly ChannelSpec[] = [{ kind: 'set' }, { kind: 'fifo' }, { kind: 'bag' }];
  it.each(lossless)('to 5 has 11 states on a lossless $kind', (channel) => {
    const result = explore(pingPong(5, channel.kind === 'set' ? channel : { ...channel, deferring: true }));
    // The last PING waits for ever: the ponger has finished, and a message that nobody owes an answer to is no deadlock.
    expect(result).toMatchObject({ verdict: 'holds', states: 11, steps: 10, depth: 11, terminal: 1 });
  });

  it.each([
    { valueMax: 1, channel: { kind: 'set', lossy: true }, states: 14, steps: 20, depth: 6 },
    { valueMax: 5, channel: { kind: 'set', lossy: true }, states: 4_094, steps: 21_504, depth: 22 },
    { valueMax: 1, channel: { kind: 'bag', lossy: true, deferring: true }, states: 6, steps: 5, depth: 4 },
    {
      valueMax: 5,
      channel: { kind: 'bag', lossy: true, deferring: true },
      states: 22,
      steps: 21,
      depth: 12,
    },
  ] as const)(
    'to $valueMax has $states states on a lossy $channel.kind',
    ({ valueMax, channel, ...expected }) => {
      const result = explore(pingPong(valueMax, channel), { afterViolation: 'continue' });
      expect(result).toMatchObject({ verdict: 'violated', ...expected });
      expect(result.violations).toHaveLength(1);
      expect(result.violations[0]).toMatchObject({
        property: 'deadlock-freedom',
        steps: ['drop pinger ⇒ ponger: PING {value: 0}'],
      });
    },
  );
});
