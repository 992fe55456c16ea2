import { prefillMemoryBytes } from '../../../src/cloudmatrix/cost/capacity.js';
import { PrefillCost, type PrefillInstance } from '../../../src/cloudmatrix/cost/prefill-cost.js';
import { CheckError, type Configuration, type Span } from '../../../src/index.js';
import { describedBy } from '../description.js';
import type { JitterOptions } from '../jitter.js';
import { commonOptions } from '../parameters.js';
import { GB } from '../units.js';

/** How batches of prefill are run, beside what they cost. */
export interface PrefillRunOptions {
  /** Dies that are run; where all dies are alike, one tells of all. Default: 1. */
  readonly dies?: number;
  /** Experts equally popular (perfect load balance), or of a popularity that is drawn for each layer. Default: perfect. */
  readonly eplb?: 'perfect' | 'drawn';
  /** As for decode. */
  readonly jitter?: JitterOptions;
  readonly seed?: number;
  readonly onSpan?: (span: Span) => void;
}

/**
 * The prefill instance of a configuration. @throws CheckError where it cannot exist
 *
 * @testonly its bounds are derived by hand
 */
export function prefillInstance(configuration: Configuration, description?: unknown): PrefillInstance {
  const described = describedBy(configuration, description);
  const { tokens, prompt, reused, ep } = configuration as Record<string, number>;
  if (prompt! > tokens!) {
    throw new CheckError(
      `A prompt of ${prompt} tokens is longer than a batch of ${tokens} tokens. Lower prompt, or raise tokens.`,
    );
  }
  if (reused! >= prompt!) {
    throw new CheckError(
      `Of a prompt of ${prompt} tokens at most ${prompt! - 1} can be reused, as the last one is always computed, and ${reused} are asked for. Lower reused, or raise prompt.`,
    );
  }
  const { device } = described;
  const instance = {
    ...described,
    ranks: ep!,
    tokens: tokens! / device.diesPerNpu,
    prompt: prompt!,
    reused: reused!,
    plane: configuration.plane === 'vpc' ? ('vpc' as const) : ('ub' as const),
  };
  const bytes = prefillMemoryBytes(instance);
  if (bytes > device.hbmBytes) {
    throw new CheckError(
      `A die would need ${(bytes / GB).toFixed(2)} GB for weights, and it has ${(device.hbmBytes / GB).toFixed(2)} GB. Raise ep, or choose a smaller model.`,
    );
  }
  return instance;
}

/** What the statecharts run, and how; all dies only where they differ. */
export function prefillRun(
  configuration: Configuration,
  seed: number,
  description?: unknown,
): { readonly cost: PrefillCost; readonly options: PrefillRunOptions } {
  const instance = prefillInstance(configuration, description);
  return {
    cost: new PrefillCost(instance, configuration.microbatch === 'on' ? 2 : 1),
    options: commonOptions(configuration, seed),
  };
}
