// Goal: what any law of physics keeps, whatever the figures are: more of anything makes no operator slower, a machine that is twice as fast in everything takes half
// the time, and a batch in two parts is as much work as in one. Method: 2,000 random systems, ideal hardware included; operators by themselves, as two
// streams that share a memory may meet less of each other where one is slower.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stageTimes } from '../../../machines/systems/decode/stages.js';
import {
  decodeInputs,
  decodeInstanceOf,
  prefillInputs,
  prefillInstanceOf,
} from '../../../properties/throughput/instances.js';
import {
  combinedBytes,
  copiesThatLeave,
  dispatchedBytes,
  hostingOf,
} from '../../../src/cloudmatrix/cost/bound-counts.js';
import type { Calibration } from '../../../src/cloudmatrix/cost/calibration.js';
import { DecodeCost, type DecodeInstance } from '../../../src/cloudmatrix/cost/decode-cost.js';
import type { Device, NetworkDescription } from '../../../src/cloudmatrix/cost/device.js';
import { PrefillCost, type PrefillInstance } from '../../../src/cloudmatrix/cost/prefill-cost.js';

const RUNS = { numRuns: 2_000, seed: 384 };

interface Hardware {
  readonly device: Device;
  readonly network: NetworkDescription;
  readonly calibration: Calibration;
}
type Better = (hardware: Hardware) => Hardware;

const both = ({ inNode, crossNode }: NetworkDescription['latencyNs'], factor: number) => ({
  inNode: inNode * factor,
  crossNode: crossNode * factor,
});
const device =
  (field: 'int8OpsPerSecond' | 'bf16OpsPerSecond' | 'hbmBytesPerSecond' | 'aivWriteBytesPerSecond'): Better =>
  (of) => ({ ...of, device: { ...of.device, [field]: 2 * of.device[field] } });
const network =
  (changed: (network: NetworkDescription) => Partial<NetworkDescription>): Better =>
  (of) => ({ ...of, network: { ...of.network, ...changed(of.network) } });
const calibration =
  (changed: (calibration: Calibration) => Partial<Calibration>): Better =>
  (of) => ({ ...of, calibration: { ...of.calibration, ...changed(of.calibration) } });

const COMPUTE: Readonly<Record<string, Better>> = {
  int8: device('int8OpsPerSecond'),
  bf16: device('bf16OpsPerSecond'),
  memory: device('hbmBytesPerSecond'),
};
const LINKS: Readonly<Record<string, Better>> = {
  links: network(({ linkBytesPerSecond }) => ({ linkBytesPerSecond: 2 * linkBytesPerSecond })),
  latencies: network(({ latencyNs, leastLatencyNs }) => ({
    latencyNs: both(latencyNs, 0.5),
    leastLatencyNs: both(leastLatencyNs, 0.5),
  })),
  issuing: device('aivWriteBytesPerSecond'),
};
const OTHERS: Readonly<Record<string, Better>> = {
  writes: network(({ writeBytesPerSecond }) => ({ writeBytesPerSecond: both(writeBytesPerSecond, 2) })),
  products: calibration(() => ({ gemmEfficiency: 1 })),
  attention: calibration(() => ({ decodeAttentionEfficiency: 1, prefillAttentionEfficiency: 1 })),
  'reads of weights': calibration(() => ({ weightReadEfficiency: 1 })),
  'reads of the cache': calibration(() => ({ cacheReadEfficiency: 1 })),
  'small kernels': calibration(() => ({ attentionOverheadNs: 0, moeOverheadNs: 0, gateNs: 0 })),
  stragglers: calibration(() => ({ exposedCollectives: 1 })),
};
const BETTER = { ...COMPUTE, ...LINKS, ...OTHERS };
const all =
  (betters: Readonly<Record<string, Better>>): Better =>
  (hardware) =>
    Object.values(betters).reduce((of, better) => better(of), hardware);

type Times = Readonly<Record<string, number>>;

function decodeTimes(instance: DecodeInstance): Times {
  const cost = new DecodeCost(instance, 1);
  const stages = Object.entries(stageTimes(cost)).map(([operator, { ns }]) => [operator, ns]);
  return { ...Object.fromEntries(stages), head: cost.head(instance.tokensPerSequence).ns };
}

const STAGES = [
  'fetch',
  'load',
  'down-projection',
  'all-gather',
  'attention',
  'all-to-all',
  'output projection',
  'ffn',
  'dispatch compute',
  'dispatch',
  'experts',
  'combine compute',
  'combine',
] as const;

