import { z } from 'zod';
import { DENSE_INTERMEDIATE, EXPERT_INTERMEDIATE, HIDDEN, TOP_K } from '../paper/model.js';
import { AMONG_MISTAKES, areRight, describe } from './description.js';

const count = z.int().positive();
const countOrNone = z.int().nonnegative();

const attentionSchema = z.discriminatedUnion('kind', [
  /** Multi-head latent attention: keys and values are kept as one latent vector and a rotary part. */
  z.strictObject({
    kind: z.literal('mla'),
    heads: count,
    queryRank: count,
    keyValueRank: count,
    ropeSize: count,
    /** Sizes of a head without the rotary part, and of a head's values. */
    headSize: count,
    valueSize: count,
  }),
  /** Grouped-query attention. */
  z
    .strictObject({ kind: z.literal('gqa'), heads: count, keyValueHeads: count, headSize: count })
    .refine(
      ({ heads, keyValueHeads }) => !areRight(count, heads, keyValueHeads) || heads % keyValueHeads === 0,
      {
        ...AMONG_MISTAKES,
        path: ['keyValueHeads'],
        message: 'It must divide the number of heads, as each of them serves as many',
      },
    ),
]);

/** A mixture-of-experts model, as far as its time goes. Weights are INT8 but for those named below; KV and vocabulary are BF16. */
export const modelSchema = z
  .strictObject({
    name: z.string().min(1),
    layers: count,
    /** Of them, those with one dense FFN instead of experts; they come first. */
    denseLayers: countOrNone,
    hidden: count,
    expertIntermediate: count,
    denseIntermediate: count,
    experts: count,
    topK: count,
    sharedExperts: countOrNone,
    vocabulary: count,
    /** Draft tokens of one step of multi-token prediction, that the model has a layer for: 1, or 0 for none. */
    draftTokens: z.int().min(0).max(1),
    attention: attentionSchema,
    /** Fields whose values are not public. */
    assumed: z.array(z.string()),
  })
  .refine(({ layers, denseLayers }) => !areRight(countOrNone, layers, denseLayers) || denseLayers < layers, {
    ...AMONG_MISTAKES,
    path: ['denseLayers'],
    message: 'It must be less than layers: a model without a layer of experts is none that this is about',
  })
  .refine(({ topK, experts }) => !areRight(count, topK, experts) || topK <= experts, {
    ...AMONG_MISTAKES,
    path: ['topK'],
    message: 'It must be as many as there are experts at most, as a token goes to different ones',
  });

export type Model = z.infer<typeof modelSchema>;

/** Bytes of a BF16 number. */
export const BF16_BYTES = 2;

/** DeepSeek-V3 and R1, 671B with 37B active: the model that the paper serves (docs/paper/facts.md 3; sizes from the model's card). */
const DEEPSEEK_R1 = {
  name: 'DeepSeek-R1',
  layers: 61,
  denseLayers: 3,
  hidden: HIDDEN,
  expertIntermediate: EXPERT_INTERMEDIATE,
  denseIntermediate: DENSE_INTERMEDIATE,
  experts: 256,
  topK: TOP_K,
  sharedExperts: 1,
  vocabulary: 129_280,
  draftTokens: 1,
  attention: {
    kind: 'mla',
    heads: 128,
    queryRank: 1_536,
    keyValueRank: 512,
    ropeSize: 64,
    headSize: 128,
    valueSize: 128,
  },
  assumed: [],
} as const;

/**
 * Pangu Ultra MoE, 718B with 39B active (arXiv 2505.04519; docs/paper/facts.md 13.4): layers, hidden size, experts and top-k are public; the rest is
 * assumed to be as in DeepSeek-V3, which gives 718B.
 */
const PANGU_ULTRA_MOE = {
  ...DEEPSEEK_R1,
  name: 'Pangu Ultra MoE',
  hidden: 7_680,
  vocabulary: 153_376,
  assumed: [
    'denseLayers',
    'expertIntermediate',
    'denseIntermediate',
    'sharedExperts',
    'vocabulary',
    'draftTokens',
    'attention',
  ],
};

/**
 * Llama 4 Behemoth: about 2T, 288B active, 16 experts are public; sizes are assumed so that these come out: 100 layers, all with
 * experts, of a hidden size of 16,384.
 */
