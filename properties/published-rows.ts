import { decodeServiceLevel } from '../machines/systems/decode/decode-system.js';
import { JITTER } from '../src/cloudmatrix/paper/judgements.js';
import { KnownRuns } from '../machines/systems/known-runs.js';
import type { PrefillOutcome } from '../machines/systems/prefill/outcome.js';
import type { ComparedRow, Comparison } from '../src/check/system.js';
import { CALIBRATED, type Fit, FITS, UNFITTED } from '../src/cloudmatrix/cost/calibration.js';
import { ACCEPTANCE } from '../src/cloudmatrix/paper/operators.js';
import { PERFORMANCE, type PublishedName } from '../src/cloudmatrix/paper/performance.js';
import type { Configuration } from '../src/index.js';
import { modelCacheRows, reuseRows } from './throughput/caching-rows.js';
import { comparisonInputs } from './throughput/inputs.js';
import { type JudgedRow, judgementSweep } from './throughput/judgement-sweep.js';
import { type OperatorRow, operatorRows } from './throughput/operator-rows.js';
import { type Changes, changesOf, describing } from './throughput/changes.js';

const SEED = 384;
const NS_PER_US = 1e3;
const NS_PER_MS = 1e6;
const PERCENT = 100;

/** Prompts of the published prefill ablation. */
const PROMPTS = [1_024, 2_048, 4_096, 8_192];

/** Dies that are run where they differ by chance: the slowest of 32 is nearly as slow as that of 320 (docs/paper/timing-model.md 5). */
const DIES_WITH_JITTER = 32;

/** How far a simulated value may be off the published one, relative to it (issues on the paper's throughput, and on caching). */
const WITHIN = { fitted: 0.03, predicted: 0.08, gain: 0.25, gainAtBatch8: 0.15, caching: 0.1 } as const;

const gain = (better: number, than: number): number => PERCENT * (better / than - 1);

type Simulate = ComparedRow['simulate'];

interface RowShape {
  readonly name: PublishedName;
  readonly simulate: Simulate;
  readonly mode?: string;
  readonly band?: number;
  readonly baseline?: ComparedRow['baseline'];
  readonly judged?: readonly string[];
  readonly identity?: string;
}

const TWO = 'two microbatches';
const ONE = 'one microbatch';

/** What is known without a model: fitted rows and inputs. */
const known = (name: PublishedName): number => PERFORMANCE[name].value as number;

/** A row of the decode instance or the prefill instance, with how it is simulated in the paper's mode. */
function systemRows(runs: KnownRuns, changes: Changes): RowShape[] {
  const decode = (isFitted: boolean, given: Configuration) =>
    runs.decode(given, describing(isFitted, changesOf('decode', changes)));
  const prefill = (isFitted: boolean, given: Configuration) =>
    runs.prefill(given, describing(isFitted, changesOf('prefill', changes)));
  const throughput = (isFitted: boolean, given: Configuration) =>
    decode(isFitted, given).tokensPerSecondPerNpu;
  const ofDecode =
    (given: Configuration, of: 'tpotNs' | 'layerNs' | 'tokensPerSecondPerNpu', unitNs: number): Simulate =>
    (isFitted) => [decode(isFitted, given)[of] / unitNs];
  const { jitterPercent: jitter = JITTER.value } = changes;
  const jittered = { jitter, jitterLaw: 'normal', dies: DIES_WITH_JITTER };
  const stream =
    (index: 0 | 1): Simulate =>
    (isFitted) => [decode(isFitted, jittered).streamNs[index] / NS_PER_US];
  const prefillRate =
    (eplb: string): Simulate =>
    (isFitted) => [prefill(isFitted, { eplb }).tokensPerSecondPerNpu];
  const ofPrompts = (of: (with2: PrefillOutcome, with1: PrefillOutcome) => number): Simulate => {
    return (isFitted) =>
      PROMPTS.map((prompt) =>
        of(prefill(isFitted, { prompt }), prefill(isFitted, { prompt, microbatch: 'off' })),
      );
  };
  const largestBatch =
    (limitMs: number): Simulate =>
    (isFitted) => {
      const { multiple } = decodeServiceLevel;
      const isWithin = (count: number) =>
        decode(isFitted, { batch: count * multiple }).tpotNs / NS_PER_MS <= limitMs;
      return [largest(isWithin) * multiple];
    };
  const half = { values: [known('decode-layer-mtp') / 2], meaning: 'half of a layer' };
  const layerRatio = 1 + known('prefill-microbatch-layer') / PERCENT;
  const batchAt = (limitMs: number) => {
    const [few, many] = [known('decode-tpot-8'), known('decode-tpot-96')];
    const batch = 8 + ((limitMs - few) / (many - few)) * (96 - 8);
    const { multiple } = decodeServiceLevel;
    return { values: [Math.floor(batch / multiple) * multiple], meaning: 'between both given TPOTs' };
  };
  return [
    { name: 'decode-tpot-96', simulate: ofDecode({}, 'tpotNs', NS_PER_MS), mode: TWO },
    { name: 'decode-throughput-96', simulate: ofDecode({}, 'tokensPerSecondPerNpu', 1), mode: TWO },
    { name: 'decode-tpot-8', simulate: ofDecode({ batch: 8 }, 'tpotNs', NS_PER_MS), mode: ONE },
    { name: 'decode-throughput-8', simulate: ofDecode({ batch: 8 }, 'tokensPerSecondPerNpu', 1), mode: ONE },
    { name: 'decode-layer-mtp', simulate: ofDecode({}, 'layerNs', NS_PER_US), mode: TWO },
    { name: 'decode-layer-no-mtp', simulate: ofDecode({ mtp: 'off' }, 'layerNs', NS_PER_US), mode: TWO },
    { name: 'decode-stream-attention', simulate: stream(0), mode: TWO, baseline: half },
    { name: 'decode-stream-moe', simulate: stream(1), mode: TWO, baseline: half },
    {
      name: 'decode-microbatch-gain-96',
      simulate: (isFitted) => [
        gain(throughput(isFitted, { microbatch: 'on' }), throughput(isFitted, { microbatch: 'off' })),
      ],
      mode: `${TWO}, and one`,
    },
    {
      name: 'decode-mtp-gain-8',
      simulate: (isFitted) => [
        gain(throughput(isFitted, { batch: 8 }), throughput(isFitted, { batch: 8, mtp: 'off' })),
      ],
      mode: ONE,
      band: WITHIN.gainAtBatch8,
      baseline: { values: [PERCENT * ACCEPTANCE], meaning: 'all accepted tokens, at no cost' },
    },
    {
      name: 'slo-15-batch',
      simulate: largestBatch(15),
      mode: ONE,
      baseline: batchAt(15),
      judged: ['pipelineSequencesMin'],
    },
    {
      name: 'slo-50-batch',
      simulate: largestBatch(50),
      mode: TWO,
      baseline: batchAt(50),
      judged: ['weightReadEfficiency'],
    },
    { name: 'prefill-throughput-perfect', simulate: prefillRate('perfect'), mode: TWO },
    { name: 'prefill-throughput-default', simulate: prefillRate('drawn'), mode: TWO },
    {
      name: 'prefill-microbatch-gain',
      simulate: ofPrompts((two, one) => gain(two.tokensPerSecondPerNpu, one.tokensPerSecondPerNpu)),
      mode: `${TWO}, and one`,
      baseline: { values: [gain(1, layerRatio)], meaning: 'what the layers differ by' },
    },
    {
      name: 'prefill-microbatch-layer',
      simulate: (isFitted) => [
        gain(prefill(isFitted, {}).layerNs, prefill(isFitted, { microbatch: 'off' }).layerNs),
      ],
      mode: `${TWO}, and one`,
    },
  ];
}

