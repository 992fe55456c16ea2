import { describe, expect, it } from 'vitest';
import { dispatchCombine } from '../../properties/dispatch-combine/family.js';
import { choose, configurationOf, walk } from '../../src/index.js';
import { describeFaults } from '../support/faults.js';
import { inThread } from '../support/in-thread.js';

describeFaults(dispatchCombine);

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

describe('C6, which shows at more than 128 ranks only', () => {
  const faults = new Set(['C6']);
  const configuration = configurationOf(dispatchCombine, {}, faults);
  const { property } = dispatchCombine.faults.C6!;

  it('is found by the campaign at its size', async () => {
    const options = { seed: 384, runs: 3, faults: ['C6'], until: property, shrink: false, minimise: false };
    const result = await inThread('runCampaign', dispatchCombine.name, options);
    expect(result).toMatchObject({ configuration: { dies: 130 }, violation: { property } });
  });

  it('is what violates it: a walk of the same size without it violates nothing', async () => {
    expect(await inThread('walkAtTheSizeOfC6', 384)).toEqual({ verdict: 'holds-in-sample', ended: 1 });
  });

  it('does not show at few ranks', () => {
    const network = dispatchCombine.build({ ...configuration, dies: 16, topK: 3 }, faults);
    expect(walk(network, { seed: 384, walks: 3, stepsMax: 10_000 }).verdict).toBe('holds-in-sample');
  });
});
