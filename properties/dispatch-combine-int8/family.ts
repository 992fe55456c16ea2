import { numbersOf, parameters } from '../../machines/networks/dispatch-combine-int8/parameters.js';
import { refuse, shapeOf } from '../../machines/networks/dispatch-combine/parameters.js';
import { DispatchCombineWiring } from '../../machines/networks/dispatch-combine/wiring.js';
import { int8Faults } from '../../src/cloudmatrix/int8/wrong/arithmetics.js';
import {
  type Configuration,
  defineNetwork,
  type Fault,
  type Network,
  type NetworkFamily,
  patched,
} from '../../src/index.js';
import { dispatchCombineProperties } from '../dispatch-combine/claims.js';
import { dispatchCombine } from '../dispatch-combine/family.js';
import { dispatchCombineFaults } from '../dispatch-combine/faults.js';
import { numberProperties } from './claims.js';

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
    configuration: { expertsPerDie: 1, topK: 1, routing: 'any', ...dispatchCombineFaults.C10.configuration },
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
      const { title, link, patch } = origin[id]!;
      return [id, { title, link, ...harm, ...(patch === undefined ? {} : { patch }) }];
    }),
  );
}

function build(configuration: Configuration, faultIds: ReadonlySet<string>): Network {
  const ofArithmetic = [...faultIds].filter((id) => Object.hasOwn(ARITHMETIC_FAULTS, id));
  const numbers = numbersOf(configuration, ofArithmetic);
  const wiring = new DispatchCombineWiring(shapeOf(configuration), numbers);
  const { components, channels } = wiring;
  const properties = [...dispatchCombineProperties(wiring), ...numberProperties(wiring)];
  const network = defineNetwork({ name: 'dispatch-combine-int8', components, channels, properties });
  return patched(network, faults, faultIds);
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
