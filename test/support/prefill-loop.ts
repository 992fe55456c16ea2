import {
  attentionMatrices,
  combinedBytes,
  copiesThatLeave,
  dispatchedBytes,
  hostingOf,
} from '../../src/cloudmatrix/cost/bound-counts.js';
import type { PrefillCost, PrefillStage } from '../../src/cloudmatrix/cost/prefill-cost.js';

type Step = readonly [operator: PrefillStage, engine: 'aic' | 'aiv' | 'sdma'];

const ATTENTION: readonly Step[] = [
  ['down-projection', 'aic'],
  ['all-gather', 'aic'],
  ['attention', 'aic'],
  ['all-to-all', 'aic'],
  ['output projection', 'aic'],
];
const EXPERTS: readonly Step[] = [
  ['dispatch compute', 'aiv'],
  ['dispatch', 'sdma'],
  ['experts', 'aic'],
  ['combine compute', 'aiv'],
  ['combine', 'sdma'],
];

const UNITS = 1_024;

interface Pass {
  at: number;
  left: number;
  isRunning: boolean;
}

/**
 * One batch of prefill on one die, of which nothing is reused, as a loop that was written for this one system: no charts, no queue of events. Two microbatches
 * wait for engines in turn, and share link and memory with each other. It must come to the same nanosecond.
 */
export function prefillLoop(cost: PrefillCost): number {
  const { model } = cost.instance;
  const steps: Step[] = [];
  for (let layer = 0; layer < model.layers; layer++) {
    steps.push(...ATTENTION);
    if (layer < model.denseLayers) steps.push(['ffn', 'aic']);
    else steps.push(...EXPERTS);
  }
  const uses = new Map(steps.map(([operator]) => [operator, useOf(cost, operator)] as const));
  const passes: Pass[] = Array.from({ length: cost.microbatches }, () => ({
    at: 0,
    left: 0,
    isRunning: false,
  }));
  const waiting = [...passes];
  const holders = new Map<string, Pass>();
  let nowNs = 0;

  const admit = () => {
    for (let [pass] = waiting; pass !== undefined; [pass] = waiting) {
      const [operator, engine] = steps[pass.at]!;
      if (holders.has(engine)) return;
      holders.set(engine, pass);
      waiting.shift();
      pass.isRunning = true;
      pass.left = uses.get(operator)!.ns * UNITS;
    }
  };
  const goOn = (pass: Pass) => {
    const engine = steps[pass.at++]![1];
    const next = steps[pass.at];
    if (next?.[1] === engine) {
      pass.left = uses.get(next[0])!.ns * UNITS;
      return;
    }
    holders.delete(engine);
    pass.isRunning = false;
    if (next !== undefined) waiting.push(pass);
    admit();
  };

  admit();
  while (passes.some(({ isRunning }) => isRunning)) {
    const ended = passes.find(({ isRunning, left }) => isRunning && left === 0);
    if (ended !== undefined) {
      goOn(ended);
      continue;
    }
    const running = passes.filter(({ isRunning }) => isRunning);
    const speeds = speedsOf(
      cost,
      running.map(({ at }) => uses.get(steps[at]![0])!),
    );
    const passedNs = Math.min(...running.map(({ left }, index) => Math.ceil(left / speeds[index]!)));
    nowNs += passedNs;
    running.forEach((pass, index) => (pass.left = Math.max(0, pass.left - passedNs * speeds[index]!)));
  }
  return nowNs + cost.headNs();
}

interface Use {
  readonly ns: number;
  readonly link: number;
  readonly memory: number;
}

function useOf(cost: PrefillCost, operator: PrefillStage): Use {
  const ns = cost.stageNs(operator);
  const perNs = (bytes: number) => (ns === 0 ? 0 : bytes / ns);
  return { ns, link: perNs(linkBytes(cost, operator)), memory: perNs(cost.hbmBytes(operator)) };
}

function linkBytes({ instance, tokens, meanLoad }: PrefillCost, operator: PrefillStage): number {
  const { model, ranks } = instance;
  const { attention, hidden } = model;
  const copies = tokens * Math.max(1, meanLoad) * copiesThatLeave(model, ranks, hostingOf(model, ranks));
  const { queryDown, keyValueDown, output } = attentionMatrices(model);
  switch (operator) {
    case 'all-gather':
      return (
        2 * tokens * (ranks - 1) * (attention.kind === 'gqa' ? hidden : (queryDown + keyValueDown) / hidden)
      );
    case 'all-to-all':
      return (2 * tokens * (ranks - 1) * output) / hidden / ranks;
    case 'dispatch':
      return copies * dispatchedBytes(model);
    case 'combine':
      return copies * combinedBytes(model);
    default:
      return 0;
  }
}

/** Units in a nanosecond of one, or of two that run beside each other. */
function speedsOf(cost: PrefillCost, uses: readonly Use[]): number[] {
  const [one, other] = uses;
  if (one === undefined || other === undefined) return uses.map(() => UNITS);
  const { network, device, calibration } = cost.instance;
  const pace = 1 / calibration.prefillInterference;
  const link = pairOf(pace * one.link, pace * other.link, network.linkBytesPerSecond / 1e9);
  const ofMemory = (device.hbmBytesPerSecond * calibration.sharedHbmEfficiency) / 1e9;
  const memory = pairOf(pace * one.memory, pace * other.memory, ofMemory);
  return [0, 1].map((at) => Math.max(1, Math.floor(UNITS * pace * Math.min(link[at]!, memory[at]!))));
}

/** Which part of what each wants it gets: half of what there is at least, and what the other leaves. */
function pairOf(one: number, other: number, most: number): readonly [number, number] {
  const part = (own: number, of: number) =>
    own === 0 ? 1 : Math.min(1, Math.max(most / 2, most - of) / own);
  return [part(one, other), part(other, one)];
}
