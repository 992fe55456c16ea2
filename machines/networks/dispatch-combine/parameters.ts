import { requiredWindowMiB, WINDOW_MIB_DEFAULT } from '../../../src/cloudmatrix/paper/window.js';
import type { Configuration, Parameter } from '../../../src/index.js';
import type { FlagReset } from '../../moe/flags.js';
import { copiesPerToken, expertCount, type Sizes } from '../../moe/placement.js';
import { routingCount } from './routings.js';

/** More routings than this are too many stimuli for one state. */
const ROUTINGS_MAX = 500;

/** The parameters of the network, typed. What each means stands in `parameters`. */
export interface DispatchCombineShape extends Sizes {
  readonly tokens: number;
  readonly layers: number;
  readonly microbatches: number;
  readonly idleDies: number;
  readonly cores: number;
  readonly ubufferSlots: number;
  readonly chunk: number;
  readonly credits: number;
  readonly flaps: number;
  readonly batch: number;
  readonly windowMiB: number;
  readonly buffers: 'two-halves' | 'one-ack' | 'two' | 'one';
  readonly flags: FlagReset;
  readonly combineSignal: 'add' | 'store';
  readonly dispatchTransfer: 'push' | 'pull';
  readonly combineTransfer: 'push' | 'pull';
  readonly paths: 'ordered' | 'unordered';
  readonly placement: 'packed' | 'spread';
  readonly limit: 'none' | 'probe';
  readonly failures: number;
  readonly routing: 'balanced' | 'sampled' | 'any';
  readonly skew: number;
  readonly routingSeed: number;
}

const integer = (min: number, max: number, byDefault: number, description: string): Parameter => ({
  kind: 'integer',
  min,
  max,
  default: byDefault,
  description,
});

const choice = (values: readonly string[], byDefault: string, description: string): Parameter => ({
  kind: 'choice',
  values,
  default: byDefault,
  description,
});

export const parameters: Readonly<Record<keyof DispatchCombineShape, Parameter>> = {
  dies: integer(2, 768, 2, 'dies of the expert-parallel group'),
  tokens: integer(0, 128, 2, 'most tokens of a die in one layer and microbatch'),
  layers: integer(1, 61, 2, 'layers in sequence'),
  sharedDies: integer(0, 256, 0, 'dies, the first ones, that host a replica of the shared expert only'),
  expertsPerDie: integer(1, 40, 1, 'experts that each other die hosts'),
  redundant: integer(0, 256, 0, 'places for experts that hold a second replica of the first ones'),
  topK: integer(1, 16, 1, 'different experts that the gate chooses for a token'),
  microbatches: integer(1, 3, 1, 'microbatches in flight'),
  idleDies: integer(0, 768, 0, 'dies, the first ones, that never have tokens'),
  cores: integer(1, 48, 1, 'AIV cores that send and poll for an operator'),
  ubufferSlots: integer(
    0,
    4,
    0,
    'UBuffer slots of the three-stage send pipeline; 0: its stages are one step',
  ),
  chunk: integer(1, 8, 1, 'copies that one send step posts, where the stages are one step'),
  credits: integer(0, 64, 0, 'writes of a die that may be under way at once; 0: no limit'),
  flaps: integer(0, 2, 0, "times that die 0's link may go down and come back"),
  batch: integer(0, 16_384, 0, 'maxBs that addresses are computed with; 0: as many as tokens'),
  windowMiB: integer(1, 65_536, WINDOW_MIB_DEFAULT, 'HCCL_BUFFSIZE: size of the data window in MiB'),
  buffers: choice(
    ['two-halves', 'one-ack', 'two', 'one'],
    'two-halves',
    'one for each operator in two halves; one for both with read acknowledgement; one each; one for both',
  ),
  flags: choice(
    ['zeroing', 'sense', 'counting'],
    'zeroing',
    'dispatch flags are zeroed after use, alternate between 1 and 0, or count operations',
  ),
  combineSignal: choice(
    ['add', 'store'],
    'add',
    'a result is counted by atomic add, or flagged by a store behind its data',
  ),
  dispatchTransfer: choice(['push', 'pull'], 'push', 'tokens are written to their experts, or read by them'),
  combineTransfer: choice(['push', 'pull'], 'push', 'results are written to their tokens, or read by them'),
  paths: choice(
    ['ordered', 'unordered'],
    'ordered',
    'whether stores of one core to one window become visible in order',
  ),
  placement: choice(['packed', 'spread'], 'packed', 'two dies of the group to a package, or one'),
  limit: choice(
    ['none', 'probe'],
    'none',
    'what a wait does that takes too long: nothing, or probe its peers',
  ),
  failures: integer(0, 768, 0, 'dies, the first ones, that may fail'),
  routing: choice(
    ['balanced', 'sampled', 'any'],
    'any',
    'what the gate may choose: one even routing, a few drawn by routingSeed, or any',
  ),
  skew: integer(0, 100, 0, "per cent of the choices of routing 'sampled' that go to the hottest expert"),
  routingSeed: integer(0, 65_535, 0, "seed of routing 'sampled'"),
};