/** The largest number that something holds for, if it holds for all smaller ones: 0 for none. */
function largest(holds: (count: number) => boolean): number {
  let [low, high] = [0, 1];
  for (; holds(high); high *= 2) low = high;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function compared(
  { name, simulate, band, mode, baseline, judged, identity }: RowShape,
  isInput = false,
): ComparedRow {
  const { value, unit, source } = PERFORMANCE[name];
  const fitted = FITS.filter((fit) => fit.rows.includes(name)).map(({ parameter }) => parameter);
  const usual = fitted.length > 0 ? WITHIN.fitted : WITHIN.predicted;
  return {
    name,
    unit,
    source,
    published: value,
    band: band ?? (name.includes('-gain') ? WITHIN.gain : usual),
    isInPoints: false,
    fitted,
    isInput,
    simulate,
    ...(mode === undefined ? {} : { mode }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(judged === undefined ? {} : { judged }),
    ...(identity === undefined ? {} : { identity }),
  };
}

const ofOperator = ({ name, simulate, isInput, baseline }: OperatorRow): ComparedRow =>
  compared({ name, simulate, ...(baseline === undefined ? {} : { baseline }) }, isInput);

/**
 * All published rows, with some inputs other than usual.
 *
 * @testonly fits are tried again
 */
export function rowsWith(runs: KnownRuns, changes: Changes): ComparedRow[] {
  const calibrationOf = (isFitted: boolean) => ({
    ...(isFitted ? CALIBRATED : UNFITTED),
    ...changes.calibration,
  });
  const prefill = (isFitted: boolean, given: Configuration) =>
    runs.prefill(given, describing(isFitted, changesOf('prefill', changes)));
  return [
    ...systemRows(runs, changes).map((shape) => compared(shape)),
    ...operatorRows(calibrationOf, changes).map(ofOperator),
    ...[...reuseRows(prefill, TWO), ...modelCacheRows(calibrationOf)].map((shape) =>
      compared({ ...shape, band: WITHIN.caching }),
    ),
  ];
}

const fitText = ({ parameter, value, meaning, rows: fitted }: Fit): string =>
  `${parameter} = ${value}: ${meaning}; fitted to ${fitted.join(', ')}.`;

/**
 * All rows at the ends of the plausible ranges of constants that have no source.
 *
 * @testonly they stand in the document on throughput
 */
export function judgedRows(): JudgedRow[] {
  const runs = new KnownRuns(SEED);
  return judgementSweep(rowsWith(runs, {}), (changes) => rowsWith(runs, changes));
}

/** Every published figure of the system beside what the statecharts come to. */
export function publishedRows(): Comparison {
  const runs = new KnownRuns(SEED);
  return {
    rows: rowsWith(runs, {}),
    fits: FITS.map(fitText),
    inputs: comparisonInputs((changes) => rowsWith(runs, changes)),
  };
}
