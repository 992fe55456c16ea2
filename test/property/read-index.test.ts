// Goal: a judge that looks only at what a step changed finds what one finds that looks at everything. Method: random walks through random
// networks, judged both ways, state by state; and the index by itself.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { Walker } from '../../src/explore/walker.js';
import { always, CheckError, defineNetwork, reachable } from '../../src/index.js';
import { Judge } from '../../src/property/judge.js';
import { ReadIndex } from '../../src/property/read-index.js';
import { mailbox, sender } from '../support/mail.js';
import { randomNetwork } from '../../bench/twins/random-network.js';

describe('a run', () => {
  it('is judged as its states are', () => {
    let findings = 0;
    fc.assert(
      fc.property(randomNetwork, fc.integer(), (network, seed) => {
        try {
          const engine = new Engine(network);
          const whole = new Judge(engine);
          const found: unknown[] = [];
          const judge = new Judge(engine);
          const walker = new Walker(engine, ({ vector }) => found.push(...whole.inspect(vector)));
          const { finding, ended } = walker.walk(judge, seed, 60);
          expect(judge.verdicts('sample').map(({ name, margin }) => [name, margin])).toEqual(
            whole.verdicts('sample').map(({ name, margin }) => [name, margin]),
          );
          if (!ended) expect(found[0]).toEqual(finding);
          else expect(found).toEqual([]);
          findings += found.length;
        } catch (thrown) {
          if (!(thrown instanceof CheckError)) throw thrown;
        }
      }),
      { numRuns: 400, seed: 5 },
    );
    expect(findings).toBeGreaterThan(15);
  });

  it('is judged again by a property that read an empty channel, when the channel is used for the first time', () => {
    const network = defineNetwork({
      name: 'late',
      components: { from: sender(['to', 'A']), to: mailbox('A') },
      properties: [
        always('nothing waits', (view) => view.waiting('from', 'to').length === 0),
        reachable('something waits', (view) => view.waiting('from', 'to').length === 1),
      ],
    });
    const engine = new Engine(network);
    const judge = new Judge(engine);
    const { finding, schedule } = new Walker(engine).walk(judge, 1, 10);
    expect(finding?.property).toBe('nothing waits');
    expect(schedule).toHaveLength(1);
    expect(judge.verdicts('sample')).toContainEqual({ name: 'something waits', verdict: 'holds-in-sample' });
  });
});

describe('the index', () => {
  it('knows the readers of places by what each read last', () => {
    const index = new ReadIndex(3);
    index.record(0, [4, 7]);
    index.record(2, [7]);
    expect(index.readersOf([7])).toEqual([0, 2]);
    expect(index.readersOf([4, 7])).toEqual([0, 2]);
    expect(index.readersOf([5, 1_000])).toEqual([]);
    index.record(0, [5]);
    expect(index.readersOf([4])).toEqual([]);
    expect(index.readersOf([7, 5])).toEqual([0, 2]);
    expect(index.of(0)).toEqual([5]);
    expect(index.of(1)).toEqual([]);
  });
});
