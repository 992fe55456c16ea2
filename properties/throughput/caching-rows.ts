import type { PrefillOutcome } from '../../machines/systems/prefill/outcome.js';
import type { ComparedRow } from '../../src/check/system.js';
import type { Calibration } from '../../src/cloudmatrix/cost/calibration.js';
import {
  coldStartSeconds,
  type ModelCache,
  modelCopies,
  switchHitShare,
  switchSeconds,
  warmStartSeconds,
} from '../../src/cloudmatrix/cost/model-load.js';
import { type PublishedName } from '../../src/cloudmatrix/paper/performance.js';
import type { Configuration } from '../../src/index.js';

const NS_PER_MS = 1e6;
const PERCENT = 100;

/** Tokens of a prompt of the evaluation, and those of them that are reused at the published shares. */
const PROMPT = 4_096;
const REUSED = { 0: 0, 12.5: 512, 50: 2_048, 90: 3_686 } as const;
type Share = keyof typeof REUSED;

/** A published figure of the context cache or of the model cache, and how it is simulated. */
export interface CachingRow {
  readonly name: PublishedName;
  readonly simulate: ComparedRow['simulate'];
  readonly mode?: string;
  readonly baseline?: NonNullable<ComparedRow['baseline']>;
  readonly judged?: readonly string[];
  readonly identity?: string;
}

type Prefill = (isFitted: boolean, given: Configuration) => PrefillOutcome;

/** What reuse brings to a prefill instance. A batch has as many tokens at every share, reused ones included, and all prompts of it begin together. */
export function reuseRows(prefill: Prefill, mode: string): CachingRow[] {
  const batch = (isFitted: boolean, share: Share, plane = 'ub') =>
    prefill(isFitted, { prompt: PROMPT, reused: REUSED[share], plane });
  const throughput =
    (share: Share, than: Share): CachingRow['simulate'] =>
    (isFitted) => [
      batch(isFitted, share).tokensPerSecondPerNpu / batch(isFitted, than).tokensPerSecondPerNpu,
    ];
  const change = (isFitted: boolean, share: Share) =>
    batch(isFitted, share).batchNs - batch(isFitted, 0).batchNs;
  const onlyComputing = (values: readonly number[]) => ({
    baseline: { values, meaning: 'what is reused takes no time' },
  });
  const times = ([50, 90] as const).flatMap((share): CachingRow[] => [
    {
      name: `reuse-ttft-${share}`,
      simulate: (isFitted) => [change(isFitted, share) / NS_PER_MS],
      mode,
    },
    {
      name: `reuse-ttft-share-${share}`,
      simulate: (isFitted) => [(PERCENT * change(isFitted, share)) / batch(isFitted, 0).batchNs],
      mode,
    },
  ]);
  return [
    {
      name: 'reuse-throughput-50',
      simulate: throughput(50, 12.5),
      mode,
      ...onlyComputing([(1 - 0.125) / (1 - 0.5)]),
    },
    { name: 'reuse-throughput-90', simulate: throughput(90, 0), mode },
    ...times,
    {
      name: 'reuse-plane',
      simulate: (isFitted) => [batch(isFitted, 90, 'vpc').batchNs / batch(isFitted, 90).batchNs],
      mode,
      baseline: { values: [1], meaning: 'computing hides all loading' },
    },
  ];
}

const CACHES: readonly ModelCache[] = ['none', 'local', 'ems'];
const READERS = { judged: ['weightReaders'] };

/** What a model cache brings. Much of the published table follows from the rest of it, or is a count. */
export function modelCacheRows(calibrationOf: (isFitted: boolean) => Calibration): CachingRow[] {
  const identities = CACHES.flatMap((cache): CachingRow[] => [
    {
      name: `model-copies-${cache}`,
      simulate: () => [modelCopies(cache)],
      identity: 'counted: a copy for each instance, or one',
    },
    {
      name: `model-hit-${cache}`,
      simulate: () => [PERCENT * switchHitShare(cache)],
      identity: 'counted: models in DRAM, of 8',
    },
  ]);
  const cold = CACHES.map((cache): CachingRow => ({
    name: `model-cold-${cache}`,
    simulate: (isFitted) => [coldStartSeconds(cache, calibrationOf(isFitted))],
    ...(cache === 'ems' ? {} : { identity: '8 x 320: all share the bucket' }),
  }));
  const warm = (['local', 'ems'] as const).map((cache): CachingRow => ({
    name: `model-warm-${cache}`,
    simulate: (isFitted) => [warmStartSeconds(cache, calibrationOf(isFitted))],
    ...READERS,
  }));
  const switches = CACHES.map((cache): CachingRow => ({
    name: `model-switch-${cache}`,
    simulate: (isFitted) => [switchSeconds(cache, calibrationOf(isFitted))],
    identity: { none: 'one load: 320', local: '1/8 x 5 + 7/8 x 320', ems: 'a warm start: 5' }[cache],
    ...(cache === 'ems' ? READERS : {}),
  }));
  return [...cold, ...warm, ...switches, ...identities];
}
