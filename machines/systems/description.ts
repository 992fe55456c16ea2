import { z } from 'zod';
import { type Calibration, CALIBRATED } from '../../src/cloudmatrix/cost/calibration.js';
import { describe } from '../../src/cloudmatrix/cost/description.js';
import {
  ASCEND_910_DIE,
  type Device,
  deviceSchema,
  type NetworkDescription,
  networkSchema,
  RDMA,
  UNIFIED_BUS,
} from '../../src/cloudmatrix/cost/device.js';
import { type Model, MODELS, modelSchema } from '../../src/cloudmatrix/cost/model.js';
import type { Configuration } from '../../src/index.js';

const share = z.number().positive().max(1);
const factor = z.number().min(1);
const ns = z.number().nonnegative();

const calibrationSchema = z
  .strictObject({
    gemmEfficiency: share,
    decodeAttentionEfficiency: share,
    prefillAttentionEfficiency: share,
    hbmEfficiency: share,
    exposedCollectives: factor,
    interference: factor,
    expertSpread: z.number().nonnegative(),
    attentionOverheadNs: ns,
    moeOverheadNs: ns,
    gateNs: ns,
    launchNs: ns,
    hasIdealCollectives: z.boolean(),
  })
  .partial();

/** What a user may describe in a file of his own; what is left out is as the tool has it. */
const descriptionSchema = z.strictObject({
  model: modelSchema.optional(),
  device: deviceSchema.optional(),
  network: networkSchema.optional(),
  calibration: calibrationSchema.optional(),
});

export interface Described {
  readonly model: Model;
  readonly device: Device;
  readonly network: NetworkDescription;
  readonly calibration: Calibration;
}

export const NETWORKS: Readonly<Record<string, NetworkDescription>> = { ub: UNIFIED_BUS, rdma: RDMA };

/** Model, device and network of a configuration. @throws CheckError for a description that is wrong */
export function describedBy(configuration: Configuration, description: unknown): Described {
  const own = description === undefined ? {} : describe(descriptionSchema, 'system', description);
  const calibration = Object.fromEntries(
    Object.entries(own.calibration ?? {}).filter(([, value]) => value !== undefined),
  );
  return {
    model: own.model ?? MODELS[String(configuration.model)]!,
    device: own.device ?? ASCEND_910_DIE,
    network: own.network ?? NETWORKS[String(configuration.network)]!,
    calibration: { ...CALIBRATED, ...calibration },
  };
}

/** What is said of a model whose figures are partly guesses. */
export function assumptions({ name, assumed }: Model): string[] {
  return assumed.length === 0 ? [] : [`Of ${name} these values are assumed: ${assumed.join(', ')}.`];
}
