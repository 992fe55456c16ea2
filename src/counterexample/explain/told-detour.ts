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
}

/** A detour, run on XState itself. `undefined` where XState cannot take it: then it is none. */
export function toldDetour(
  run: Run,
  { pivot, labels, states, isWithoutLast }: FoundDetour,
): ToldDetour | undefined {
  const { plain } = run.recorder;
  const steps: DetourStep[] = [];
  let before = run.state(pivot - 1);
  for (const label of labels) {
    const taken = plain!.successor(before, label);
    if (taken === undefined || 'property' in taken.outcome) return undefined;
    steps.push({ taken, before, after: taken.outcome });
    before = taken.outcome;
  }
  return {
    before: pivot,
    labels,
    isWithoutLast,
    words: steps.map(({ taken, before }) => run.wordsOfOther(taken, before)),
    actors: steps.map((step) => actorOf(run, step)),
    states,
    missed: missedOf(run, pivot, steps),
    steps,
  };
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
  const possible = steps.filter(
    ({ taken: { label } }) => label !== taken && isEnabled(run, pivot - 1, label),
  );
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
  let since = pivot - 1;
  while (since > 0 && isEnabled(run, since - 1, label)) since--;
  return { label, words: run.wordsOfOther(missed.taken, missed.before), actor: actorOf(run, missed), since };
}

function isEnabled(run: Run, n: number, label: string): boolean {
  return run.recorder.plain!.successor(run.state(n), label) !== undefined;
}
