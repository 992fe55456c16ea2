import type { ReplayOutcome } from '../check/replay-trace.js';
import { briefText } from '../counterexample/explain/brief/brief.js';
import { budgetText } from './budget-text.js';
import { colouredBrief } from './brief-colours.js';
import type { EvidenceLayout } from './evidence.js';
import { counted } from './numbers.js';
import { PLAIN } from './palette.js';
import { subjectText } from './subject.js';

/** A replay, for a person. */
export function replayText(
  outcome: ReplayOutcome,
  { isFull = false, width, colours = PLAIN }: EvidenceLayout = {},
): string {
  const { subject, module, rendered, explanation, otherProperty, message } = outcome;
  if (outcome.inconclusive !== undefined) {
    const { budget, taken } = outcome.inconclusive;
    const left = counted(outcome.violation.steps.length - taken, 'step');
    return `${subjectText(subject)}: inconclusive. ${budgetText(budget, `${left} left to take`)}`;
  }
  const loaded = module === undefined ? '' : `The network comes from the module ${module}.\n`;
  if (rendered === undefined) return `${loaded}${subjectText(subject)}: ${differenceText(outcome)}`;
  const text =
    isFull || explanation === undefined
      ? `${rendered}${alsoText(outcome)}`
      : colouredBrief(briefText(explanation, width === undefined ? {} : { width }), colours);
  const beside = otherProperty === undefined ? '' : `\n\nThere ${otherProperty} is violated: ${message}.`;
  return `${loaded}${subjectText(subject)}\n${metText(outcome)}${text}${beside}`;
}

/** After how many steps it was so already, where the trace goes on. */
function metText({ violation, isWitness, metAfter }: ReplayOutcome): string {
  if (metAfter === undefined) return '';
  const { property, steps } = violation;
  return `${property} is ${isWitness ? 'reached' : 'violated'} after ${counted(metAfter, 'step')} already; the trace goes on to ${counted(steps.length, 'step')}.\n`;
}

/** What else the steps violate, where they are told one by one. */
function alsoText({ also }: ReplayOutcome): string {
  return also
    .map(({ property, message }) => `\n\nAlso violated, by the same steps: ${property}: ${message}.`)
    .join('');
}

/** What is so in place of what the trace says. */
function differenceText(outcome: ReplayOutcome): string {
  const { violation, isWitness, otherProperty, metAfter, isUndecided, message, reason } = outcome;
  const { property, steps } = violation;
  if (isUndecided && otherProperty === undefined)
    return `inconclusive. All ${counted(steps.length, 'step')} of the trace can still be taken; of ${property}, ${message}.`;
  const met = isWitness ? 'reached' : 'violated';
  const earlier = metAfter === undefined ? '' : `it is ${met} after ${counted(metAfter, 'step')} already; `;
  const still = isWitness || metAfter !== undefined ? '' : ' any more';
  const end =
    otherProperty === undefined
      ? (reason ?? `nothing is violated at their end${still}`)
      : `at their end ${otherProperty} is violated instead: ${message}`;
  return `${property} is not ${met} as the trace says. All of its ${counted(steps.length, 'step')} can still be taken, and ${earlier}${end}.`;
}

/** The object that `replay --json` prints. */
export function replayJson(outcome: ReplayOutcome) {
  const { subject, module, violation, isWitness, isViolated, isReached, deliveries } = outcome;
  const { otherProperty, metAfter, message, inconclusive } = outcome;
  const { network, parameters, faults } = subject;
  const { property, steps, loop } = violation;
  return {
    network,
    ...(module === undefined ? {} : { module }),
    parameters,
    faults,
    property,
    isViolated,
    ...(outcome.isUndecided && { isUndecided: true }),
    ...(isWitness ? { isReached } : {}),
    ...(otherProperty === undefined ? {} : { otherProperty }),
    ...(outcome.also.length === 0 ? {} : { also: outcome.also }),
    ...(metAfter === undefined ? {} : { metAfter }),
    message,
    steps,
    ...(loop === undefined ? {} : { loop }),
    ...(deliveries.some((labels) => labels.length > 0) ? { deliveries } : {}),
    ...(inconclusive === undefined ? {} : { inconclusive }),
    ...(outcome.explanation === undefined ? {} : { explanation: outcome.explanation }),
  };
}
