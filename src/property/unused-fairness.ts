import type { Engine } from '../engine/engine.js';
import type { FairnessRule } from '../network/fairness.js';
import { quoted } from '../network/quoted.js';

/** The rules of a network's fairness that nothing was decided by, as phrases: they are likely to name something that there is not. */
export function unusedFairness(engine: Engine): string[] {
  return engine.network.fairness.units
    .filter((rule) => !isUsed(engine, rule))
    .map((rule) => `the rule of fairness for ${phraseOf(rule)}`);
}

function isUsed(engine: Engine, rule: FairnessRule): boolean {
  // Stimuli are looked for when the network is defined.
  if ('stimulus' in rule) return true;
  if ('component' in rule) {
    const { locals, interpreter } = engine.components[engine.indexOf(rule.component)]!;
    const { timer } = rule;
    return locals.some(({ timers }) =>
      timers.some((each) => timer === undefined || interpreter.timerName(each) === timer),
    );
  }
  const { from, to, lane, event } = rule;
  return engine.channels.some(
    (channel) =>
      channel.cell >= 0 &&
      (from ?? channel.from) === channel.from &&
      (to ?? channel.to) === channel.to &&
      (lane ?? channel.spec.lane) === channel.spec.lane &&
      (event === undefined ||
        (channel.spec.kind !== 'fifo' && channel.receiver.events.some(({ type }) => type === event))),
  );
}

function phraseOf(rule: FairnessRule): string {
  return Object.entries(rule)
    .filter(([key]) => key !== 'fairness')
    .map(([key, name]) => `${key} ${quoted(name)}`)
    .join(', ');
}
