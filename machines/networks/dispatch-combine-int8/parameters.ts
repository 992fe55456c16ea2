import type { Configuration, Parameter } from '../../../src/index.js';
import type { Numbers } from '../../moe/drawn-numbers.js';
import { parameters as protocolParameters } from '../dispatch-combine/parameters.js';

/** Two dies with two experts each, of which every token goes to three: the smallest sum whose order can be told. */
const SMALL = { dies: 2, expertsPerDie: 2, topK: 3, tokens: 1, layers: 1, routing: 'balanced' } as const;

/** Those of dispatch-combine, and what the numbers are drawn by. */
export const parameters: Readonly<Record<string, Parameter>> = {
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

/** The numbers that a configuration describes. */
export function numbersOf(configuration: Configuration): Numbers {
  return {
    hidden: Number(configuration.hidden),
    intermediate: Number(configuration.intermediate),
    experts: configuration.experts as Numbers['experts'],
    seed: Number(configuration.numbersSeed),
  };
}
