// Goal: a faster device makes no batch of prefill slower, but for what another order of its operators explains, and that is little: each operator takes of link and
// memory what is really in use beside it. Method: random systems with two microbatches, run in virtual time, each with one of its rates raised by half;
// and a link that is divided by rates alone, whatever runs, which no bound notices.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pipelines } from '../../../machines/systems/pipelines.js';
import { runPrefillOn } from '../../../machines/systems/prefill/run.js';
import { prefillInputs, prefillInstanceOf } from '../../../properties/throughput/instances.js';
import { CALIBRATED } from '../../../src/cloudmatrix/cost/calibration.js';
import type { Device, NetworkDescription } from '../../../src/cloudmatrix/cost/device.js';
import { prefillBounds } from '../../../src/cloudmatrix/cost/prefill-bounds.js';
import { PrefillCost, type PrefillInstance } from '../../../src/cloudmatrix/cost/prefill-cost.js';
import type { StageWork } from '../../../src/cloudmatrix/cost/speeds-beside.js';

const FASTER = 1.5;
/** The most that another order costs: of these systems the worst is 1.003. */
const REORDERED = 1.005;

type Better = (instance: PrefillInstance) => PrefillInstance;
const device =
  (field: keyof Device & `${string}PerSecond`): Better =>
  (of) => ({ ...of, device: { ...of.device, [field]: FASTER * of.device[field] } });
const network =
  (changed: (of: NetworkDescription) => Partial<NetworkDescription>): Better =>
  (of) => ({ ...of, network: { ...of.network, ...changed(of.network) } });

const BETTER: Readonly<Record<string, Better>> = {
  'INT8 rate': device('int8OpsPerSecond'),
  'BF16 rate': device('bf16OpsPerSecond'),
  memory: device('hbmBytesPerSecond'),
  links: network(({ linkBytesPerSecond }) => ({ linkBytesPerSecond: FASTER * linkBytesPerSecond })),
  writes: network(({ writeBytesPerSecond: { inNode, crossNode } }) => ({
    writeBytesPerSecond: { inNode: FASTER * inNode, crossNode: FASTER * crossNode },
  })),
};

const pipelines = new Pipelines();
type Maker = new (instance: PrefillInstance, microbatches: 1 | 2) => PrefillCost;

function run(instance: PrefillInstance, make: Maker) {
  const cost = new make(instance, 2);
  return runPrefillOn(pipelines.prefill(cost, {}), cost);
}

/** Every other one as it was measured in place, that is with interference. */
const instances = fc.sample(prefillInputs, { numRuns: 400, seed: 384 }).map((input, at) => {
  const instance = { ...prefillInstanceOf(input), reused: 0 };
  return at % 2 === 0 ? instance : { ...instance, calibration: CALIBRATED };
});

function worstRatio(better: Better, make: Maker, before = instances.map((each) => run(each, make))): number {
  return Math.max(...instances.map((each, at) => run(better(each), make).batchNs / before[at]!.batchNs));
}

const asTheyAre = instances.map((each) => run(each, PrefillCost));

/** As if a combine ran beside every collective from its start to its end. */
class DividedByRates extends PrefillCost {
  override speedsOf(works: readonly StageWork[]): number[] {
    const combine = this.workOf('combine', this.stageNs('combine'));
    const most = this.instance.network.linkBytesPerSecond / 1e9;
    return super.speedsOf(works).map((speed, at) => {
      const wanted = works[at]!.linkBytesPerNs + combine.linkBytesPerNs;
      return works[at]!.linkBytesPerNs > 0 ? Math.min(speed, most / wanted) : speed;
    });
  }
}

describe('a batch of prefill with two microbatches', () => {
  it.each(Object.entries(BETTER))('is no slower with faster %s, but for another order', (_name, better) => {
    expect(worstRatio(better, PrefillCost, asTheyAre)).toBeLessThan(REORDERED);
  });

  it('is slower by far with faster writes where the link is divided by rates alone, within all bounds', () => {
    expect(worstRatio(BETTER.writes!, DividedByRates)).toBeGreaterThan(1.1);
    for (const instance of instances) {
      const bounds = prefillBounds(instance, { ...run(instance, DividedByRates), microbatches: 2 });
      expect(bounds.filter(({ ratio }) => !(ratio <= 1))).toEqual([]);
    }
  });
});
