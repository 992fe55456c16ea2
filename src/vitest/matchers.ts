import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { isMachine, isNetworkOrFamily } from '../load/kinds.js';
import { CheckError } from '../network/errors.js';
import { askThread } from './ask-thread.js';
import { keepTest, type MatcherPlace, type MatcherResult, refuseWithinAnother } from './awaited.js';
import { EXPECT_OPTIONS, type ExpectOptions, type Judgement, type Question } from './question.js';
import { NetworkReference, referenceFrom } from './reference.js';
import { now, type Seconds, secondsFor, type TimedTest } from './time.js';

/** What Vitest calls a matcher on. */
interface MatcherThis extends MatcherPlace {
  readonly task?: MatcherPlace['task'] & TimedTest;
}

export const matchers = {
  toHold(this: MatcherThis, received: unknown, options?: ExpectOptions) {
    return answered(this, 'toHold', received, () => ({ kind: 'hold' }), options);
  },
  toViolate(this: MatcherThis, received: unknown, property: string, options?: ExpectOptions) {
    const question = () => ({ kind: 'violate', property: named('toViolate', property) }) as const;
    return answered(this, 'toViolate', received, question, options);
  },
  toReach(this: MatcherThis, received: unknown, property: string, options?: ExpectOptions) {
    const question = () => ({ kind: 'reach', property: named('toReach', property) }) as const;
    return answered(this, 'toReach', received, question, options);
  },
  toReplay(this: MatcherThis, received: unknown, file: string | URL, options?: ExpectOptions) {
    return answered(this, 'toReplay', received, () => ({ kind: 'replay', file: pathOf(file) }), options);
  },
};

/** The answer to an expectation, for which its test waits even if it is not told to. */
function answered(
  place: MatcherThis,
  matcher: string,
  received: unknown,
  question: () => Question,
  options?: ExpectOptions,
): Promise<MatcherResult> {
  refuseWithinAnother(place, matcher);
  const answer = judged(place, received, question, options);
  keepTest(place, matcher, answer);
  return answer;
}

async function judged(
  { task }: MatcherThis,
  received: unknown,
  question: () => Question,
  options: ExpectOptions = {},
): Promise<MatcherResult> {
  refuseWrong(options);
  const seconds = secondsFor(options.seconds, task);
  const signal = task?.context?.signal;
  const { answer, text } = await ask(received, question(), options, seconds, signal);
  // Neither the expectation nor its opposite is met.
  if (answer === 'unfinished') throw new Error(text);
  return { pass: answer === 'yes', message: () => text };
}

async function ask(
  received: unknown,
  question: Question,
  options: ExpectOptions,
  seconds: Seconds | undefined,
  signal: AbortSignal | undefined,
): Promise<Judgement> {
  const cwd = process.cwd();
  const subject = typeof received === 'string' ? referenceFrom(cwd, received) : received;
  if (subject instanceof NetworkReference) {
    const { file, name } = subject;
    const shown = shownPath(cwd, file);
    return askThread({ file, shown, name, question, options, seconds, cwd }, signal);
  }
  if (!isNetworkOrFamily(subject)) {
    throw new CheckError(
      `What is expected to hold is ${kindOf(subject)}. Give \`expect\` what \`defineNetwork\` returns, a family, the path of a module, or \`network(import.meta.url, ...)\`.`,
    );
  }
  const deadline = seconds === undefined ? undefined : now() + seconds.search * 1000;
  // A test that names its networks by their modules need not wait for the checker.
  const { judge } = await import('./judge.js');
  return judge(subject, question, options, { deadline, signal, cwd });
}

/** A path as one writes it in the present folder. */
function shownPath(cwd: string, file: string): string {
  const path = relative(cwd, file).split(sep).join('/');
  return path.startsWith('.') ? path : `./${path}`;
}

function named(matcher: string, name: unknown): string {
  if (typeof name === 'string' && name !== '') return name;
  throw new CheckError(
    `\`${matcher}\` is given no name. ${matcher === 'toReplay' ? 'Give the path of a trace.' : 'Give the name of a property.'}`,
  );
}

function pathOf(file: unknown): string {
  if (!(file instanceof URL)) return named('toReplay', file);
  if (file.protocol === 'file:') return fileURLToPath(file);
  throw new CheckError(
    `\`toReplay\` is given '${file.href}', which is no file. Give the path of a trace, or its URL from \`import.meta.url\`.`,
  );
}

/** What somebody may have taken for a network. */
function kindOf(subject: unknown): string {
  if (isMachine(subject)) return 'a machine, and no network';
  return subject instanceof Promise ? 'a promise, which is to be awaited' : 'no network';
}

function refuseWrong(options: unknown): void {
  const names = Object.keys(EXPECT_OPTIONS).join(', ');
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new CheckError(
      `The options of an expectation are ${inspect(options)}; they must be an object with some of ${names}.`,
    );
  }
  const unknown = Object.keys(options).find((key) => !Object.hasOwn(EXPECT_OPTIONS, key));
  if (unknown !== undefined)
    throw new CheckError(`An expectation of a network has no option '${unknown}'; it has ${names}.`);
  const { faults, strict, traceDir } = options as Readonly<Record<keyof ExpectOptions, unknown>>;
  const refuse = (name: keyof ExpectOptions, value: unknown, what: string) => {
    throw new CheckError(`The option ${name} is ${inspect(value)}; it must be ${what}.`);
  };
  if (faults !== undefined && !Array.isArray(faults)) refuse('faults', faults, 'a list of the ids of faults');
  if (strict !== undefined && typeof strict !== 'boolean') refuse('strict', strict, 'true or false');
  if (traceDir !== undefined && typeof traceDir !== 'string')
    refuse('traceDir', traceDir, 'the path of a folder');
}
