import { explain } from '../counterexample/explain/explain.js';
import type { ExplainedFault, Explanation } from '../counterexample/explain/explanation.js';
import { graveness } from '../counterexample/explain/property-kinds.js';
import type { Finding, Violation } from '../property/violation.js';
import { PlainNetwork } from '../reference/plain-network.js';
import { byTrace, type OfNetwork } from './same-trace.js';
import type { Chosen } from './subject.js';

/** Steps, and components in all of their states, that are explained: a trace that nobody made small may be of any length. */
const STEPS_MAX = 5_000;
const LOCALS_MAX = 4_000_000;

/** Evidence with explanations: one for those of the same steps, which is of the gravest of them. */
export function explained<T extends OfNetwork>(
  chosen: Chosen,
  evidence: readonly T[],
): readonly (T & { readonly explanation?: Explanation })[] {
  const found = new Map<T, Explanation>();
  for (const group of byTrace(evidence)) {
    const [gravest, ...others] = group
      .map(({ violation }) => violation)
      .toSorted((one, other) => graveness(chosen.network, one) - graveness(chosen.network, other));
    const explanation = explanationOf(chosen, gravest!, others);
    if (explanation !== undefined) for (const each of group) found.set(each, explanation);
  }
  return evidence.map((each) => {
    const explanation = found.get(each);
    return explanation === undefined ? each : { ...each, explanation };
  });
}

/** The explanation of a violation; `undefined` where there are too many steps, and where the start fails, so that there is no state to tell of. @param others what the same steps violate beside it */
export function explanationOf(
  chosen: Chosen,
  violation: Violation,
  others: readonly Finding[],
): Explanation | undefined {
  const { network } = chosen;
  const { length } = violation.steps;
  if (length > STEPS_MAX || length * network.componentIds.length > LOCALS_MAX) return undefined;
  if (length === 0 && failsAtStart(chosen, violation)) return undefined;
  const also = others.map(({ property, message }) => ({ property, message }));
  return explain(network, violation, { faults: faultsOf(chosen), also });
}

function failsAtStart({ network }: Chosen, { initial }: Violation): boolean {
  const start = new PlainNetwork(network).initialStates()[initial];
  return start !== undefined && 'property' in start;
}

/** The faults that a network has, with what is known of them. */
function faultsOf({ family, subject }: Chosen): ExplainedFault[] {
  return subject.faults.map((id) => {
    const { title, link } = family.faults[id]!;
    return { id, title, link };
  });
}
