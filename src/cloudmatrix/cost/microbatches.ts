import { DecodeCost, type DecodeInstance } from './decode-cost.js';

/**
 * How many microbatches the paper's own mode has: two at every batch but the smallest, whose published step is shorter than reading all weights twice
 * takes (`pipelineSequencesMin` of `src/cloudmatrix/paper/judgements.ts`).
 */
export function paperMicrobatches({ sequences, calibration }: DecodeInstance): 1 | 2 {
  return sequences > 1 && sequences >= calibration.pipelineSequencesMin ? 2 : 1;
}

/**
 * How many microbatches a scheduler would choose: two where the pipeline's layer, twice its longer stream, is shorter than the layer of a
 * single microbatch. With few sequences reading the weights twice costs more than is hidden.
 */
export function chosenMicrobatches(instance: DecodeInstance): 1 | 2 {
  const timeOf = (microbatches: 1 | 2) => {
    const cost = new DecodeCost(instance, microbatches);
    const attention = cost.attention('moe').ns;
    const moe = cost.dispatch().ns + cost.experts(cost.meanLoad).ns + cost.combine().ns;
    return microbatches === 2 ? 2 * Math.max(attention, moe) : attention + moe;
  };
  return instance.sequences > 1 && timeOf(2) < timeOf(1) ? 2 : 1;
}
