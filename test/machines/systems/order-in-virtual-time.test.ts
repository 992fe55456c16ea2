// Goal: what `simulate decode` and `simulate prefill` run, in virtual time and at the size of the paper, goes through the layers in the order of
// the paper, too, and gives everything back.
// Method: the claims of decode-pipeline and prefill-pipeline are judged in a run of the same shapes by the same wiring. A shape whose operators
// are in another order, or that leaves out a layer, violates them.

import { describe, expect, it } from 'vitest';
import type { PipelineShape } from '../../../machines/networks/pipeline/parameters.js';
import { pipelineWiring } from '../../../machines/networks/pipeline/wiring.js';
import { decode } from '../../../machines/systems/decode/decode-system.js';
import { decodeRun } from '../../../machines/systems/decode/instance.js';
import { decodeShape } from '../../../machines/systems/decode/stages.js';
import { prefillRun } from '../../../machines/systems/prefill/instance.js';
import { prefill } from '../../../machines/systems/prefill/prefill-system.js';
import { prefillShape } from '../../../machines/systems/prefill/stages.js';
import { pipelineProperties } from '../../../properties/pipeline/claims.js';
import {
  type Asked,
  decodeOrder,
  type PaperOrder,
  prefillOrder,
} from '../../../properties/pipeline/paper-order.js';
import { type Configuration, configurationOf, defineNetwork, simulate } from '../../../src/index.js';

const SEED = 384;
const DIES = 2;
const STEPS = 2;
const AHEAD = 1;

/** DeepSeek-R1 (docs/paper/facts.md 3). */
const MODEL = { denseLayers: 3, moeLayers: 58 };

function decodeOf(given: Configuration, asked: Pick<Asked, 'microbatches' | 'hasDraft'>) {
  const { cost } = decodeRun(configurationOf(decode, given), SEED);
  return {
    shape: decodeShape(cost, DIES, STEPS),
    asked: { dies: DIES, steps: STEPS, ahead: AHEAD, ...MODEL, ...asked },
  };
}

function prefillOf(given: Configuration, asked: Pick<Asked, 'microbatches'>) {
  const { cost } = prefillRun(configurationOf(prefill, given), SEED);
  return {
    shape: prefillShape(cost, DIES),
    asked: { dies: DIES, steps: STEPS, ahead: AHEAD, hasDraft: false, ...MODEL, ...asked },
  };
}

function run({ shape, asked }: { shape: PipelineShape; asked: Asked }, order: (asked: Asked) => PaperOrder) {
  const properties = pipelineProperties(asked, order(asked));
  const { verdict, properties: found } = simulate(
    defineNetwork({ name: shape.name, ...pipelineWiring(shape), properties }),
  );
  // Whether a witness is met is a matter of which run it is.
  const claims = new Set(properties.filter(({ kind }) => kind !== 'reachable').map(({ name }) => name));
  const violated = found.filter((each) => claims.has(each.name) && each.verdict === 'violated');
  return { verdict, violated: violated.map(({ name }) => name) };
}

/** The same shape with the stages of its MoE layers changed. */
function withStages(
  shape: PipelineShape,
  change: (stages: PipelineShape['graphs'][string][number]['stages']) => typeof stages,
): PipelineShape {
  const graphs = Object.entries(shape.graphs).map(([name, blocks]) => [
    name,
    blocks.map((block) => ({ ...block, stages: change(block.stages) })),
  ]);
  return { ...shape, graphs: Object.fromEntries(graphs) as PipelineShape['graphs'] };
}

describe('decode in virtual time', () => {
  it.each([
    { given: {}, asked: { microbatches: 2, hasDraft: true } },
    { given: { microbatch: 'off', mtp: 'off' }, asked: { microbatches: 1, hasDraft: false } },
  ])('goes through the layers in the order of the paper: %j', ({ given, asked }) => {
    expect(run(decodeOf(given, asked), decodeOrder)).toEqual({ verdict: 'holds-in-sample', violated: [] });
  });

  it('with combine, experts and dispatch in the wrong order is not what the paper has', () => {
    const { shape, asked } = decodeOf({}, { microbatches: 2, hasDraft: true });
    const reversed = withStages(shape, ([attention, ...others]) => [attention!, ...others.reverse()]);
    const { verdict, violated } = run({ shape: reversed, asked }, decodeOrder);
    expect(verdict).toBe('violated');
    expect(violated[0]).toBe('stage-order of die.0.microbatch.0');
  });

  it('without its last layer is not what the paper has', () => {
    const { shape, asked } = decodeOf({}, { microbatches: 2, hasDraft: true });
    const { verdict, violated } = run({ shape, asked: { ...asked, moeLayers: 59 } }, decodeOrder);
    expect(verdict).toBe('violated');
    expect(violated).toContain('graphs-are-whole of die.0');
  });
});

describe('prefill in virtual time', () => {
  it.each([
    { given: {}, asked: { microbatches: 2 } },
    { given: { microbatch: 'off' }, asked: { microbatches: 1 } },
  ])('goes through the layers in the order of the paper: %j', ({ given, asked }) => {
    expect(run(prefillOf(given, asked), prefillOrder)).toEqual({ verdict: 'holds-in-sample', violated: [] });
  });

  it('with All-to-All before the attention that it follows is not what the paper has', () => {
    const { shape, asked } = prefillOf({}, { microbatches: 2 });
    const changed = withStages(shape, (stages) => {
      const [down, gather, attention, toAll, ...others] = stages;
      return [down!, gather!, toAll!, attention!, ...others];
    });
    const { verdict, violated } = run({ shape: changed, asked }, prefillOrder);
    expect(verdict).toBe('violated');
    expect(violated[0]).toBe('stage-order of die.0.microbatch.0');
  });
});