function prefillTimes(instance: PrefillInstance): Times {
  const cost = new PrefillCost(instance, 1);
  return {
    ...Object.fromEntries(STAGES.map((stage) => [stage, cost.stageNs(stage)])),
    head: cost.headNs(),
  };
}

/** Random systems, with the times of their operators. */
const SYSTEMS = {
  decode: fc.sample(decodeInputs, RUNS).map((input) => {
    const instance = decodeInstanceOf(input);
    const timesOf = (better: Better) => decodeTimes({ ...instance, ...better(instance) });
    return { isIdeal: input.isIdeal, timesOf, usual: timesOf((hardware) => hardware) };
  }),
  prefill: fc.sample(prefillInputs, RUNS).map((input) => {
    // What is loaded from the memory pool has rates of its own.
    const instance = { ...prefillInstanceOf(input), reused: 0 };
    const timesOf = (better: Better) => prefillTimes({ ...instance, ...better(instance) });
    return { isIdeal: input.isIdeal, timesOf, usual: timesOf((hardware) => hardware) };
  }),
} as const;

describe.each(['decode', 'prefill'] as const)('operators of %s', (name) => {
  const systems = SYSTEMS[name];

  it.each(Object.entries(BETTER))('none is slower with better %s, and some is faster', (what, better) => {
    let faster = 0;
    systems.forEach(({ timesOf, usual }, at) => {
      for (const [operator, ns] of Object.entries(timesOf(better))) {
        const before = usual[operator]!;
        if (ns > before) expect.fail(`${operator} of system ${at} takes ${ns} ns in place of ${before}`);
        if (ns < before) faster++;
      }
    });
    const isOfDecodeAlone = /cache|stragglers|issuing/.test(what);
    expect(faster > 0).toBe(name === 'decode' || !isOfDecodeAlone);
  });

  it('take half of the time on ideal hardware that is twice as fast in everything', () => {
    const ideal = systems.filter(({ isIdeal }) => isIdeal);
    expect(ideal.length).toBeGreaterThan(800);
    for (const { timesOf, usual } of ideal) {
      for (const [operator, ns] of Object.entries(timesOf(all({ ...COMPUTE, ...LINKS })))) {
        // Of each product a nanosecond is begun, in both: attention has five of them.
        if (Math.abs(2 * ns - usual[operator]!) > 2 * 6)
          expect.fail(`${operator} takes ${ns} ns, and ${usual[operator]} on hardware that is half as fast`);
      }
    }
  });
});

it('on ideal hardware a collective takes as long as the link, a hop or issuing, and no longer', () => {
  let linked = 0;
  for (const input of fc.sample(decodeInputs, RUNS).filter(({ isIdeal }) => isIdeal)) {
    const instance = decodeInstanceOf(input);
    const { model, ranks, device: die, network: links } = instance;
    const hosting = hostingOf(model, ranks);
    // Dies with the shared expert alone get more than others; here all are alike.
    if (hosting.sharedHosts > 0) continue;
    const copies = instance.sequences * instance.tokensPerSequence * copiesThatLeave(model, ranks, hosting);
    const cost = new DecodeCost(instance, 1);
    const { inNode, crossNode } = links.leastLatencyNs;
    for (const [{ ns }, bytes] of [
      [cost.dispatch(), dispatchedBytes(model)],
      [cost.combine(), combinedBytes(model)],
    ] as const) {
      const linkNs = (copies * bytes * 1e9) / links.linkBytesPerSecond;
      const issueNs = (copies * bytes * 1e9) / (die.aiv * die.aivWriteBytesPerSecond);
      const hopNs = ranks <= links.diesPerNode ? inNode : crossNode;
      expect(Math.abs(ns - Math.max(linkNs, issueNs, hopNs))).toBeLessThanOrEqual(1);
      if (linkNs > Math.max(issueNs, hopNs)) linked++;
    }
  }
  expect(linked).toBeGreaterThan(50);
});

it('two microbatches do as much as one, and read as much at least, and twice at most', () => {
  for (const input of fc.sample(decodeInputs, { ...RUNS, numRuns: 500 })) {
    const instance = decodeInstanceOf(input);
    const [one, two] = [new DecodeCost(instance, 1), new DecodeCost(instance, 2)].map(stageTimes);
    for (const [operator, whole] of Object.entries(one!)) {
      const half = two![operator]!;
      for (const work of ['int8Ops', 'bf16Ops', 'linkBytes'] as const)
        expect(2 * half[work], operator).toBeCloseTo(whole[work], 0);
      expect(2 * half.hbmBytes, operator).toBeGreaterThanOrEqual(whole.hbmBytes);
      expect(half.hbmBytes, operator).toBeLessThanOrEqual(whole.hbmBytes);
    }
  }
});
