import { choose, explain, type Explanation, type ExplainOptions } from '../../../src/index.js';
import { catalogue } from '../../../properties/catalogue.js';

/** The counterexample of a fault, which stands with it, explained. */
export function explainedFault(network: string, id: string, options: ExplainOptions = {}): Explanation {
  const family = catalogue.families.find(({ name }) => name === network)!;
  const { property, title, link, counterexample, configuration = {} } = family.faults[id]!;
  const { steps, loop } = counterexample!;
  return explain(
    choose(family, configuration, [id]).network,
    { property, initial: 0, steps, minimality: 'proven shortest', ...(loop === undefined ? {} : { loop }) },
    { faults: [{ id, title, link }], ...options },
  );
}
