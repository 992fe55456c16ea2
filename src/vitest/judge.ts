import {
  always,
  asFamily,
  type Chosen,
  choose,
  type Exhausted,
  type ExploreResult,
  exploreConfirmed,
  type Network,
  type NetworkFamily,
  readTrace,
  type ReplayOutcome,
  replayTrace,
  requireWitness,
  type StopSignal,
  type TraceOrigin,
  unseenInAll,
} from '../index.js';
import { OtherStepsError } from '../network/errors.js';
import { growingText, leftText } from '../report/budget-text.js';
import { counted } from '../report/numbers.js';
import { replayText } from '../report/replay-text.js';
import { subjectText } from '../report/subject.js';
import { counterexampleText } from './failure.js';
import type { ExpectOptions, Judgement, Question } from './question.js';
import { now } from './time.js';

/** What a question is answered within. */
export interface Limits {
  /** When to give up, as `now()` tells time; never, if left out. */
  readonly deadline?: number | undefined;
  readonly signal?: StopSignal | undefined;
  /** How a trace names the network; left out where only the test knows where it comes from. */
  readonly origin?: TraceOrigin | undefined;
  readonly cwd: string;
}

interface Asked<Q extends Question = Question> {
  readonly family: NetworkFamily;
  readonly question: Q;
  readonly options: ExpectOptions;
  readonly limits: Limits;
}

const TRACE_DIR_DEFAULT = 'cloudmatrix-check-traces';

/**
 * Answers a question about a network, with pauses in which the test's time-out can come.
 *
 * @throws CheckError for names, parameters and files that there are not
 */
export async function judge(
  subject: Network | NetworkFamily,
  question: Question,
  options: ExpectOptions,
  limits: Limits,
): Promise<Judgement> {
  const asked = { family: asFamily(subject), options, limits };
  switch (question.kind) {
    case 'hold':
      return judgeHolding({ ...asked, question });
    case 'violate':
      return judgeViolation({ ...asked, question });
    case 'reach':
      return judgeReaching({ ...asked, question });
    case 'replay':
      return judgeReplay({ ...asked, question });
  }
}

type PropertyQuestion = Extract<Question, { readonly kind: 'violate' | 'reach' }>;
type ReplayQuestion = Extract<Question, { readonly kind: 'replay' }>;
type ExploreOptions = Parameters<typeof exploreConfirmed>[1];

/** Explores one network. @param isKept whether counterexamples are written: what a test expects is not */
function explored({ options, limits }: Asked, chosen: Chosen, explore: ExploreOptions, isKept: boolean) {
  const { signal, cwd, origin } = limits;
  const { traceDir = TRACE_DIR_DEFAULT, statesMax } = options;
  return exploreConfirmed(
    chosen,
    {
      ...explore,
      reduction: false,
      ...(statesMax === undefined ? {} : { statesMax }),
      ...secondsLeft(limits),
    },
    isKept ? { traceDir, cwd, ...(origin === undefined ? {} : { origin }) } : {},
    { signal },
  );
}

async function judgeHolding(asked: Asked): Promise<Judgement> {
  const { family, options, limits } = asked;
  const { faults = [], parameters, strict = true } = options;
  const { exhaustive } = family;
  const configurations =
    parameters !== undefined ? [parameters] : exhaustive.length === 0 ? [{}] : exhaustive;
  const results: ExploreResult[] = [];
  for (const given of configurations) {
    const chosen = choose(family, given, faults);
    const { result, evidence } = await explored(asked, chosen, {}, true);
    const title = subjectText(chosen.subject);
    if (result.verdict === 'inconclusive') return unfinished(title, result);
    if (result.verdict !== 'holds') {
      const told = evidence.map((each) =>
        counterexampleText(chosen.network, each, limits.origin !== undefined),
      );
      return { answer: 'no', text: [`${title} does not hold.`, ...told, ...unreached(result)].join('\n\n') };
    }
    results.push(result);
  }
  const states = results.reduce((sum, result) => sum + result.states, 0);
  const holds = `${family.name} holds, in all of its ${counted(states, 'state')}`;
  const { vacuous } = unseenInAll(results);
  if (!strict || vacuous.length === 0) return { answer: 'yes', text: `${holds}.` };
  const lines = vacuous.map(
    ({ property, what, why }) => `  ${property === undefined ? what : `${property}: ${what}`}: ${why}`,
  );
  return {
    answer: 'no',
    text: [
      `${holds}, but not all that it claims says something ({ strict: false } accepts that):`,
      ...lines,
    ].join('\n'),
  };
}

