// Goal: prefill in virtual time is what the mechanisms of the system come to, to the nanosecond: engines that microbatches wait for, link and memory that they share,
// collectives that all dies end together, loads of what is reused, draws. Method: random systems, run by the charts and by a loop for this system alone,
// which are told the same times of operators that run by themselves.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Jitter, type JitterOptions, NO_JITTER } from '../../../machines/systems/jitter.js';
import { Pipelines } from '../../../machines/systems/pipelines.js';
import type { PrefillRunOptions } from '../../../machines/systems/prefill/instance.js';
import { LayerLoads } from '../../../machines/systems/prefill/layer-loads.js';
import { runPrefillOn } from '../../../machines/systems/prefill/run.js';
import { prefillInputs, prefillInstanceOf } from '../../../properties/throughput/instances.js';
import { CALIBRATED } from '../../../src/cloudmatrix/cost/calibration.js';
import { PrefillCost } from '../../../src/cloudmatrix/cost/prefill-cost.js';
import type { StageWork } from '../../../src/cloudmatrix/cost/speeds-beside.js';
import { type DemandOf, prefillLoop } from '../../support/prefill-loop.js';

const SYSTEMS = 300;
/** Charts are others for each number of layers and dies. */
const DIES = [1, 3];
const systems = fc.sample(prefillInputs, { numRuns: SYSTEMS, seed: 384 }).map((input) => ({
  ...input,
  layers: input.layers === 1 ? 1 : 3,
  denseLayers: Math.min(1, input.denseLayers),
}));

const JITTERS: readonly JitterOptions[] = [
  NO_JITTER,
  { law: 'even', share: 0.1, stragglers: 0, stragglerFactor: 1 },
  { law: 'exponential', share: 0.5, stragglers: 0.05, stragglerFactor: 5 },
];

const pipelines = new Pipelines();
const batchNs = (cost: PrefillCost, options: PrefillRunOptions) =>
  runPrefillOn(pipelines.prefill(cost, options), cost, options).batchNs;

/** What is expected, or drawn, for an operator of a die's layer. */
function demandsOf(cost: PrefillCost, { eplb, jitter = NO_JITTER, seed = 0 }: PrefillRunOptions): DemandOf {
  const loads = eplb === 'drawn' ? new LayerLoads(cost, seed) : undefined;
  const drawn = new Jitter(jitter, seed);
  return (operator, die, microbatch, round) => {
    const load = loads?.of(operator, die, round) ?? cost.meanLoad;
    return { ns: drawn.ns(cost.stageNs(operator, load), { operator, die, microbatch, round }), load };
  };
}

/** No operator takes anything of what this is from another one. */
const without = (resource: 'linkBytesPerNs' | 'hbmBytesPerNs') =>
  class extends PrefillCost {
    override speedsOf(works: readonly StageWork[]): number[] {
      return super.speedsOf(works.map((work) => ({ ...work, [resource]: 0 })));
    }
  };
const WithoutLink = without('linkBytesPerNs');
const WithoutMemory = without('hbmBytesPerNs');

/** What happened in how many systems. */
class Met {
  private readonly counts: Record<string, number> = {};

  count(what: Readonly<Record<string, boolean>>): void {
    for (const [name, is] of Object.entries(what)) {
      if (is) this.counts[name] = (this.counts[name] ?? 0) + 1;
    }
  }

  /** Those that happened this often at least. */
  atLeast(times: number): string[] {
    return Object.keys(this.counts)
      .filter((name) => this.counts[name]! >= times)
      .sort();
  }
}

describe('prefill', () => {
  it('comes to what a loop for this system alone comes to', () => {
    const met = new Met();
    for (const [at, input] of systems.entries()) {
      const made = prefillInstanceOf(input);
      const instance = at % 2 === 0 ? made : { ...made, calibration: CALIBRATED };
      const cost = new PrefillCost(instance, input.microbatches);
      const dies = Math.min(instance.ranks, input.layers === 1 ? DIES[Math.floor(at / 2) % DIES.length]! : 1);
      const eplb = input.hasDrawnLoads ? 'drawn' : 'perfect';
      const jitter = JITTERS[at % JITTERS.length]!;
      const options: PrefillRunOptions = { dies, eplb, jitter, seed: input.seed };
      const ns = batchNs(cost, options);
      expect({ at, ns }).toEqual({ at, ns: prefillLoop(cost, dies, demandsOf(cost, options)) });

      const isShared = cost.microbatches === 2;
      met.count({
        'link is shared': isShared && batchNs(new WithoutLink(instance, 2), options) < ns,
        'memory is shared': isShared && batchNs(new WithoutMemory(instance, 2), options) < ns,
        'tokens are reused': instance.reused! > 0,
        'several layers': input.layers > 1,
        'loads are drawn': eplb === 'drawn',
        'delays are drawn': jitter.share > 0,
        'dies wait for each other': dies > 1 && batchNs(cost, { ...options, dies: 1 }) < ns,
      });
    }
    expect(met.atLeast(10)).toEqual([
      'delays are drawn',
      'dies wait for each other',
      'link is shared',
      'loads are drawn',
      'memory is shared',
      'several layers',
      'tokens are reused',
    ]);
  });
});
