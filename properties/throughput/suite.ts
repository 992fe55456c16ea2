import { NO_JITTER } from '../../machines/systems/jitter.js';
import { runDecodeOn } from '../../machines/systems/decode/run.js';
import { Pipelines } from '../../machines/systems/pipelines.js';
import { runPrefillOn } from '../../machines/systems/prefill/run.js';
import { decodeMemoryBytes } from '../../src/cloudmatrix/cost/capacity.js';
import type { BoundRatio } from '../../src/cloudmatrix/cost/bound-ratio.js';
import { decodeBounds } from '../../src/cloudmatrix/cost/decode-bounds.js';
import { prefillBounds } from '../../src/cloudmatrix/cost/prefill-bounds.js';
import { type Bound, type BoundSuite, CheckError, type Measure, Worst } from '../../src/index.js';
import { COST_FAULTS, type CostMaker, RIGHT } from './faults.js';
import {
  type DecodeInput,
  decodeInputs,
  decodeInstanceOf,
  loadsOf,
  type PrefillInput,
  prefillInputs,
  prefillInstanceOf,
} from './instances.js';

/** A bound's name, what it says, and which input shows that it is near. */
interface Claim {
  readonly title: string;
  readonly formula: string;
  /** A ratio that some input must reach, so that the bound does not hold by far for all of them. */
  readonly near: number;
}

/** The bounds of docs/paper/timing-model.md 4. */
const DECODE_CLAIMS: Readonly<Record<string, Claim>> = {
  B1: { title: 'compute', formula: 'operations / peaks of all cores <= step', near: 0.5 },
  B2: { title: 'memory', formula: 'weights and cache / HBM bandwidth <= step', near: 0.9 },
  B3: {
    title: 'links',
    formula: 'remote copies, sent or received / link rate <= step, collective',
    near: 0.9,
  },
  B4: { title: 'latency', formula: '2 hops x MoE layers <= step', near: 0.2 },
  B5: {
    title: 'partition of cores',
    formula: 'AIC and AIV of both streams <= those of the die, and held by what runs',
    near: 1,
  },
  B6: {
    title: 'tokens',
    formula: 'throughput <= accepted tokens / step; batch = throughput x TPOT',
    near: 0.9,
  },
  B7: { title: 'capacity', formula: 'weights + buffers + cache <= HBM', near: 0.5 },
  B8: {
    title: 'conservation',
    formula: 'copies sent = combined = (k + shared) x tokens; bytes and operations alike',
    near: 0,
  },
  B9: { title: 'dependencies', formula: "a microbatch's longest path, a stream's sum <= step", near: 0.9 },
  B12: { title: 'issuing', formula: 'remote copies / rate of the AIV cores <= dispatch, combine', near: 0.9 },
};

const PREFILL_CLAIMS: Readonly<Record<string, Claim>> = {
  B10: {
    title: 'prefill: compute, links and tokens',
    formula: 'operations / peaks, bytes / link rate <= time of a batch',
    near: 0.8,
  },
  B11: {
    title: 'prefill: memory',
    formula: 'weights, what was gathered and what is put in order / HBM bandwidth <= time of a batch',
    near: 0.5,
  },
  B13: {
    title: 'prefill: memory pool',
    formula: 'reused bytes / links of CPUs, of a die <= load; / Ethernet of a node <= fetch',
    near: 0.9,
  },
};

/** Charts do not depend on how costs are worked out. */
const PIPELINES = new Pipelines();

/** Runs each input once for all bounds: they are tried one after the other, on the same inputs. */
class Trials {
  private readonly known = new Map<string, readonly BoundRatio[]>();

  constructor(private readonly maker: CostMaker) {}

  decode(input: DecodeInput): readonly BoundRatio[] {
    return this.of(input, () => {
      const instance = decodeInstanceOf(input);
      if (this.maker.admits && decodeMemoryBytes(instance) > instance.device.hbmBytes) return [];
      const cost = this.maker.decode(instance, input.microbatches);
      const options = loadsOf(input);
      const outcome = runDecodeOn(PIPELINES.decode(cost, options), cost, {
        ...options,
        jitter: { ...NO_JITTER, share: input.jitterPercent / 100 },
      });
      const { microbatches } = cost;
      const { violation } = outcome.result;
      if (violation !== undefined) {
        return [{ name: 'B5', ratio: Number.POSITIVE_INFINITY, meaning: violation.message }];
      }
      return decodeBounds(instance, { ...outcome, microbatches, streams: cost.instance.streams });
    });
  }

  prefill(input: PrefillInput): readonly BoundRatio[] {
    return this.of(input, () => {
      const instance = prefillInstanceOf(input);
      const cost = this.maker.prefill(instance, input.microbatches);
      const options = loadsOf(input);
      const outcome = runPrefillOn(PIPELINES.prefill(cost, options), cost, options);
      const { microbatches } = cost;
      return prefillBounds(instance, { ...outcome, microbatches });
    });
  }

  private of(input: unknown, make: () => readonly BoundRatio[]): readonly BoundRatio[] {
    const key = JSON.stringify(input);
    let ratios = this.known.get(key);
    if (ratios === undefined) {
      ratios = make();
      this.known.set(key, ratios);
    }
    return ratios;
  }
}

/** The worst of the ratios whose names begin with a bound's; none: the system was turned away. */
function measure(ratios: readonly BoundRatio[], bound: string): Measure {
  const worst = new Worst();
  for (const { name, ratio, meaning } of ratios) {
    if (name === bound || name.startsWith(`${bound} `)) worst.within(ratio, 1, () => `${name}, ${meaning}`);
  }
  return worst;
}

function boundOf<Input>(
  name: string,
  { title, formula, near }: Claim,
  inputs: Bound<Input>['inputs'],
  ratiosOf: (input: Input) => readonly BoundRatio[],
): Bound<Input> {
  return {
    name,
    title,
    formula,
    kind: 'bound',
    inputs,
    measure: (input) => measure(ratiosOf(input), name),
    witness: {
      title: near === 0 ? 'a system that runs' : `a system that takes ${near} of it`,
      isMet: (input, { ratio }) => ratio >= near && ratiosOf(input).length > 0,
    },
  };
}

/** No simulated throughput claims more than the hardware can do, for random models, devices, networks, batches, splits and efficiencies. */
export const throughputBounds: BoundSuite = {
  noun: 'suite',
  name: 'throughput',
  title: 'No run in virtual time claims more than physics and counting allow, ideal hardware included',
  parameters: {},
  faults: Object.fromEntries(
    Object.entries(COST_FAULTS).map(([id, { title, property }]) => [
      id,
      { title, property, link: 'https://arxiv.org/abs/2506.12708' },
    ]),
  ),
  build: (_configuration, faults) => {
    const [fault, other] = [...faults];
    if (other !== undefined) {
      throw new CheckError(
        `The faults '${fault}' and '${other}' of 'throughput' cannot be had together: each is a cost model of its own. Give one of them.`,
      );
    }
    const trials = new Trials(fault === undefined ? RIGHT : COST_FAULTS[fault]!.maker);
    const numberOf = ({ name }: { readonly name: string }) => Number(name.slice(1));
    return [
      ...Object.entries(DECODE_CLAIMS).map(([name, claim]) =>
        boundOf(name, claim, decodeInputs, (input) => trials.decode(input)),
      ),
      ...Object.entries(PREFILL_CLAIMS).map(([name, claim]) =>
        boundOf(name, claim, prefillInputs, (input) => trials.prefill(input)),
      ),
    ].sort((one, other) => numberOf(one) - numberOf(other));
  },
  runs: { check: 2_000, deep: 100_000 },
};
