import { KnownRuns } from '../machines/systems/known-runs.js';
import type { PrefillOutcome } from '../machines/systems/prefill/outcome.js';
import type { ComparedRow, Comparison } from '../src/check/system.js';
import { CALIBRATED, type Fit, FITS } from '../src/cloudmatrix/cost/calibration.js';
import { collectiveTimes, type Collective } from '../src/cloudmatrix/cost/collectives.js';
import { ASCEND_910_DIE, UNIFIED_BUS } from '../src/cloudmatrix/cost/device.js';
import { copiesPerToken, MODELS } from '../src/cloudmatrix/cost/model.js';
import { COLLECTIVE_RANKS, COLLECTIVE_TOKENS } from '../src/cloudmatrix/paper/operators.js';
import { MEASURED_RANKS, PERFORMANCE, type PublishedName } from '../src/cloudmatrix/paper/performance.js';
import type { Configuration } from '../src/index.js';

const SEED = 384;
const NS_PER_US = 1e3;
const NS_PER_MS = 1e6;
const PERCENT = 100;

/** Prompts of the published prefill ablation, and a batch that is small. */
const PROMPTS = [1_024, 2_048, 4_096, 8_192];
const SMALL_BATCH = 2;

/** Bands (docs/paper/timing-model.md): how far a simulated value may be off the published one. */
const WITHIN = {
  throughput: 0.05,
  layer: 0.08,
  stream: 0.1,
  operator: 0.08,
  gainPoints: 5,
  mtpPoints: 8,
} as const;

const describing = (isFitted: boolean) => (isFitted ? undefined : { calibration: { base: 'unfitted' } });

const gain = (better: number, than: number): number => PERCENT * (better / than - 1);

type Simulate = ComparedRow['simulate'];

/** Each published row, with how it is simulated. */
function rows(runs: KnownRuns): ComparedRow[] {
  const decode = (isFitted: boolean, given: Configuration) => runs.decode(given, describing(isFitted));
  const prefill = (isFitted: boolean, given: Configuration) => runs.prefill(given, describing(isFitted));
  const throughput = (isFitted: boolean, given: Configuration) =>
    decode(isFitted, given).tokensPerSecondPerNpu;
  const tpot =
    (batch: number): Simulate =>
    (isFitted) => [decode(isFitted, { batch }).tpotNs / NS_PER_MS];
  const ofBatch =
    (batch: number): Simulate =>
    (isFitted) => [throughput(isFitted, { batch })];
  const layer =
    (mtp: string): Simulate =>
    (isFitted) => [decode(isFitted, { mtp }).layerNs / NS_PER_US];
  const stream =
    (index: 0 | 1): Simulate =>
    (isFitted) => [decode(isFitted, { microbatch: 'on' }).streamNs[index] / NS_PER_US];
  const mtpGain =
    (batch: number): Simulate =>
    (isFitted) => [gain(throughput(isFitted, { batch }), throughput(isFitted, { batch, mtp: 'off' }))];
  const prefillRate =
    (eplb: string): Simulate =>
    (isFitted) => [prefill(isFitted, { eplb }).tokensPerSecondPerNpu];
  const ofPrompts = (of: (with2: PrefillOutcome, with1: PrefillOutcome) => number): Simulate => {
    return (isFitted) =>
      PROMPTS.map((prompt) =>
        of(prefill(isFitted, { prompt }), prefill(isFitted, { prompt, microbatch: 'off' })),
      );
  };
  const { throughput: ofThroughput, layer: ofLayer, stream: ofStream, gainPoints, mtpPoints } = WITHIN;
  return [
    compared('decode-tpot-96', ofThroughput, tpot(96)),
    compared('decode-throughput-96', ofThroughput, ofBatch(96)),
    compared('decode-tpot-8', ofThroughput, tpot(8)),
    compared('decode-throughput-8', ofThroughput, ofBatch(8)),
    compared('decode-layer-mtp', ofLayer, layer('on')),
    compared('decode-layer-no-mtp', ofLayer, layer('off')),
    compared('decode-stream-attention', ofStream, stream(0)),
    compared('decode-stream-moe', ofStream, stream(1)),
    compared('decode-microbatch-gain-96', gainPoints, (isFitted) => [
      gain(throughput(isFitted, { microbatch: 'on' }), throughput(isFitted, { microbatch: 'off' })),
    ]),
    compared('decode-mtp-gain-small-batch', mtpPoints, mtpGain(SMALL_BATCH)),
    compared('decode-mtp-gain-96', mtpPoints, mtpGain(96)),
    compared('prefill-throughput-perfect', ofThroughput, prefillRate('perfect')),
    compared('prefill-throughput-default', ofThroughput, prefillRate('drawn')),
    compared(
      'prefill-microbatch-gain',
      gainPoints,
      ofPrompts((two, one) => gain(two.tokensPerSecondPerNpu, one.tokensPerSecondPerNpu)),
    ),
    compared('prefill-microbatch-layer', gainPoints, (isFitted) => [
      gain(prefill(isFitted, {}).layerNs, prefill(isFitted, { microbatch: 'off' }).layerNs),
    ]),
    ...(['dispatch', 'combine'] as const).flatMap((collective) =>
      MEASURED_RANKS.map((ranks) =>
        compared(`${collective}-ep${ranks}`, WITHIN.operator, () => [collectiveUs(collective, ranks)], ranks),
      ),
    ),
  ];
}

/** The published measurement: 128 tokens of a rank, 9 copies each, with all cores. */
function collectiveUs(collective: Collective, ranks: number): number {
  const model = MODELS['deepseek-r1']!;
  const { startNs, tokenNs } = collectiveTimes(
    {
      collective,
      ranks,
      hidden: model.hidden,
      remoteCopies: copiesPerToken(model) * (1 - 1 / ranks),
      aivShare: 1,
    },
    ASCEND_910_DIE,
    UNIFIED_BUS,
    CALIBRATED,
  );
  return (startNs + COLLECTIVE_TOKENS * tokenNs) / NS_PER_US;
}

function compared(name: PublishedName, band: number, simulate: Simulate, ranks?: number): ComparedRow {
  const { value, unit, source } = PERFORMANCE[name];
  return {
    name,
    unit,
    source,
    published: value,
    band,
    isInPoints: unit === '%',
    fitted: FITS.filter((fit) => fit.rows.includes(name)).map(({ parameter }) => parameter),
    isInput: ranks === COLLECTIVE_RANKS,
    simulate,
  };
}

const fitText = ({ parameter, value, meaning, rows: fitted }: Fit): string =>
  `${parameter} = ${value}: ${meaning}; fitted to ${fitted.join(', ')}.`;

/** Every published figure of the system beside what the statecharts come to. */
export function publishedRows(): Comparison {
  return { rows: rows(new KnownRuns(SEED)), fits: FITS.map(fitText) };
}
