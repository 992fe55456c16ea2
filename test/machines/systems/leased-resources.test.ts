// Goal: a stage holds what it uses: its stream, its engines, and a die's links where data crosses them. Method: what a microbatch of prefill leases in each
// stage.

import { describe, expect, it } from 'vitest';
import { leasesOf } from '../../../machines/systems/pipeline/leased-resources.js';
import { prefillRun } from '../../../machines/systems/prefill/instance.js';
import { prefill } from '../../../machines/systems/prefill/prefill-system.js';
import { prefillShape } from '../../../machines/systems/prefill/stages.js';
import { configurationOf } from '../../../src/index.js';

describe('stages of prefill that reuses prompts over VPC', () => {
  const { cost } = prefillRun(configurationOf(prefill, { reused: 2_048, plane: 'vpc' }), 384);
  const shape = prefillShape(cost, 1);
  const kindsOf = (block: number, stage: number) => {
    const { operator } = shape.graphs.main![block]!.stages[stage]!;
    const position = { type: 'STAGE_BEGUN', graph: 'main', block, layer: 0, stage, operator } as const;
    const leases = leasesOf({ self: 'die.0.microbatch.1', position }, shape);
    return [operator, ...leases.map(({ kind }) => kind)];
  };

  it.each([
    [0, 0, ['fetch', 'stream prefill', 'VPC']],
    [0, 1, ['load', 'stream prefill', 'POOL', 'UB']],
    [1, 0, ['down-projection', 'stream prefill', 'AIC']],
    [1, 1, ['all-gather', 'stream prefill', 'AIC', 'UB']],
  ])('block %i, stage %i', (block, stage, kinds) => {
    expect(kindsOf(block, stage)).toEqual(kinds);
  });
});
