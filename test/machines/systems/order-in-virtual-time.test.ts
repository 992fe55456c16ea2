// Goal: what `simulate decode` and `simulate prefill` run, in virtual time and at the size of the paper, goes through the layers in the order of
// the paper, too, gives everything back, and takes the time that its operators cost.
// Method: the claims of decode-pipeline and prefill-pipeline are judged in a run of the same shapes by the same wiring. A shape whose operators
// are in another order, or that leaves out a layer, violates them. How long a microbatch is in each operator is compared with what the operator
// costs; charts that skip an operator's time, or that go on from a collective early, are found.

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
import type { PrefillStage } from '../../../src/cloudmatrix/cost/prefill-cost.js';
import {
  type Asked,
  decodeOrder,
  type PaperOrder,
  prefillOrder,
} from '../../../properties/pipeline/paper-order.js';
import { microbatch, type StageObservation } from '../../../machines/pipeline/microbatch.js';
import {
  type Configuration,
  configurationOf,
  defineNetwork,
  type Network,
  simulate,
} from '../../../src/index.js';
import { withMachine } from '../../support/mutant.js';

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

/**
 * Runs a shape by the delays of its charts: the operators in which a microbatch was for another time than they cost; in a collective it may be longer.
 */
function mistimed(
  shape: PipelineShape,
  costNs: Readonly<Record<string, number>>,
  change: (network: Network) => Network = (network) => network,
): string[] {
  const begun = new Map<string, number>();
  const wrong = new Set(Object.keys(costNs));
  const found = new Set<string>();
  const collectives = new Set(
    Object.values(shape.graphs).flatMap((blocks) =>
      blocks.flatMap(({ stages }) =>
        stages.filter(({ isCollective }) => isCollective).map(({ operator }) => operator),
      ),
    ),
  );
  simulate(change(defineNetwork({ name: shape.name, ...pipelineWiring(shape) })), {
    onEmitted: (event, component, nowNs) => {
      if (event.type === 'STAGE_BEGUN') begun.set(component, nowNs);
      if (event.type !== 'STAGE_ENDED') return;
      const { operator } = event as StageObservation;
      const ns = nowNs - begun.get(component)!;
      wrong.delete(operator);
      const isRight = collectives.has(operator) ? ns >= costNs[operator]! : ns === costNs[operator];
      if (!isRight) found.add(operator);
    },
  });
  // An operator that never ran took no time.
  return [...found, ...wrong].sort();
}

/** A shape with one layer of each kind. */
function ofOneLayer(shape: PipelineShape): PipelineShape {
  const graphs = Object.entries(shape.graphs).map(([name, blocks]) => [
    name,
    blocks.map((block) => ({ ...block, layers: 1 })),
  ]);
  return { ...shape, graphs: Object.fromEntries(graphs) as PipelineShape['graphs'] };
}

/** The network whose microbatches take no time for an operator. */
const without = (operator: string) => (network: Network) =>
  withMachine(
    network,
    microbatch,
    microbatch.provide({
      delays: {
        work: ({ context: { graphs, position } }) => {
          const stage = graphs[position.graph]![position.block]!.stages[position.stage]!;
          return stage.operator === operator ? 0 : stage.ns;
        },
      },
    }),
  );

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

describe('what operators take in virtual time', () => {
  const { cost } = decodeRun(configurationOf(decode, {}), SEED);
  const decodeNs = {
    'dense attention': cost.attention('dense').ns,
    ffn: cost.dense().ns,
    attention: cost.attention('moe').ns,
    dispatch: cost.dispatch().ns,
    experts: cost.experts(cost.meanLoad).ns,
    combine: cost.combine().ns,
  };
  const decoding = ofOneLayer(decodeShape(cost, 2, 1));
  const { cost: prefillCost } = prefillRun(configurationOf(prefill, {}), SEED);
  const prefilling = ofOneLayer({ ...prefillShape(prefillCost, 1), steps: 1 });
  const operators = [...prefilling.graphs.main!].flatMap(({ stages }) =>
    stages.map(({ operator }) => operator),
  );
  const prefillNs = Object.fromEntries(
    operators.map((operator) => [operator, prefillCost.stageNs(operator as PrefillStage)]),
  );

  it('is what they cost', () => {
    expect(mistimed(decoding, decodeNs)).toEqual([]);
    expect(mistimed(prefilling, prefillNs)).toEqual([]);
  });

  it.each(['attention', 'experts', 'combine'])(
    'is less if a chart takes no time for %s of decode',
    (operator) => {
      expect(mistimed(decoding, decodeNs, without(operator))).toEqual([operator]);
    },
  );

  it.each(['output projection', 'dispatch compute', 'experts'])(
    'is less if a chart takes no time for %s of prefill',
    (operator) => {
      expect(mistimed(prefilling, prefillNs, without(operator))).toEqual([operator]);
    },
  );

  it('is less if a shape has no time for the experts, or has no experts', () => {
    const hasNoTime = withStages(decoding, (stages) =>
      stages.map((stage) => (stage.operator === 'experts' ? { ...stage, ns: 0 } : stage)),
    );
    const hasNone = withStages(decoding, (stages) => stages.filter(({ operator }) => operator !== 'experts'));
    expect(mistimed(hasNoTime, decodeNs)).toEqual(['experts']);
    expect(mistimed(hasNone, decodeNs)).toEqual(['experts']);
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
