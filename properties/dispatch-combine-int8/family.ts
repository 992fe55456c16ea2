import { dispatchCombineProperties } from '../dispatch-combine/claims.js';
import { numberProperties } from './claims.js';
import { int8Faults } from '../../src/cloudmatrix/int8/wrong/arithmetics.js';
import {
  type Configuration,
  defineNetwork,
  type Fault,
  type Network,
  type NetworkFamily,
  type Parameter,
} from '../../src/index.js';
import type { Numbers } from '../../machines/moe/numbers.js';
import { channelsOf } from '../../machines/networks/dispatch-combine/channels.js';
import { Plan } from '../../machines/networks/dispatch-combine/wiring.js';
import { dispatchCombine } from '../dispatch-combine/family.js';
import { dispatchCombineFaults } from '../../machines/networks/dispatch-combine/faults.js';
import {
  parameters as protocolParameters,
  refuse,
  shapeOf,
} from '../../machines/networks/dispatch-combine/parameters.js';

/** Two dies with two experts each, of which every token goes to three: the smallest sum whose order can be told. */
const SMALL = { dies: 2, expertsPerDie: 2, topK: 3, tokens: 1, layers: 1, routing: 'balanced' } as const;

const parameters: Readonly<Record<string, Parameter>> = {
  ...withDefaults(protocolParameters, SMALL),
  hidden: { kind: 'integer', min: 1, max: 64, default: 4, description: 'elements of a token' },
  intermediate: {
    kind: 'integer',
    min: 1,
    max: 64,
    default: 3,
    description: "elements of an expert's inner layer",
  },
  experts: {
    kind: 'choice',
    values: ['alike', 'cancelling'],
    default: 'cancelling',
    description:
      'results of one size; or two large ones of three that cancel, which shows in what order they are added',
  },
  numbersSeed: {
    kind: 'integer',
    min: 0,
    max: 65_535,
    default: 0,
    description: 'seed of tokens and weights',
  },
};

function withDefaults(
  all: Readonly<Record<string, Parameter>>,
  defaults: Configuration,
): Record<string, Parameter> {
  return Object.fromEntries(
    Object.entries(all).map(([name, each]) => [
      name,
      Object.hasOwn(defaults, name) ? ({ ...each, default: defaults[name] } as Parameter) : each,
    ]),
  );
}

/** What a fault violates here, and the size at which it does. */
type Harm = Pick<Fault, 'property' | 'configuration'>;

/** Faults of the arithmetic. */
const ARITHMETIC_FAULTS: Readonly<Record<string, Harm>> = {
  'arrival-order': { property: 'sum-to-the-bit' },
  truncation: { property: 'token-within-bound' },
  'hard-swish': { property: 'result-within-bound' },
  // Beside large results that cancel, the bound has room for a small one that is wrong.
  'shared-expert-scaled': { property: 'sum-within-bound', configuration: { experts: 'alike' } },
};

/** Faults of the protocol whose harm shows in the numbers. */
const PROTOCOL_FAULTS: Readonly<Record<string, Harm>> = {
  C10: {
    property: 'sum-to-the-bit',
    configuration: { expertsPerDie: 1, topK: 1, routing: 'any', ...dispatchCombineFaults.C10!.configuration },
  },
};

const faults: Readonly<Record<string, Fault>> = {
  ...described(ARITHMETIC_FAULTS, int8Faults),
  ...described(PROTOCOL_FAULTS, dispatchCombineFaults),
};

/** Each fault as it is told where it comes from. */
function described(
  harms: Readonly<Record<string, Harm>>,
  origin: Readonly<Record<string, Fault>>,
): Record<string, Fault> {
  return Object.fromEntries(
    Object.entries(harms).map(([id, harm]) => {
      const { title, link } = origin[id]!;
      return [id, { title, link, ...harm }];
    }),
  );
}

function build(configuration: Configuration, faultIds: ReadonlySet<string>): Network {
  const numbers: Numbers = {
    hidden: Number(configuration.hidden),
    intermediate: Number(configuration.intermediate),
    experts: configuration.experts as Numbers['experts'],
    seed: Number(configuration.numbersSeed),
    faults: [...faultIds].filter((id) => Object.hasOwn(ARITHMETIC_FAULTS, id)),
  };
  const ofProtocol = new Set([...faultIds].filter((id) => Object.hasOwn(PROTOCOL_FAULTS, id)));
  const plan = new Plan(shapeOf(configuration), ofProtocol, numbers);
  return defineNetwork({
    name: 'dispatch-combine-int8',
    components: Object.fromEntries(plan.components()),
    channels: channelsOf(plan),
    properties: [...dispatchCombineProperties(plan), ...numberProperties(plan)],
  });
}

/**
 * dispatch-combine with numbers in its slots: tokens are quantised by their dies, computed with by the experts, and summed, so that the
 * protocol is seen to carry the INT8 arithmetic through, on every schedule, to the bit.
 */
export const dispatchCombineInt8: NetworkFamily = {
  name: 'dispatch-combine-int8',
  title: 'FusedDispatch, experts and FusedCombine with INT8 numbers in the slots',
  parameters,
  faults,
  refuse,
  build,
  exhaustive: [{}],
  campaign: {
    ranges: {
      ...dispatchCombine.campaign.ranges,
      dies: { min: 2, max: 4 },
      topK: { min: 1, max: 4 },
      expertsPerDie: { min: 1, max: 3 },
      hidden: { min: 1, max: 8 },
      intermediate: { min: 1, max: 8 },
      experts: { values: ['alike', 'cancelling'] },
      numbersSeed: { min: 0, max: 65_535 },
    },
    stepsMax: dispatchCombine.campaign.stepsMax,
  },
};
