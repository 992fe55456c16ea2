import { messageBytes } from './collectives.js';
import type { DecodeInstance } from './decode-cost.js';
import {
  attentionWeights,
  BF16_BYTES,
  cacheBytesPerToken,
  denseElements,
  expertElements,
  type Model,
  vocabularyElements,
} from './model.js';
import { placementOf } from './placement.js';
import type { PrefillInstance } from './prefill-cost.js';

/** Bytes of a die's memory that a decode instance needs: weights, buffers, cache. */
export function decodeMemoryBytes(instance: DecodeInstance): number {
  const { model, ranks, sequences, context, tokensPerSequence, sharedReplicas } = instance;
  const layers = model.layers + (tokensPerSequence === 2 ? 1 : 0);
  const { expertsPerRank } = placementOf(model, ranks, sharedReplicas);
  const tokens = Math.ceil(sequences * tokensPerSequence);
  const buffers = expertsPerRank * bufferBytes(ranks, tokens, model.hidden);
  const cache = layers * sequences * context * cacheBytesPerToken(model);
  return weightBytes(model, layers, expertsPerRank, true) + buffers + cache;
}

/** The same of a prefill instance, of which only the weights are counted; attention's are on every die. */
export const prefillMemoryBytes = ({ model, ranks }: PrefillInstance): number =>
  weightBytes(model, model.layers, placementOf(model, ranks).expertsPerRank, false);

/** @param isAbsorbed matrices of attention that are absorbed are BF16 */
function weightBytes(model: Model, layers: number, expertsPerRank: number, isAbsorbed: boolean): number {
  const { before, after } = attentionWeights(model, isAbsorbed);
  const attention = [...before, after].reduce(
    (sum, { elements, bytesPerElement }) => sum + elements * bytesPerElement,
    0,
  );
  return (
    layers * attention +
    model.denseLayers * denseElements(model) +
    (layers - model.denseLayers) * expertsPerRank * expertElements(model) +
    2 * BF16_BYTES * vocabularyElements(model)
  );
}

/**
 * Bytes of a die's dispatch and combine buffers for one expert: 225 MiB and 420 MiB for 96 tokens and 320 ranks (docs/paper/facts.md 4.3).
 *
 * @testonly the published sizes of the buffers are compared with it
 */
export const bufferBytes = (ranks: number, tokens: number, hidden: number): number =>
  ranks * tokens * (messageBytes('dispatch', hidden) + messageBytes('combine', hidden));
