import { describe, expect, it } from 'vitest';
import { dispatchCombine } from '../../properties/dispatch-combine/family.js';
import { choose, configurationOf, explore, replay, walk } from '../../src/index.js';
import { describeFaults } from '../support/faults.js';
import { inThread } from '../support/in-thread.js';
import { IS_WHOLE } from '../support/whole.js';

// The campaign is tried with each fault of which a run or two is enough; `npm run check:deep` has these, too.
describeFaults(dispatchCombine, {}, ['A2', 'B3', 'C2', 'C10', 'deferred-zeroing']);

describe('faults together', () => {
  it('are refused where one would undo the other', () => {
    expect(() => choose(dispatchCombine, {}, ['B1', 'B2'])).toThrow(
      'The fault B1 has buffers one whatever is asked for, and the fault B2 shows with buffers one-ack: the one would undo the other.',
    );
  });

  it('are in a network whose parameters tell what they settle', () => {
    const { configuration } = choose(dispatchCombine, {}, ['B3', 'A7']);
    expect(configuration).toMatchObject({ microbatches: 3, buffers: 'two-halves' });
  });
});

describe('waits that probe their peers', () => {
  // A probe that finds all alive changes nothing: who does nothing else has come to an end, as one without a limit has.
  it.each([
    ['A5', ['dispatch.0.wait', 'dispatch.1.wait']],
    ['A7', ['dispatch.0.wait', 'dispatch.1.wait']],
    ['D4', ['dispatch.0.wait']],
  ])('wait for ever under %s, as those without a limit do', (fault, waiting) => {
    const { network } = choose(dispatchCombine, { limit: 'probe' }, [fault]);
    const { violations } = explore(network, { until: 'deadlock-freedom' });
    const deadlock = violations.find(({ property }) => property === 'deadlock-freedom')!;
    const { steps } = dispatchCombine.faults[fault]!.counterexample!;
    expect(deadlock).toMatchObject({ steps, minimality: 'proven shortest' });
    expect(deadlock.message).toContain('no step makes progress, and ');
    for (const wait of waiting) expect(deadlock.message).toContain(`${wait} in state {"polling":"limited"}`);
    expect(replay(network, deadlock)).toMatchObject({ isViolated: true });
  });
});

describe('the silent survivor', () => {
  it('is seen only by what is said of runs that never end', () => {
    const { network } = choose(dispatchCombine, {}, ['silent-survivor']);
    const { states, violations } = explore(network, { progressChecks: false });
    expect({ states, violations }).toEqual({ states: 28_157, violations: [] });
  });

  it('leaves a wait without an end, of which everybody who is about it tells', () => {
    const { network } = choose(dispatchCombine, {}, ['silent-survivor']);
    const { violations } = explore(network, { afterViolation: 'continue' });
    const cycle = ['combine.1.wait ⏱ limit in polling.asking', 'combine.1.wait ⏱ limit in polling.limited'];
    const endless = violations.filter(({ loop }) => loop !== undefined);
    expect(endless.map(({ property, steps, loop }) => [property, steps.slice(loop)])).toEqual([
      ['operator-order of stream.1', cycle],
      ['all-give-up', cycle],
      ['finishes-or-gives-up at die 1', cycle],
      ['waits-end of combine.1.wait', cycle],
    ]);
    expect(violations.filter(({ loop }) => loop === undefined).map(({ property }) => property)).toEqual([
      'no-stuck-component',
    ]);
  });
});

/** Its size takes half a minute: `npm run check:deep` has it. */
if (IS_WHOLE) {
  describe('C6 at more than 128 ranks', () => {
    const { property } = dispatchCombine.faults.C6!;

    it('is found by the campaign', async () => {
      const options = { seed: 384, runs: 3, faults: ['C6'], until: property, shrink: false, minimise: false };
      const result = await inThread('runCampaign', dispatchCombine.name, options);
      expect(result).toMatchObject({ configuration: { dies: 130 }, violation: { property } });
    });

    it('is what violates it: a walk of the same size without it violates nothing', async () => {
      expect(await inThread('walkAtTheSizeOfC6', 384)).toEqual({ verdict: 'holds-in-sample', ended: 1 });
    });
  });
}

describe('C6, which shows at more than 128 ranks only', () => {
  const faults = new Set(['C6']);
  const configuration = configurationOf(dispatchCombine, {}, faults);
  it('does not show at few ranks', () => {
    const network = dispatchCombine.build({ ...configuration, dies: 16, topK: 3 }, faults);
    expect(walk(network, { seed: 384, walks: 3, stepsMax: 10_000 }).verdict).toBe('holds-in-sample');
  });
});