/** The shape that a configuration describes. */
export function shapeOf(configuration: Configuration): DispatchCombineShape {
  const shape = { ...configuration } as unknown as DispatchCombineShape;
  return { ...shape, batch: shape.batch === 0 ? Math.max(1, shape.tokens) : shape.batch };
}

/** Why no network of this configuration can be built. */
export function refuse(configuration: Configuration): string | undefined {
  return refuseSizes(configuration) ?? refuseWindow(configuration);
}

/** Why a window of this size is not enough. */
export function refuseWindow(configuration: Configuration): string | undefined {
  const shape = shapeOf(configuration);
  const required = requiredWindowMiB({
    ...shape,
    localExperts: shape.expertsPerDie,
    copiesPerToken: copiesPerToken(shape),
  });
  if (required <= shape.windowMiB) return undefined;
  return `the window needs ${Math.ceil(required)} MiB and has ${shape.windowMiB} (windowMiB). Raise windowMiB, or lower batch, dies or expertsPerDie.`;
}

/** Why numbers of dies, experts and tokens do not go together. */
export function refuseSizes(configuration: Configuration): string | undefined {
  const shape = shapeOf(configuration);
  const { dies, sharedDies, idleDies, tokens, topK, redundant, routing, batch } = shape;
  const places = (dies - sharedDies) * shape.expertsPerDie;
  const experts = expertCount(shape);
  if (sharedDies >= dies) {
    return `all ${dies} dies would host the shared expert (sharedDies ${sharedDies}), and none any other. Lower sharedDies.`;
  }
  if (idleDies > dies)
    return `there are ${dies} dies, and ${idleDies} of them (idleDies) would have no tokens. Lower idleDies.`;
  if (redundant > experts) {
    return `${redundant} of ${places} places for experts (redundant) would hold second replicas of ${Math.max(0, experts)} experts. Lower redundant.`;
  }
  if (topK > experts) {
    return `a token needs ${topK} different experts (topK), but there are only ${experts} (places on dies less replicas). Lower topK, sharedDies or redundant, or raise dies or expertsPerDie.`;
  }
  if (routing === 'any' && routingCount(shape) > ROUTINGS_MAX) {
    return `routing 'any' would give each gate ${routingCount(shape)} choices, more than ${ROUTINGS_MAX}. Lower tokens, topK or dies, or use routing 'sampled'.`;
  }
  if (batch < tokens) {
    return `dies have up to ${tokens} tokens, more than the batch of ${batch} that addresses are computed with. Raise batch, or leave it 0.`;
  }
  if (shape.failures > dies) {
    return `there are ${dies} dies, and ${shape.failures} of them (failures) could fail. Lower failures.`;
  }
  if (shape.failures > 0 && shape.limit === 'none') {
    return "a die that fails keeps its peers waiting for ever if waits have no limit. Set limit to 'probe', or failures to 0.";
  }
  return undefined;
}