const LLAMA4_BEHEMOTH = {
  name: 'Llama 4 Behemoth',
  layers: 100,
  denseLayers: 0,
  hidden: 16_384,
  expertIntermediate: 23_040,
  denseIntermediate: 23_040,
  experts: 16,
  topK: 1,
  sharedExperts: 1,
  vocabulary: 202_048,
  draftTokens: 0,
  attention: { kind: 'gqa', heads: 128, keyValueHeads: 8, headSize: 128 },
  assumed: [
    'layers',
    'denseLayers',
    'hidden',
    'expertIntermediate',
    'denseIntermediate',
    'topK',
    'sharedExperts',
    'vocabulary',
    'draftTokens',
    'attention',
  ],
} as const;

const checked = (value: unknown): Model => describe(modelSchema, 'model', value);

/** The models that come with the tool, by the name that `--model` takes. */
export const MODELS: Readonly<Record<string, Model>> = {
  'deepseek-r1': checked(DEEPSEEK_R1),
  'pangu-ultra-moe': checked(PANGU_ULTRA_MOE),
  'llama4-behemoth': checked(LLAMA4_BEHEMOTH),
};

/** Elements of a group of weight matrices that one fused product reads, and their type. */
export interface Weights {
  readonly elements: number;
  readonly bytesPerElement: 1 | 2;
}

/** The weights of a layer's attention, in the order of its products, before attention itself and after it. */
export function attentionWeights({ attention, hidden }: Model, isAbsorbed: boolean) {
  if (attention.kind === 'gqa') {
    const { heads, keyValueHeads, headSize } = attention;
    const before: Weights[] = [int8(hidden * headSize * (heads + 2 * keyValueHeads))];
    return { before, after: int8(heads * headSize * hidden) };
  }
  const { heads, queryRank, keyValueRank, ropeSize, headSize, valueSize } = attention;
  const down =
    hidden * queryRank + queryRank * heads * (headSize + ropeSize) + hidden * (keyValueRank + ropeSize);
  const keysUp = keyValueRank * heads * headSize;
  const valuesUp = keyValueRank * heads * valueSize;
  // Absorbed into queries and results they are batched products over the heads, in BF16; else ordinary ones.
  const up = isAbsorbed ? [bf16(keysUp), bf16(valuesUp)] : [];
  const before = [int8(isAbsorbed ? down : down + keysUp + valuesUp), ...up];
  return { before, after: int8(heads * valueSize * hidden) };
}

const int8 = (elements: number): Weights => ({ elements, bytesPerElement: 1 });
const bf16 = (elements: number): Weights => ({ elements, bytesPerElement: 2 });

/** Elements of one expert, of the dense FFN, and of the vocabulary matrix. */
export const expertElements = ({ hidden, expertIntermediate }: Model): number =>
  3 * hidden * expertIntermediate;
export const denseElements = ({ hidden, denseIntermediate }: Model): number => 3 * hidden * denseIntermediate;
export const vocabularyElements = ({ hidden, vocabulary }: Model): number => hidden * vocabulary;

/** Bytes of keys and values that a token has in a layer's cache. */
export function cacheBytesPerToken({ attention }: Model): number {
  const elements =
    attention.kind === 'mla'
      ? attention.keyValueRank + attention.ropeSize
      : 2 * attention.keyValueHeads * attention.headSize;
  return elements * BF16_BYTES;
}

/** Operations of decode attention for a token and a token of its context, over all heads (with absorbed matrices). */
export function decodeAttentionOps({ attention }: Model): number {
  if (attention.kind === 'gqa') return 4 * attention.heads * attention.headSize;
  const { heads, keyValueRank, ropeSize } = attention;
  return 2 * heads * (2 * keyValueRank + ropeSize);
}

/** The same for prefill, where the matrices are not absorbed. */
export function prefillAttentionOps({ attention }: Model): number {
  if (attention.kind === 'gqa') return 4 * attention.heads * attention.headSize;
  const { heads, headSize, ropeSize, valueSize } = attention;
  return 2 * heads * (headSize + ropeSize + valueSize);
}

/** Copies of a token that dispatch sends: the routed experts and the shared one. */
export const copiesPerToken = ({ topK, sharedExperts }: Model): number => topK + sharedExperts;

/**
 * All weights.
 *
 * @testonly the published number of parameters is compared with it
 */
export function totalElements(model: Model): number {
  const { before, after } = attentionWeights(model, true);
  const attention = before.reduce((sum, { elements }) => sum + elements, after.elements);
  const { layers, denseLayers, experts, sharedExperts } = model;
  return (
    layers * attention +
    denseLayers * denseElements(model) +
    (layers - denseLayers) * (experts + sharedExperts) * expertElements(model) +
    2 * vocabularyElements(model)
  );
}
