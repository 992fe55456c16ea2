import {
  attentionMatrices,
  BYTES_OF_BF16,
  cachedNumbers,
  combinedBytes,
  copiesThatLeave,
  dispatchedBytes,
  hostingOf,
} from '../../src/cloudmatrix/cost/bound-counts.js';
import type { PrefillCost, PrefillStage } from '../../src/cloudmatrix/cost/prefill-cost.js';

type Engine = 'aic' | 'aiv' | 'sdma' | 'pool' | 'vpc';
type Step = readonly [operator: PrefillStage, engine: Engine];

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
/** All dies end these together. */
const TOGETHER: readonly PrefillStage[] = [
  'fetch',
  'load',
  'all-gather',
  'all-to-all',
  'dispatch',
  'combine',
];

const UNITS = 1_024;
const BATCHES = 2;

/** How long an operator takes by itself, and the load of its die's experts, if that is drawn. */
interface Demand {
  readonly ns: number;
  readonly load: number;
}
export type DemandOf = (operator: PrefillStage, die: number, microbatch: number, round: number) => Demand;

interface Pass {
  readonly die: Die;
  readonly index: number;
  /** Position among the steps of a batch. */
  at: number;
  use: Use;
  left: number;
  state: 'queued' | 'running' | 'waits for other dies' | 'over';
}

interface Die {
  readonly number: number;
  readonly passes: Pass[];
  queue: Pass[];
  readonly holders: Map<Engine, Pass>;
  batch: number;
  /** When what no microbatch does ends: the launch, or the head of a batch. */
  pauseNs: number | undefined;
}

/** What an operator moves over link and memory in each nanosecond that it takes by itself, in bytes. */
interface Use {
  readonly link: number;
  readonly memory: number;
  readonly isLoad: boolean;
}

/**
 * Two batches of prefill as a loop that was written for this one system: no charts, no queue of events. The microbatches of a die wait for engines in turn, and
 * share link and memory with each other; what all dies take part in ends for all of them at once. It must come to the same nanosecond.
 *
 * @returns nanoseconds from the end of the first batch of die 0 to that of its second
 */
