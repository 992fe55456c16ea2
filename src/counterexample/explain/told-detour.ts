import type { PlainState } from '../../reference/plain-state.js';
import type { PlainSuccessor } from '../../reference/plain-successor.js';
import type { FoundDetour } from './detours.js';
import type { Detour, Missed } from './explanation.js';
import type { Run } from './run.js';

/** A step of a detour, and the states around it. */
interface DetourStep {
  readonly taken: PlainSuccessor;
  readonly before: PlainState;
  readonly after: PlainState;
}

/** A detour as it is told, with its steps. */
export interface ToldDetour extends Detour {
  readonly steps: readonly DetourStep[];
  /** Whether so many of its steps, the first ones, suffice: nothing goes wrong where the others of the trace come behind them, as far as they still can. */
  readonly isEnough: (count: number) => boolean;
}

/** A detour, run on XState itself. `undefined` where XState cannot take it: then it is none. */
export function toldDetour(run: Run, found: FoundDetour): ToldDetour | undefined {
  const { pivot, labels, states, isWithoutLast } = found;
  const steps = stepsOf(run, pivot, labels);
  if (steps === undefined) return undefined;
  const { before, steps: told } = beforeSignal(run, found, steps) ?? { before: pivot, steps };
  return {
    labels,
    isWithoutLast,
    states,
    ...toldAs(run, before, told),
    isEnough: (count) => found.averts(before, labels.slice(0, count)),
  };
}

const toldAs = (run: Run, before: number, steps: readonly DetourStep[]) => ({
  before,
  words: steps.map(({ taken, before: state }) => run.wordsOfOther(taken, state)),
  actors: steps.map((step) => actorOf(run, step)),
  missed: missedOf(run, before, steps),
  steps,
});

/** The steps of a detour from the state before a step on. */
function stepsOf(run: Run, first: number, labels: readonly string[]): DetourStep[] | undefined {
  const { plain } = run.recorder;
  const steps: DetourStep[] = [];
  let before = run.state(first - 1);
  for (const label of labels) {
    const taken = plain!.successor(before, label);
    if (taken === undefined || 'property' in taken.outcome) return undefined;
    steps.push({ taken, before, after: taken.outcome });
    before = taken.outcome;
  }
  return steps;
}

/**
 * Where the pivot is only possible because a message has come from who takes the detour's last step: the detour before that message. After it the pivot may
 * come at any time, so that only before it whoever has sent it can have made sure of anything.
 */
function beforeSignal(
  run: Run,
  { pivot, labels, isWithoutLast, helps }: FoundDetour,
  steps: readonly DetourStep[],
): { readonly before: number; readonly steps: readonly DetourStep[] } | undefined {
  const last = steps.at(-1);
  const since = run.possibleSince(pivot);
  if (last === undefined || isWithoutLast || since === 0) return undefined;
  const signal = run.step(since);
  const whole = (step: Parameters<Run['ownerOf']>[0]) => run.whole(run.ownerOf(step));
  if (signal.taken.step.kind !== 'deliver' || whole(signal) !== whole(last)) return undefined;
  const rest = run.schedule.steps.slice(since - 1, -1).filter((label) => !labels.includes(label));
  const told = stepsOf(run, since, labels);
  if (told === undefined || labels.includes(signal.taken.label)) return undefined;
  return helps(since, [...labels, ...rest]) ? { before: since, steps: told } : undefined;
}

function actorOf(run: Run, { taken: { step } }: DetourStep): number {
  return run.recorder.indexOf('to' in step ? step.to : step.component);
}

/**
 * The first step of a detour that could be taken before the pivot already: of the component that acts in its last step, or else of its groups, from the
 * innermost outwards; or else any.
 */
function missedOf(run: Run, pivot: number, steps: readonly DetourStep[]): Missed | null {
  const last = steps.at(-1);
  if (last === undefined) return null;
  const taken = run.schedule.steps[pivot - 1];
  const possible = steps.filter(({ taken: { label } }) => label !== taken && run.isEnabled(label, pivot - 1));
  const owner = run.groups[actorOf(run, last)]!;
  const isWithin = (step: DetourStep, depth: number) => {
    const groups = run.groups[actorOf(run, step)]!;
    return owner.slice(0, depth).every((group, at) => groups[at] === group);
  };
  const depths = owner.map((_, at) => owner.length - at);
  const missed =
    depths
      .map((depth) => possible.find((step) => isWithin(step, depth)))
      .find((step) => step !== undefined) ?? possible[0];
  if (missed === undefined) return null;
  const { label } = missed.taken;
  const since = run.enabledSince(label, pivot - 1);
  return { label, words: run.wordsOfOther(missed.taken, missed.before), actor: actorOf(run, missed), since };
}
