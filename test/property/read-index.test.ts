// Goal: an evaluator that looks only at what a step changed finds what one finds that looks at everything. Method: random walks through random
// networks, evaluated both ways, state by state; and the index by itself.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { Walker } from '../../src/explore/walker.js';
import { always, CheckError, defineNetwork, reachable } from '../../src/index.js';
import { PropertyEvaluator } from '../../src/property/property-evaluator.js';
import { ReadIndex } from '../../src/property/read-index.js';
import { mailbox, sender } from '../support/mail.js';
import { randomNetwork } from '../../bench/twins/random-network.js';

describe('a run', () => {
  it('is evaluated as its states are', () => {
    let findings = 0;
    fc.assert(
      fc.property(randomNetwork, fc.integer(), (network, seed) => {
        try {
          const engine = new Engine(network);
          const whole = new PropertyEvaluator(engine);
          const found: unknown[] = [];
          const evaluator = new PropertyEvaluator(engine);
          const walker = new Walker(engine, ({ vector }) => found.push(...whole.inspect(vector)));
          const { finding, ended } = walker.walk(evaluator, seed, 60);
          expect(evaluator.verdicts('sample').map(({ name, margin }) => [name, margin])).toEqual(
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

  it('is evaluated again by a property that read an empty channel, when the channel is used for the first time', () => {
    const network = defineNetwork({
      name: 'late',
      components: { from: sender(['to', 'A']), to: mailbox('A') },
      properties: [
        always('nothing waits', (view) => view.waiting('from', 'to').length === 0),
        reachable('something waits', (view) => view.waiting('from', 'to').length === 1),
      ],
    });
    const engine = new Engine(network);
    const evaluator = new PropertyEvaluator(engine);
    const { finding, schedule } = new Walker(engine).walk(evaluator, 1, 10);
    expect(finding?.property).toBe('nothing waits');
    expect(schedule).toHaveLength(1);
    expect(evaluator.verdicts('sample')).toContainEqual({
      name: 'something waits',
      verdict: 'holds-in-sample',
      isWitness: true,
    });
  });
});

describe('the index', () => {
  it('knows the readers of places by what each read last', () => {
    const index = new ReadIndex(3);
    const readersOf = (cells: number[]) => [...index.found.subarray(0, index.find(cells))];
    index.record(0, [4, 7]);
    index.record(2, [7]);
    expect(readersOf([7])).toEqual([0, 2]);
    expect(readersOf([4, 7])).toEqual([0, 2]);
    expect(readersOf([5, 1_000])).toEqual([]);
    index.record(0, [5]);
    expect(readersOf([4])).toEqual([]);
    expect(readersOf([7, 5])).toEqual([0, 2]);
    expect(index.of(0)).toEqual([5]);
    expect(index.of(1)).toEqual([]);
  });
});