export function prefillLoop(cost: PrefillCost, dieCount: number, demandOf: DemandOf): number {
  const { instance } = cost;
  const steps = stepsOf(cost);
  const launchNs = Math.ceil(instance.calibration.launchNs);
  const rounds = new Map<string, number>();
  const ends: number[] = [];
  let nowNs = 0;

  const dies: Die[] = Array.from({ length: dieCount }, (_, number) => {
    const die: Die = { number, passes: [], queue: [], holders: new Map(), batch: 0, pauseNs: launchNs };
    for (let index = 0; index < cost.microbatches; index++) {
      die.passes.push({ die, index, at: 0, use: NOTHING, left: 0, state: 'over' });
    }
    return die;
  });

  const begin = (pass: Pass) => {
    const [operator] = steps[pass.at]!;
    const key = [operator, pass.die.number, pass.index].join();
    const round = rounds.get(key) ?? 0;
    rounds.set(key, round + 1);
    const { ns, load } = demandOf(operator, pass.die.number, pass.index, round);
    pass.state = 'running';
    pass.left = ns * UNITS;
    pass.use = useOf(cost, operator, ns, load);
  };
  const admit = (die: Die) => {
    for (let [pass] = die.queue; pass !== undefined; [pass] = die.queue) {
      const engine = steps[pass.at]![1];
      if (die.holders.has(engine)) return;
      die.holders.set(engine, pass);
      die.queue.shift();
      begin(pass);
    }
  };
  const goOn = (pass: Pass) => {
    const { die } = pass;
    const engine = steps[pass.at++]![1];
    const next = steps[pass.at];
    if (next?.[1] === engine) {
      begin(pass);
      return;
    }
    die.holders.delete(engine);
    pass.state = next === undefined ? 'over' : 'queued';
    if (next !== undefined) die.queue.push(pass);
    else if (die.passes.every(({ state }) => state === 'over')) die.pauseNs = nowNs + cost.headNs();
    admit(die);
  };
  const finish = (pass: Pass) => {
    if (!TOGETHER.includes(steps[pass.at]![0])) {
      goOn(pass);
      return;
    }
    pass.state = 'waits for other dies';
    const all = dies.map(({ passes }) => passes[pass.index]!);
    const isLast = all.every(
      ({ at, state, die }) =>
        state === 'waits for other dies' && at === pass.at && die.batch === pass.die.batch,
    );
    if (isLast) for (const each of all) goOn(each);
  };
  const endPause = (die: Die) => {
    if (die.batch > 0 && die.passes.every(({ at }) => at === steps.length)) {
      if (die.number === 0) ends.push(nowNs);
      if (die.batch === BATCHES) {
        die.pauseNs = undefined;
        return;
      }
      for (const pass of die.passes) pass.at = 0;
      // The launch of a batch begins where that of the one before it ends.
      die.pauseNs = Math.max(nowNs, (die.batch + 1) * launchNs);
      if (die.pauseNs > nowNs) return;
    }
    die.pauseNs = undefined;
    die.batch++;
    for (const pass of die.passes) {
      pass.at = 0;
      pass.state = 'queued';
      die.queue.push(pass);
    }
    admit(die);
  };

  for (;;) {
    const running = dies.map(({ passes }) => passes.filter(({ state }) => state === 'running'));
    const ended = running.flat().find(({ left }) => left === 0);
    if (ended !== undefined) {
      finish(ended);
      continue;
    }
    const paused = dies.find(({ pauseNs }) => pauseNs === nowNs);
    if (paused !== undefined) {
      endPause(paused);
      continue;
    }
    const speeds = running.map((ofDie) =>
      speedsOf(
        cost,
        ofDie.map(({ use }) => use),
      ),
    );
    const lefts = running.flatMap((ofDie, die) =>
      ofDie.map(({ left }, at) => Math.ceil(left / speeds[die]![at]!)),
    );
    const pauses = dies.flatMap(({ pauseNs }) => (pauseNs === undefined ? [] : [pauseNs - nowNs]));
    const passedNs = Math.min(...lefts, ...pauses);
    if (passedNs === Number.POSITIVE_INFINITY) return ends[1]! - ends[0]!;
    nowNs += passedNs;
    for (const [die, ofDie] of running.entries()) {
      for (const [at, pass] of ofDie.entries())
        pass.left = Math.max(0, pass.left - passedNs * speeds[die]![at]!);
    }
  }
}

function stepsOf({ instance }: PrefillCost): Step[] {
  const { model, reused = 0, plane = 'ub' } = instance;
  const steps: Step[] = [];
  if (reused > 0 && plane === 'vpc') steps.push(['fetch', 'vpc']);
  if (reused > 0) steps.push(['load', 'pool']);
  for (let layer = 0; layer < model.layers; layer++) {
    steps.push(...ATTENTION);
    if (layer < model.denseLayers) steps.push(['ffn', 'aic']);
    else steps.push(...EXPERTS);
  }
  return steps;
}

const NOTHING: Use = { link: 0, memory: 0, isLoad: false };

function useOf(cost: PrefillCost, operator: PrefillStage, ns: number, load: number): Use {
  const perNs = (bytes: number) => (ns === 0 ? 0 : bytes / ns);
  return {
    link: perNs(linkBytes(cost, operator, load)),
    memory: perNs(cost.hbmBytes(operator)),
    isLoad: operator === 'load' || operator === 'fetch',
  };
}

function linkBytes({ instance, tokens, microbatches }: PrefillCost, operator: PrefillStage, load: number) {
  const { model, ranks, prompt, reused = 0 } = instance;
  const { attention, hidden } = model;
  const copies = tokens * Math.max(1, load) * copiesThatLeave(model, ranks, hostingOf(model, ranks));
  const { queryDown, keyValueDown, output } = attentionMatrices(model);
  switch (operator) {
    case 'load':
      return (
        (BYTES_OF_BF16 * model.layers * cachedNumbers(model) * ranks * instance.tokens * reused) /
        prompt /
        microbatches
      );
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
  const pace = one.isLoad || other.isLoad ? 1 : 1 / calibration.prefillInterference;
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
