import type { AnyEventObject } from 'xstate';
import { CheckError } from './errors.js';
import { KEYS, refuseUnknownKeys } from './known-keys.js';
import { suggestion } from './nearest.js';

/**
 * What a fair run owes to a unit:
 *
 * - `weak`: if it is enabled from some moment on without a break, it is taken in the end;
 * - `strong`: if it is enabled again and again, it is taken again and again;
 * - `none`: nothing; it may be left out for ever.
 */
export type Fairness = 'none' | 'weak' | 'strong';

/**
 * What fairness is about:
 *
 * - each timer that is pending (component, id, event and addressee of a delayed message);
 * - the head of each `fifo` (sender, receiver, lane); each different message of a `bag`; each different message of a `set` whose delivery would change
 *   something.
 *
 * Stimuli, losses, duplications and crashes are no units: the environment owes nothing.
 */
export type FairUnit =
  | { readonly kind: 'timer'; readonly component: string; readonly timer: string }
  | {
      readonly kind: 'deliver';
      readonly from: string;
      readonly to: string;
      readonly lane: string;
      readonly event: AnyEventObject;
    };

/** Which units a rule is about: timers of a component, or what is delivered. What is left out may be any. `Ids` are the ids of the components. */
export type FairnessRule<Ids extends string = string> = { readonly fairness: Fairness } & (
  | {
      readonly component: Ids;
      /** As labels of steps name it. */
      readonly timer?: string;
    }
  | {
      readonly from?: Ids;
      readonly to?: Ids;
      readonly lane?: string;
      /** The type of the message; not for a `fifo`, whose head is one unit whatever it is. */
      readonly event?: string;
    }
);

/** For all units alike; or the first rule that a unit fits decides, then `default` (`weak` if left out). */
export type FairnessSpec<Ids extends string = string> =
  Fairness | { readonly default?: Fairness; readonly units: readonly FairnessRule<Ids>[] };

/** The rules of a network, validated. */
export interface ResolvedFairness {
  readonly default: Fairness;
  readonly units: readonly FairnessRule[];
}

const KINDS: readonly Fairness[] = ['none', 'weak', 'strong'];

/** Every unit is weakly fair. */
export const WEAK_FAIRNESS: ResolvedFairness = { default: 'weak', units: [] };

/** Which rule decides about a unit: its index; -1 for the default. */
export function ruleFor({ units }: ResolvedFairness, unit: FairUnit): number {
  return units.findIndex((rule) => {
    if ('component' in rule)
      return (
        unit.kind === 'timer' &&
        rule.component === unit.component &&
        (rule.timer === undefined || rule.timer === unit.timer)
      );
    return (
      unit.kind === 'deliver' &&
      (rule.from === undefined || rule.from === unit.from) &&
      (rule.to === undefined || rule.to === unit.to) &&
      (rule.lane === undefined || rule.lane === unit.lane) &&
      (rule.event === undefined || rule.event === unit.event.type)
    );
  });
}

/** What a fair run owes to a unit. */
export function fairnessOf(fairness: ResolvedFairness, unit: FairUnit): Fairness {
  return fairness.units[ruleFor(fairness, unit)]?.fairness ?? fairness.default;
}

/** @throws CheckError for a kind of fairness, a key or a component that there is not */
export function resolveFairness(
  network: string,
  spec: FairnessSpec | undefined,
  componentIds: readonly string[],
): ResolvedFairness {
  if (spec === undefined) return WEAK_FAIRNESS;
  const where = `The fairness of network '${network}'`;
  if (typeof spec === 'string') return { default: requireKind(spec, where), units: [] };
  refuseUnknownKeys(spec, KEYS.fairness, where);
  if (!Array.isArray(spec.units))
    throw new CheckError(
      `${where} has no list of \`units\`; give one of rules, or one word for all: ${KINDS.join(', ')}.`,
    );
  spec.units.forEach((rule: FairnessRule, at) =>
    validateRule(rule, `${where}, in rule ${at + 1},`, componentIds),
  );
  return { default: requireKind(spec.default ?? 'weak', where), units: spec.units };
}

function requireKind(kind: Fairness, where: string): Fairness {
  if (KINDS.includes(kind)) return kind;
  throw new CheckError(
    `${where} is '${String(kind)}'; use one of ${KINDS.join(', ')}.${suggestion(String(kind), KINDS)}`,
  );
}

function validateRule(rule: FairnessRule, where: string, componentIds: readonly string[]): void {
  refuseUnknownKeys(rule, KEYS.fairnessRule, where);
  requireKind(rule.fairness, where);
  const keys = Object.keys(rule);
  const isTimer = keys.includes('component') || keys.includes('timer');
  const isDelivery = ['from', 'to', 'lane', 'event'].some((key) => keys.includes(key));
  if (isTimer && (isDelivery || !('component' in rule))) {
    throw new CheckError(
      `${where} must be about timers (\`component\`, and \`timer\` or not) or about deliveries (\`from\`, \`to\`, \`lane\`, \`event\`), not both.`,
    );
  }
  const { component, from, to } = rule as { component?: string; from?: string; to?: string };
  for (const id of [component, from, to]) {
    if (id === undefined || componentIds.includes(id)) continue;
    throw new CheckError(
      `${where} names '${String(id)}', which is not a component; the components are ${componentIds.join(', ')}.${suggestion(String(id), componentIds)}`,
    );
  }
}
