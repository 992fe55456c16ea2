import type { ComparedRow, ComparisonInput } from '../../src/check/system.js';
import { type Calibration, CALIBRATED } from '../../src/cloudmatrix/cost/calibration.js';
import { ASCEND_910_DIE, UNIFIED_BUS } from '../../src/cloudmatrix/cost/device.js';
import type { Changes } from './changes.js';

/** Shares, of which there is no more than all. */
const SHARES: readonly (keyof Calibration)[] = [
  'gemmEfficiency',
  'decodeAttentionEfficiency',
  'prefillAttentionEfficiency',
  'cacheReadEfficiency',
  'weightReadEfficiency',
  'sharedHbmEfficiency',
  'combineIssueShare',
  'bucketEfficiency',
];

/** Factors that are never below 1. */
const FACTORS: readonly (keyof Calibration)[] = [
  'exposedCollectives',
  'prefillSlowdown',
  'prefillInterference',
];

/** Whole numbers. */
const COUNTS: readonly (keyof Calibration)[] = ['linkCores', 'weightReaders'];

function scaled(name: keyof Calibration, factor: number): number {
  const value = (CALIBRATED[name] as number) * factor;
  if (SHARES.includes(name)) return Math.min(1, value);
  if (FACTORS.includes(name)) return Math.max(1, value);
  return COUNTS.includes(name) ? Math.round(value) : value;
}

const { int8OpsPerSecond, bf16OpsPerSecond, hbmBytesPerSecond, aivWriteBytesPerSecond } = ASCEND_910_DIE;
const { linkBytesPerSecond, writeBytesPerSecond, latencyNs, leastLatencyNs } = UNIFIED_BUS;
const both = ({ inNode, crossNode }: typeof latencyNs, factor: number) => ({
  inNode: inNode * factor,
  crossNode: crossNode * factor,
});

const OF_HARDWARE: Readonly<Record<string, (factor: number) => Changes>> = {
  int8OpsPerSecond: (factor) => ({ device: { int8OpsPerSecond: int8OpsPerSecond * factor } }),
  bf16OpsPerSecond: (factor) => ({ device: { bf16OpsPerSecond: bf16OpsPerSecond * factor } }),
  hbmBytesPerSecond: (factor) => ({ device: { hbmBytesPerSecond: hbmBytesPerSecond * factor } }),
  aivWriteBytesPerSecond: (factor) => ({
    device: { aivWriteBytesPerSecond: aivWriteBytesPerSecond * factor },
  }),
  linkBytesPerSecond: (factor) => ({ network: { linkBytesPerSecond: linkBytesPerSecond * factor } }),
  writeBytesPerSecond: (factor) => ({ network: { writeBytesPerSecond: both(writeBytesPerSecond, factor) } }),
  // No row depends on the least, but a latency below it is none.
  latencyNs: (factor) => ({
    network: {
      latencyNs: both(latencyNs, factor),
      leastLatencyNs: both(leastLatencyNs, Math.min(1, factor)),
    },
  }),
};

/** Every number that the simulation starts from: of the hardware, and of the calibration. */
export function comparisonInputs(rowsWith: (changes: Changes) => readonly ComparedRow[]): ComparisonInput[] {
  const numbers = Object.entries(CALIBRATED).filter(([, value]) => typeof value === 'number');
  return [
    ...Object.entries(OF_HARDWARE).map(([name, changed]) => ({
      name,
      rowsAt: (factor: number) => rowsWith(changed(factor)),
    })),
    ...numbers.map(([name]) => ({
      name,
      rowsAt: (factor: number) =>
        rowsWith({ calibration: { [name]: scaled(name as keyof Calibration, factor) } }),
    })),
  ];
}
