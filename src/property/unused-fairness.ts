import type { Engine } from '../engine/engine.js';
import { type FairnessRule, type FairUnit, ruleFor } from '../network/fairness.js';
import { quoted } from '../network/quoted.js';

/**
 * The rules of a network's fairness that nothing was decided by, as phrases: they are likely to name something that there is not, or stand behind a rule that
 * decides about all that they are about.
 */
export function unusedFairness(engine: Engine): string[] {
  const { fairness } = engine.network;
  if (fairness.units.length === 0) return [];
  const used = new Set(unitsOf(engine).map((unit) => ruleFor(fairness, unit)));
  return fairness.units.flatMap((rule, at) =>
    used.has(at) ? [] : [`the rule of fairness for ${phraseOf(rule)}`],
  );
}

/** What a rule may decide about: stimuli and actors that one names, timers that were pending, and messages of the channels that were used. */
function unitsOf({ network, components, channels }: Engine): FairUnit[] {
  return [
    ...network.fairness.units.flatMap((rule): FairUnit[] => {
      if ('stimulus' in rule)
        return [{ kind: 'stimulus', component: rule.component, stimulus: rule.stimulus }];
      return 'actor' in rule ? [{ kind: 'actor', component: rule.component, actor: rule.actor }] : [];
    }),
    ...components.flatMap(({ id, locals, interpreter }) => {
      // Where timers pile up, each of thousands of local states has as many, and few that differ.
      const timers = new Map<string, string>();
      for (const local of locals) {
        for (const timer of local.timers)
          if (!timers.has(timer.key)) timers.set(timer.key, interpreter.timerName(timer));
      }
      return [...new Set(timers.values())].map((timer): FairUnit => ({
        kind: 'timer',
        component: id,
        timer,
      }));
    }),
    ...channels
      .filter(({ cell }) => cell >= 0)
      .flatMap(({ from, to, spec: { lane, kind }, receiver }): FairUnit[] =>
        kind === 'fifo'
          ? [{ kind: 'deliver', from, to, lane }]
          : receiver.events.map((event) => ({ kind: 'deliver', from, to, lane, event })),
      ),
  ];
}

function phraseOf(rule: FairnessRule): string {
  return Object.entries(rule)
    .filter(([key]) => key !== 'fairness')
    .map(([key, name]) => `${key} ${quoted(name)}`)
    .join(', ');
}
