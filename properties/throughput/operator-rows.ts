import type { ComparedRow } from '../../src/check/system.js';
import type { Calibration } from '../../src/cloudmatrix/cost/calibration.js';
import { type Collective, collectiveTimes, messageBytes } from '../../src/cloudmatrix/cost/collectives.js';
import { copiesPerToken, MODELS } from '../../src/cloudmatrix/cost/model.js';
import { tiledSeconds } from '../../src/cloudmatrix/cost/tiled-product.js';
import {
  COLLECTIVE_RANKS,
  COLLECTIVE_TOKENS,
  COMBINE_US,
  DISPATCH_US,
} from '../../src/cloudmatrix/paper/operators.js';
import {
  MEASURED_PRODUCTS,
  MEASURED_RANKS,
  type PublishedName,
} from '../../src/cloudmatrix/paper/performance.js';
import { type Changes, deviceWith, networkWith } from './changes.js';

const NS_PER_US = 1e3;
const US_PER_S = 1e6;
const GB = 1e9;
const GIB = 2 ** 30;
const PERCENT = 100;

/** A published measurement of an operator by itself. */
export interface OperatorRow {
  readonly name: PublishedName;
  readonly isInput: boolean;
  readonly baseline?: ComparedRow['baseline'];
  readonly simulate: ComparedRow['simulate'];
}

/** Rows on collectives (latencies, and the bandwidth that follows from each), on MLA and on products. */
export function operatorRows(
  calibrationOf: (isFitted: boolean) => Calibration,
  changes: Changes,
): OperatorRow[] {
  const model = MODELS['deepseek-r1']!;
  const device = deviceWith(changes);
  const network = networkWith(changes);
  // The published measurement: 128 tokens of a rank, 9 copies each, with all cores.
  const latencyUs = (collective: Collective, ranks: number, isFitted: boolean): number => {
    const remoteCopies = copiesPerToken(model) * (1 - 1 / ranks);
    const shape = { collective, ranks, hidden: model.hidden, remoteCopies, aivShare: 1 };
    const { startNs, tokenNs } = collectiveTimes(shape, device, network, calibrationOf(isFitted));
    return (startNs + COLLECTIVE_TOKENS * tokenNs) / NS_PER_US;
  };
  // All copies count, and the unit is binary (docs/paper/timing-model.md 1.1).
  const bandwidth = (collective: Collective, us: number): number =>
    (COLLECTIVE_TOKENS * copiesPerToken(model) * messageBytes(collective, model.hidden) * US_PER_S) /
    us /
    GIB;
  const meaning = `as over ${COLLECTIVE_RANKS} ranks`;
  const collectives = (['dispatch', 'combine'] as const).flatMap((collective) =>
    MEASURED_RANKS.flatMap((ranks): OperatorRow[] => {
      const isInput = ranks === COLLECTIVE_RANKS;
      const givenUs = collective === 'dispatch' ? DISPATCH_US : COMBINE_US;
      const baseline = (value: number) => (isInput ? {} : { baseline: { values: [value], meaning } });
      return [
        {
          name: `${collective}-ep${ranks}`,
          isInput,
          ...baseline(givenUs),
          simulate: (isFitted) => [latencyUs(collective, ranks, isFitted)],
        },
        {
          name: `${collective}-bandwidth-ep${ranks}`,
          isInput,
          ...baseline(bandwidth(collective, givenUs)),
          simulate: (isFitted) => [bandwidth(collective, latencyUs(collective, ranks, isFitted))],
        },
      ];
    }),
  );
  const mla: OperatorRow[] = [
    {
      name: 'mla-compute',
      isInput: true,
      simulate: (isFitted) => [PERCENT * calibrationOf(isFitted).prefillAttentionEfficiency],
    },
    {
      name: 'mla-memory',
      isInput: true,
      simulate: (isFitted) => [PERCENT * calibrationOf(isFitted).cacheReadEfficiency],
    },
  ];
  // The mean of these six is the model's efficiency of products; what they differ by is not in it, but for whole tiles.
  const products = MEASURED_PRODUCTS.map(({ name, groups, rows, columns, depth }): OperatorRow => ({
    name,
    isInput: true,
    simulate: (isFitted) => {
      const ofCore = (device.int8OpsPerSecond / device.aic) * calibrationOf(isFitted).gemmEfficiency;
      const shape = { groups, rows: groups * rows, columns, depth };
      const bytes = groups * (rows * depth + columns * depth + 2 * rows * columns);
      return [bytes / tiledSeconds(shape, device.aic, ofCore) / GB];
    },
  }));
  return [...collectives, ...mla, ...products];
}