/** Witnesses have no counterexample. */
function unreached({ properties, violations }: ExploreResult): string[] {
  const names = properties
    .filter(
      ({ name, verdict }) => verdict === 'violated' && violations.every(({ property }) => property !== name),
    )
    .map(({ name }) => name);
  return names.length === 0 ? [] : [`No state is one of: ${names.join(', ')}; and one must be.`];
}

async function judgeViolation(asked: Asked<PropertyQuestion>): Promise<Judgement> {
  const { property } = asked.question;
  const chosen = choose(asked.family, asked.options.parameters, asked.options.faults);
  const { result, evidence } = await explored(asked, chosen, { until: property }, false);
  const title = subjectText(chosen.subject);
  const verdict = result.properties.find(({ name }) => name === property)?.verdict;
  if (verdict === 'violated') {
    const shown = evidence.find(({ violation }) => violation.property === property);
    const told = shown === undefined ? [] : [counterexampleText(chosen.network, shown, true)];
    return { answer: 'yes', text: [`${title} violates ${property}.`, ...told].join('\n\n') };
  }
  if (verdict !== 'holds') return unfinished(title, result);
  const others = result.violations.map(
    (each) => `${each.property} (after ${counted(each.steps.length, 'step')})`,
  );
  const instead = others.length === 0 ? '' : ` What is violated is ${others.join(', ')}.`;
  return {
    answer: 'no',
    text: `${title} does not violate ${property}: it holds in all of ${counted(result.states, 'state')}.${instead}`,
  };
}

/** To reach a witness is to violate that it is never reached: that ends the search at the first state that is one. */
async function judgeReaching(asked: Asked<PropertyQuestion>): Promise<Judgement> {
  const { property } = asked.question;
  const chosen = choose(asked.family, asked.options.parameters, asked.options.faults);
  const { network } = chosen;
  requireWitness(network, property);
  const never = network.properties.flatMap((each) =>
    each.kind === 'reachable' && each.name === property
      ? [always(property, (view) => !each.reached(view))]
      : [],
  );
  const { result, evidence } = await explored(
    asked,
    { ...chosen, network: { ...network, properties: never } },
    { until: property, progressChecks: false },
    false,
  );
  const title = subjectText(chosen.subject);
  const [way] = evidence.filter(({ violation }) => violation.property === property);
  if (way !== undefined) {
    const steps = way.violation.steps.map((step, index) => `  ${index + 1}. ${step}`);
    return { answer: 'yes', text: [`${title} reaches ${property}:`, ...steps].join('\n') };
  }
  if (result.inconclusive !== undefined) return unfinished(title, result);
  return {
    answer: 'no',
    text: `${title} does not reach ${property}: none of its ${counted(result.states, 'state')} is one.`,
  };
}

function judgeReplay({ family, question, limits }: Asked<ReplayQuestion>): Judgement {
  const trace = readTrace(question.file);
  const { signal } = limits;
  let outcome: ReplayOutcome;
  try {
    outcome = replayTrace(family, trace, {
      ...secondsLeft(limits),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (thrown) {
    if (thrown instanceof OtherStepsError) return { answer: 'no', text: thrown.message };
    throw thrown;
  }
  const isUnfinished = outcome.inconclusive !== undefined || outcome.isUndecided === true;
  const isMet = outcome.isViolated || outcome.isReached;
  return { answer: isUnfinished ? 'unfinished' : isMet ? 'yes' : 'no', text: replayText(outcome) };
}

/** A budget must be more than nothing. */
function secondsLeft({ deadline }: Limits): { readonly secondsMax?: number } {
  return deadline === undefined ? {} : { secondsMax: Math.max(0.001, (deadline - now()) / 1000) };
}

function unfinished(title: string, { states, inconclusive }: ExploreResult): Judgement {
  const { budget, growing, ...left } = inconclusive!;
  const searched = `${title}: inconclusive after ${counted(states, 'state')}.`;
  const why = `${REASONS[budget]}, with ${leftText(left, states)}.`;
  return { answer: 'unfinished', text: [searched, why, ...growingText(growing)].join(' ') };
}

const REASONS: Readonly<Record<Exhausted, string>> = {
  states: 'The budget of states ran out (raise statesMax, or make the network smaller)',
  seconds:
    "The seconds ran out (raise seconds, and the test's time-out above them, or make the network smaller)",
  totalSeconds: 'The total of seconds ran out (raise totalSeconds, or make the network smaller)',
  memory: 'The memory ran out (make the network smaller)',
  interrupted: "The test's time-out came, or it was interrupted",
};
