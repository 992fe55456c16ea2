import type { AnyMachineSnapshot } from 'xstate';
import type { AlwaysProperty, View } from '../../network/property.js';
import type { Variable } from '../../network/property.js';
import { alwaysMessage } from '../../property/messages.js';
import type { PlainState } from '../../reference/plain-state.js';
import { changesOf, valueAt } from './changes.js';
import type { Json, MachineState, Subject } from './explanation.js';
import { toJson } from './json.js';
import type { Run } from './run.js';

/** A variable that a claim speaks of. */
export interface SubjectOfRun extends Subject {
  /** In the terms of the network, where it is a part of a context. */
  readonly variable: Variable | undefined;
}

/** The variable that the property, or else the network, says it is about. */
export function toldSubject(run: Run): SubjectOfRun | undefined {
  const variable = run.words.subject(run.property, run.view(run.last), run.cause);
  return variable === undefined ? undefined : subjectOf(run, variable);
}

function subjectOf(run: Run, variable: Variable): SubjectOfRun {
  return {
    part: run.recorder.indexOf(variable.component),
    path: ['context', ...variable.path],
    name: run.words.place(variable),
    variable,
  };
}

/**
 * What a predicate reads that has changed last: of the components that it reads, the one but for whose last change it would still be true, and what changed
 * of it.
 */
export function readSubject(run: Run, property: AlwaysProperty): SubjectOfRun | undefined {
  const read = componentsRead(run.view(run.last), property.holds);
  for (let n = run.last; n > 0; n--) {
    const [before, after] = [run.state(n - 1), run.state(n)];
    const changed = read.filter((id) => {
      const index = run.recorder.indexOf(id);
      return before.locals[index] !== after.locals[index];
    });
    const decisive = changed.find((id) => !isViolatedWithout(run, property, run.recorder.indexOf(id), n));
    const component = decisive ?? changed[0];
    if (component !== undefined) return changedSubject(run, component, n);
  }
  return undefined;
}

/** What changes of a component in a step: of its context, if anything does. */
function changedSubject(run: Run, component: string, n: number): SubjectOfRun | undefined {
  const index = run.recorder.indexOf(component);
  const [old, now] = [n - 1, n].map((at) => partOf(run.state(at), index));
  const paths = changesOf(index, old!, now!).map(([, path]) => path);
  const path = paths.find(([first]) => first === 'context') ?? paths[0];
  if (path === undefined) return undefined;
  if (path[0] === 'context') return subjectOf(run, { component, path: path.slice(1) });
  return { part: index, path, name: `${run.label(index)}, its ${path.join('.')}`, variable: undefined };
}

/** Whether the property is violated in the last state, but with a component as it was before a step. */
function isViolatedWithout(run: Run, property: AlwaysProperty, component: number, n: number): boolean {
  const { last } = run;
  const locals = run.state(last).locals.with(component, run.state(n - 1).locals[component]!);
  try {
    return alwaysMessage(property.holds(run.viewOf({ ...run.state(last), locals }))) !== undefined;
  } catch {
    // No run leads to such a state: the predicate need not be able to do with it.
    return true;
  }
}

/** The components that a predicate reads in a state, in order. */
export function componentsRead(view: View, predicate: (view: View) => unknown): string[] {
  const read = new Set<string>();
  const watched = new Proxy(view, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        if (typeof args[0] === 'string') read.add(args[0]);
        return Reflect.apply(value, target, args);
      };
    },
  });
  try {
    predicate(watched);
  } catch {
    // What it has read before is known.
  }
  return [...read];
}

/** As `PartState`, as far as subjects are concerned. */
function partOf(state: PlainState, component: number): MachineState {
  const { snapshot, isDown } = state.locals[component]!;
  const { value, context } = snapshot as AnyMachineSnapshot;
  return {
    state: toJson(value),
    context: toJson(context ?? {}) as MachineState['context'],
    timers: [],
    isDown,
    isDone: snapshot.status === 'done',
  };
}

/** What a subject is in a state; `undefined` where it is not there. */
export function subjectIn(state: PlainState, { part, path }: Subject): Json | undefined {
  return valueAt(partOf(state, part), path);
}
