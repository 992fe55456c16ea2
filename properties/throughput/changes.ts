import type { Calibration } from '../../src/cloudmatrix/cost/calibration.js';
import {
  ASCEND_910_DIE,
  type Device,
  type NetworkDescription,
  UNIFIED_BUS,
} from '../../src/cloudmatrix/cost/device.js';

/** Values that are taken in the place of the usual ones. */
export interface Changes {
  readonly device?: Partial<Device>;
  readonly network?: Partial<NetworkDescription>;
  readonly calibration?: Partial<Calibration>;
  /** Of rows that were measured in place, and so are run with some: how much longer stages take by chance, in percent. */
  readonly jitterPercent?: number;
}

/** The description of a system with such values. @param isFitted with the fitted numbers, or with none */
export function describing(isFitted: boolean, { device, network, calibration }: Changes) {
  return {
    calibration: { base: isFitted ? 'fitted' : 'unfitted', ...calibration },
    ...(device === undefined ? {} : { device: { base: 'ascend-910', ...device } }),
    ...(network === undefined ? {} : { network: { base: 'ub', ...network } }),
  };
}

export const deviceWith = ({ device }: Changes): Device => ({ ...ASCEND_910_DIE, ...device });
export const networkWith = ({ network }: Changes): NetworkDescription => ({ ...UNIFIED_BUS, ...network });

/** Numbers of a calibration that only one of the systems reads, or none: what does not change is not run again. */
const OF_DECODE: readonly string[] = [
  'decodeAttentionEfficiency',
  'cacheReadEfficiency',
  'sharedHbmEfficiency',
  'exposedCollectives',
  'pipelineSequencesMin',
];
const OF_PREFILL: readonly string[] = [
  'prefillAttentionEfficiency',
  'prefillSlowdown',
  'prefillInterference',
  'expertSpread',
  'gatherBytesPerSecond',
  'blockReadStartNs',
];
const OF_NEITHER: readonly string[] = ['bucketEfficiency', 'weightReaders'];

/** The changes that matter to a system. */
export function changesOf(system: 'decode' | 'prefill', { calibration = {}, ...hardware }: Changes): Changes {
  const others = [...OF_NEITHER, ...(system === 'decode' ? OF_PREFILL : OF_DECODE)];
  const left = Object.entries(calibration).filter(([name]) => !others.includes(name));
  return { ...hardware, ...(left.length === 0 ? {} : { calibration: Object.fromEntries(left) }) };
}
