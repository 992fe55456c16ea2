import type { AnyMachineSnapshot } from 'xstate';
import type { AlwaysProperty } from '../../network/property.js';
import type { Variable } from '../../network/property.js';
import { alwaysMessage } from '../../property/messages.js';
import type { PlainState } from '../../reference/plain-state.js';
import { changesOf, valueAt } from './changes.js';
import type { MachineState, Subject } from './explanation.js';
import { toJson } from './json.js';
import { type Read, type Reads, readsOf } from './reads.js';
import type { Run } from './run.js';
import { stateOf } from './state-of.js';

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

/** Components that a claim speaks of, if it takes more than one for it to be false. */
const SUBJECTS_MAX = 4;

/**
 * What a predicate reads that decides: of each component that it reads the last change without which it would still be true; the one that has changed last
 * comes first.
 */
export function readSubjects(run: Run, property: AlwaysProperty): SubjectOfRun[] {
  const reads: Reads = new Map(
    [...readsOf(run.view(run.last), property.holds)].filter(([, read]) => isOfItself(read)),
  );
  const read = [...reads.keys()];
  const last = lastChanged(run, property, reads);
  if (last === undefined) return [];
  const others = read.filter((id) => id !== last.component);
  if (others.length >= SUBJECTS_MAX) return [last.subject];
  const found = others.flatMap((id) => {
    const subject = decisiveChange(run, property, id, reads.get(id)!);
    return subject === undefined ? [] : [subject];
  });
  return [last.subject, ...found];
}

/** Whether something of the component itself is read: what waits for it is not. */
const isOfItself = ({ isState, fields, senders }: Read): boolean =>
  isState || fields.size > 0 || senders.size === 0;

/** The component that has changed last: of several that change in one step the one but for whose change the property would hold. */
function lastChanged(run: Run, property: AlwaysProperty, reads: Reads) {
  for (let n = run.last; n > 0; n--) {
    const changed = [...reads].flatMap(([component, read]) => {
      const subject = changedSubject(run, component, n, read);
      return subject === undefined ? [] : [{ component, subject }];
    });
    const decisive = changed.find(({ subject }) => !isViolatedWithout(run, property, subject.part, n));
    const found = decisive ?? changed[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The last change of a component without which the property would hold. */
function decisiveChange(
  run: Run,
  property: AlwaysProperty,
  id: string,
  read: Read,
): SubjectOfRun | undefined {
  const component = run.recorder.indexOf(id);
  for (let n = run.last; n > 0; n--) {
    const subject = changedSubject(run, id, n, read);
    if (subject !== undefined && !isViolatedWithout(run, property, component, n)) return subject;
  }
  return undefined;
}

/** What changes in a step of what is read of a component. */
function changedSubject(run: Run, component: string, n: number, read: Read): SubjectOfRun | undefined {
  const index = run.recorder.indexOf(component);
  if (run.state(n - 1).locals[index] === run.state(n).locals[index]) return undefined;
  const [old, now] = [n - 1, n].map((at) => partOf(run.state(at), index));
  const paths = changesOf(index, old!, now!).map(([, path]) => path);
  // A context may be read as a whole.
  const isRead = (field: string) => read.fields.has(field) || (read.fields.size === 0 && !read.isState);
  const path =
    paths.find(([first, field]) => first === 'context' && isRead(field!)) ??
    (read.isState ? paths.find(([first]) => first === 'state') : undefined);
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

/** As `PartState`, as far as subjects are concerned. Whether it is done or down is a part of the state that a component is in. */
function partOf(state: PlainState, component: number): MachineState {
  const { context } = state.locals[component]!.snapshot as AnyMachineSnapshot;
  return {
    state: toJson(stateOf(state, component)),
    context: toJson(context ?? {}) as MachineState['context'],
    timers: [],
    isDown: false,
    isDone: false,
  };
}

/** What a subject is in a state; `undefined` where it is not there. */
export function subjectIn(state: PlainState, { part, path }: Subject): unknown {
  const { context = {} } = state.locals[part]!.snapshot as AnyMachineSnapshot;
  // As it is, and not as JSON has it: the network's words are asked about it.
  return valueAt({ ...partOf(state, part), context }, path);
}
