import type { AnyEventObject } from 'xstate';
import { described } from './described.js';
import { CheckError } from './errors.js';
import { refuseUnknownKeys } from './known-keys.js';
import type { PropertyTelling, Variable, View } from './property.js';
import type { Step } from './step.js';

/**
 * The words of a network, for its counterexamples. All of it is optional: a function that is left out, or gives `undefined`, leaves what it would
 * tell to labels, ids and records. They are asked about states of a counterexample only, and decide nothing.
 */
export interface Wording {
  /**
   * What happens in a step, as a main clause with its subject: `die 0 stores token 0 into die 1's slot 2`.
   *
   * @param after the state that it leads to; `undefined` of a step that fails
   */
  readonly step?: (step: Step, before: View, after: View | undefined) => string | undefined;
  /**
   * What a component has come to from one state to a later one, as `step` tells it: `die 0 dispatches microbatch 0`. It is asked about components
   * that are a part of no other.
   */
  readonly move?: (component: string, before: View, after: View) => string | undefined;
  /** Where a variable is: `die 1's combine half 0, slot 0`. This and the next two are also asked about what holds several of them, and about parts of one: `path` tells. */
  readonly place?: (component: string, path: readonly string[]) => string | undefined;
  /** What a variable's value is: `the result for token 0`. `value` is `undefined` where there is no such variable. */
  readonly cell?: (component: string, path: readonly string[], value: unknown) => string | undefined;
  /** What became of a variable in a step, as a participle: `written`, `read`, `overwritten`. */
  readonly change?: (
    component: string,
    path: readonly string[],
    before: unknown,
    after: unknown,
    step: Step,
  ) => string | undefined;
  /** What a component has emitted for properties to see: `die 0 sums token 1 of the results of experts 0 and 2`. */
  readonly observed?: (component: string, event: AnyEventObject) => string | undefined;
}

/** Something that a component waits for. */
export interface WaitsFor {
  /** Ids of the components that could give it, as things stand. None: nobody will. */
  readonly of: readonly string[];
  /** What the component does about it, after its name: `polls status.0, cell 1: the flag of die 1`. */
  readonly words: string;
  /**
   * The event that would end the wait, if need be together with those of the component's other waits, and who would have to receive it: the
   * component itself, or one that answers it. It is what the trace is looked through for: where it was sent, and what became of it.
   */
  readonly given?: { readonly to: string; readonly event: AnyEventObject };
  /** Ids of the components that would have given it, and will not any more: since when the first is in its present state is told behind the words. */
  readonly gone?: readonly string[];
  /** The first of `of` has it while it is in its present state: since when that is so is told behind the words. */
  readonly isHeld?: boolean;
}

/** What a network tells of itself beside what it does. All of it is optional, see `Wording`. */
export interface NetworkTelling<V = View> {
  readonly describe?: Wording;
  /** The groups that a component belongs to, from the outermost to the innermost: `['die 0', 'microbatch 1']`. */
  readonly group?: (component: string) => readonly string[];
  /** The variable that a violated property speaks of, where the property itself does not say. `cause` is as of `PropertyTelling.about`. */
  readonly subject?: (property: string, view: V, cause?: AnyEventObject) => Variable | undefined;
  /** What a component waits for in a state in which nothing can happen to it any more. */
  readonly waitsFor?: (view: V, component: string) => readonly WaitsFor[];
}

const WORDING: readonly (keyof Wording)[] = ['step', 'move', 'place', 'cell', 'change', 'observed'];

/** @throws CheckError for what is there and no function */
export function refuseWrongTelling(telling: NetworkTelling, where: string): void {
  const { describe } = telling;
  if (describe !== undefined) refuseUnknownKeys(describe, WORDING, `${where}, in its \`describe\`,`);
  const functions = [
    ...WORDING.map((key) => [`describe.${key}`, describe?.[key]] as const),
    ...(['group', 'subject', 'waitsFor'] as const).map((key) => [key, telling[key]] as const),
  ];
  for (const [key, value] of functions) {
    if (value === undefined || typeof value === 'function') continue;
    throw new CheckError(`${where} has a \`${key}\` that is ${described(value)}; give a function.`);
  }
}

/** @throws CheckError for what is there and of another type */
export function refuseWrongPropertyTelling(
  { sentence, section, about }: PropertyTelling,
  where: string,
): void {
  for (const [key, value] of Object.entries({ sentence, section })) {
    if (value === undefined || typeof value === 'string') continue;
    throw new CheckError(`${where} has a \`${key}\` that is ${described(value)}; give a text.`);
  }
  if (about === undefined || typeof about === 'function') return;
  throw new CheckError(`${where} has an \`about\` that is ${described(about)}; give a function of the view.`);
}
