import type { AnyEventObject } from 'xstate';
import { endedActor, type FromOutside, doneType } from './actors.js';
import { described } from './described.js';
import { CheckError } from './errors.js';
import { KEYS, refuseUnknownKeys } from './known-keys.js';
import { listed, suggestion } from './nearest.js';

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
 * Losses, duplications and crashes are no units: the environment owes nothing. Nor are stimuli, unless a rule says that the environment will send those of
 * a type in the end, or that an actor will come to an end.
 */
export type FairUnit =
  | { readonly kind: 'timer'; readonly component: string; readonly timer: string }
  | {
      readonly kind: 'deliver';
      readonly from: string;
      readonly to: string;
      readonly lane: string;
      /** None for a `fifo`, whose head is one unit whatever it is. */
      readonly event?: AnyEventObject;
    }
  | { readonly kind: 'stimulus'; readonly component: string; readonly stimulus: string }
  /** That the actor of that id ends or fails. */
  | { readonly kind: 'actor'; readonly component: string; readonly actor: string };

/**
 * Which units a rule is about: timers of a component, stimuli of a type, the end of an actor, or what is delivered. What is left out may be any, but for the stimulus and the actor.
 */
export type FairnessRule = { readonly fairness: Fairness } & (
  | {
      readonly component: string;
      /** As labels of steps name it. */
      readonly timer?: string;
    }
  | {
      readonly component: string;
      /** The type of the stimuli: that one of them comes is owed, not which. */
      readonly stimulus: string;
    }
  | {
      readonly component: string;
      /** The id of an actor that the component invokes or spawns: that it comes to an end is owed, not whether it fails. */
      readonly actor: string;
    }
  | {
      readonly from?: string;
      readonly to?: string;
      readonly lane?: string;
      /** The type of the message; not for a `fifo`, whose head is one unit whatever it is. */
      readonly event?: string;
    }
);

/** For all units alike; or the first rule that a unit fits decides, then `default` (`weak` if left out). */
export type FairnessSpec =
  Fairness | { readonly default?: Fairness; readonly units: readonly FairnessRule[] };

/** The rules of a network, validated. */
export interface ResolvedFairness {
  readonly default: Fairness;
  readonly units: readonly FairnessRule[];
}

const KINDS: readonly Fairness[] = ['none', 'weak', 'strong'];

/** Every unit is weakly fair. */
const WEAK_FAIRNESS: ResolvedFairness = { default: 'weak', units: [] };

/** Which rule decides about a unit: its index; -1 for the default. */
export function ruleFor({ units }: ResolvedFairness, unit: FairUnit): number {
  return units.findIndex((rule) => {
    if ('stimulus' in rule)
      return unit.kind === 'stimulus' && rule.component === unit.component && rule.stimulus === unit.stimulus;
    if ('actor' in rule)
      return unit.kind === 'actor' && rule.component === unit.component && rule.actor === unit.actor;
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
      (rule.event === undefined || rule.event === unit.event?.type)
    );
  });
}

/** What a fair run owes to a unit. */
export function fairnessOf(fairness: ResolvedFairness, unit: FairUnit): Fairness {
  const rule = fairness.units[ruleFor(fairness, unit)];
  const isOfEnvironment = unit.kind === 'stimulus' || unit.kind === 'actor';
  return rule?.fairness ?? (isOfEnvironment ? 'none' : fairness.default);
}

/**
 * @param stimuli by component, what the environment may send it
 * @throws CheckError for a kind of fairness, a key, a component or a stimulus that there is not
 */
export function resolveFairness(
  network: string,
  spec: FairnessSpec | undefined,
  stimuli: ReadonlyMap<string, FromOutside>,
): ResolvedFairness {
  if (spec === undefined) return WEAK_FAIRNESS;
  const where = `The fairness of network '${network}'`;
  if (typeof spec === 'string') return { default: requireKind(spec, where), units: [] };
  refuseUnknownKeys(spec, KEYS.fairness, where);
  if (!Array.isArray(spec.units))
    throw new CheckError(
      `${where} has no list of \`units\`; give one of rules, or one word for all: ${KINDS.join(', ')}.`,
    );
  spec.units.forEach((rule: FairnessRule, at) => validateRule(rule, `${where}, in rule ${at + 1},`, stimuli));
  return { default: requireKind(spec.default ?? 'weak', where), units: spec.units };
}

function requireKind(kind: Fairness, where: string): Fairness {
  if (KINDS.includes(kind)) return kind;
  const given = String(kind as unknown);
  throw new CheckError(`${where} is '${given}'; use one of ${KINDS.join(', ')}.${suggestion(given, KINDS)}`);
}

function validateRule(rule: FairnessRule, where: string, stimuli: ReadonlyMap<string, FromOutside>): void {
  refuseUnknownKeys(rule, KEYS.fairnessRule, where);
  requireKind(rule.fairness, where);
  const has = (key: string) => Object.hasOwn(rule, key);
  const kinds = [
    has('timer'),
    has('stimulus'),
    has('actor'),
    ['from', 'to', 'lane', 'event'].some(has),
  ].filter(Boolean).length;
  if (
    kinds > 1 ||
    ((has('timer') || has('stimulus') || has('actor')) && !has('component')) ||
    (has('component') && ['from', 'to', 'lane', 'event'].some(has))
  ) {
    throw new CheckError(
      `${where} must be about timers (\`component\`, and \`timer\` or not), about a stimulus (\`component\` and \`stimulus\`), about the end of an actor (\`component\` and \`actor\`) or about deliveries (\`from\`, \`to\`, \`lane\`, \`event\`).`,
    );
  }
  for (const key of ['component', 'timer', 'stimulus', 'actor', 'from', 'to', 'lane', 'event']) {
    const given: unknown = has(key) ? (rule as Record<string, unknown>)[key] : '';
    if (typeof given !== 'string')
      throw new CheckError(
        `${where} has as its \`${key}\` ${described(given)}; give a text, or leave it out.`,
      );
  }
  const { component, from, to, stimulus, actor } = rule as Partial<Record<string, string>>;
  const componentIds = [...stimuli.keys()];
  for (const id of [component, from, to]) {
    if (id === undefined || componentIds.includes(id)) continue;
    throw new CheckError(
      `${where} names '${id}', which is not a component; the components are ${listed(componentIds)}.${suggestion(id, componentIds)}`,
    );
  }
  if (stimulus === undefined && actor === undefined) return;
  const { types: known, mayBe } = stimuli.get(component!)!;
  const type = stimulus ?? doneType(actor!);
  if (known.includes(type) || mayBe(type)) return;
  if (stimulus === undefined) {
    const actors = [...new Set(known.flatMap((each) => endedActor(each) ?? []))];
    throw new CheckError(
      `${where} names the actor '${actor}', which component '${component}' does not have; it has ${listed(actors)}.${suggestion(actor!, actors)}`,
    );
  }
  throw new CheckError(
    `${where} names the stimulus '${stimulus}', which component '${component}' does not have; it has ${listed(known)}.${suggestion(stimulus, known)}`,
  );
}
