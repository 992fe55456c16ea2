import type { SimulatedSystem } from '../../../src/check/system.js';
import { describedParts, refuseWrongDescription } from '../description.js';
import { idleNotes, sampleNotes } from '../parameters.js';
import { ofFirstDies } from '../pipeline/run.js';
import { prefillRun } from './instance.js';
import { prefillSystemOutcome } from './outcome.js';
import { parameters } from './parameters.js';
import { runPrefillWatched } from './run.js';

/** The prefill instance, as `simulate prefill` runs it. */
export const prefill: SimulatedSystem = {
  noun: 'system',
  name: 'prefill',
  title: 'Prefill: SP-TP-SP attention, two microbatches over AIC, AIV and SDMA of each die',
  parameters,
  faults: {},
  refuseDescription: refuseWrongDescription,
  simulate: async (configuration, { seed, description, onSpan, timelineOwners, ...watch }) => {
    const { cost, options } = prefillRun(configuration, seed, description);
    const outcome = await runPrefillWatched(
      cost,
      onSpan === undefined
        ? options
        : { ...options, onSpan: ofFirstDies(onSpan, timelineOwners ?? options.dies!) },
      watch,
    );
    const said = prefillSystemOutcome(cost, outcome, options.dies!);
    return {
      ...said,
      notes: [
        ...said.notes,
        ...sampleNotes(options, cost.instance.ranks),
        ...describedParts(description, cost.instance),
        ...idleNotes(configuration, parameters, {
          plane: configuration.reused === 0 ? 'nothing is reused (reused is 0)' : undefined,
        }),
      ],
    };
  },
};
