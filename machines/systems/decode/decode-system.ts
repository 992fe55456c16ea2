import type { ServiceLevel, SimulatedSystem } from '../../../src/check/system.js';
import { describedParts, refuseWrongDescription } from '../description.js';
import { isStill, jitterOptions } from '../jitter.js';
import { idleNotes, sampleNotes } from '../parameters.js';
import { ofFirstDies } from '../pipeline/run.js';
import { decodeRun } from './instance.js';
import { decodeSystemOutcome } from './outcome.js';
import { parameters } from './parameters.js';
import { runDecodeWatched } from './run.js';

const NO_DRAFTS = 'there are no draft tokens';

/** The decode instance, as `simulate decode` runs it. */
export const decode: SimulatedSystem = {
  noun: 'system',
  name: 'decode',
  title: 'Decode: two microbatches on two streams of each die, with MTP',
  parameters,
  faults: {},
  refuseDescription: refuseWrongDescription,
  simulate: async (configuration, { seed, description, onSpan, timelineOwners, ...watch }) => {
    const { cost, options } = decodeRun(configuration, seed, description);
    const outcome = await runDecodeWatched(
      cost,
      onSpan === undefined
        ? options
        : { ...options, onSpan: ofFirstDies(onSpan, timelineOwners ?? options.dies!) },
      watch,
    );
    const said = decodeSystemOutcome(cost, outcome, options.dies!);
    const hasNoDraft = configuration.mtp === 'on' && cost.instance.tokensPerSequence === 1;
    return {
      ...said,
      notes: [
        ...said.notes,
        ...sampleNotes(options, cost.instance.ranks),
        ...(options.drafts === 'drawn' && cost.instance.tokensPerSequence === 2
          ? [`${(100 * outcome.acceptance).toFixed(1)} % of the draft tokens were accepted, as drawn.`]
          : []),
        ...describedParts(description, cost.instance),
        ...idleNotes(configuration, parameters, {
          acceptance: cost.instance.tokensPerSequence === 1 ? NO_DRAFTS : undefined,
          drafts: cost.instance.tokensPerSequence === 1 ? NO_DRAFTS : undefined,
          attentionAic: cost.microbatches === 1 ? 'a single microbatch has all cores' : undefined,
        }),
        ...(hasNoDraft
          ? [`${cost.instance.model.name} has no layer for draft tokens: it was run without MTP.`]
          : []),
      ],
    };
  },
};

/** The largest batch within a time for each output token. Both dies of an NPU have as many sequences. */
export const decodeServiceLevel: ServiceLevel = {
  system: decode,
  parameter: 'batch',
  multiple: 2,
  figure: 'tpotMs',
  rate: 'tokensPerSecondPerNpu',
  isDrawn: (configuration) =>
    configuration.eplb === 'drawn' ||
    (configuration.drafts === 'drawn' && configuration.mtp === 'on') ||
    !isStill(jitterOptions(configuration)),
  // Two streams that share the HBM may meet less of each other with a larger batch: see docs/throughput.md.
  dip: 0.1,
  option: 'tpot',
  description: 'most milliseconds for each output token',
  shown: [8, 16, 32, 48, 64, 96, 128, 160, 192],
};
