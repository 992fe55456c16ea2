import type { Engine } from '../engine/engine.js';
import { type FairnessRule, type FairUnit, ruleFor } from '../network/fairness.js';
import { listed } from '../network/nearest.js';

/** The rules of a network's fairness that decided about no unit: a timer, a lane or a message that is called otherwise, or a rule behind one that fits all of its. */
export function unusedFairness(engine: Engine): { readonly what: string; readonly why: string }[] {
  const { fairness } = engine.network;
  if (fairness.units.length === 0) return [];
  const used = new Set<number>();
  const timers = new Map<string, readonly string[]>();
  for (const unit of unitsOf(engine, timers)) used.add(ruleFor(fairness, unit));
  return fairness.units.flatMap((rule, at) =>
    // That there is such a stimulus was seen to when the network was defined.
    used.has(at) || 'stimulus' in rule
      ? []
      : [
          {
            what: `rule ${at + 1} of \`fairness\`${about(rule)}`,
            why: `it decided about nothing${hint(rule, timers)}`,
          },
        ],
  );
}

/** What a rule says that it is about, so that rules of several configurations are told apart. */
function about({ fairness: _, ...named }: FairnessRule): string {
  const parts = Object.entries(named).map(([key, value]) => `${key} '${String(value)}'`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function hint(rule: FairnessRule, timers: ReadonlyMap<string, readonly string[]>): string {
  if ('component' in rule) {
    const known = timers.get(rule.component) ?? [];
    return known.length === 0
      ? `: '${rule.component}' starts no timers`
      : `: the timers of '${rule.component}' are ${listed(known)}`;
  }
  return 'event' in rule ? '; the head of a fifo is one unit, which no rule with an `event` fits' : '';
}

/** The units that there were, some of them more than once. @param timers is filled with those of each component, as rules name them */
function* unitsOf(engine: Engine, timers: Map<string, readonly string[]>): Generator<FairUnit> {
  for (const component of engine.components) {
    const byKey = new Map<string, string>();
    for (const { timers: pending } of component.locals)
      for (const timer of pending)
        if (!byKey.has(timer.key)) byKey.set(timer.key, component.interpreter.timerName(timer));
    const names = [...new Set(byKey.values())];
    timers.set(component.id, names);
    for (const timer of names) yield { kind: 'timer', component: component.id, timer };
  }
  for (const channel of engine.channels) {
    const { from, to, spec } = channel;
    if (spec.kind === 'sync') continue;
    const unit = { kind: 'deliver', from, to, lane: spec.lane } as const;
    if (spec.kind === 'fifo') yield unit;
    else for (const event of channel.waited()) yield { ...unit, event };
  }
}
