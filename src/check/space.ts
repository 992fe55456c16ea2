import { Engine } from '../engine/engine.js';
import { timerNamesOf } from '../interpreter/machine-copies.js';
import type { Json } from '../counterexample/explain/explanation.js';
import { toJson } from '../counterexample/explain/json.js';
import { machineState } from '../counterexample/explain/machine-state.js';
import type { Step } from '../network/step.js';
import { channelLabel, groupOf } from './space-values.js';
import type { Chosen, Subject } from './subject.js';

/** A network's states and the steps between them as plain data, as far as they are fewer than some limit: breadth first, the initial ones first. */
export interface StateSpace {
  readonly subject: Subject;
  /** No state was left out. */
  readonly isComplete: boolean;
  readonly components: readonly { readonly id: string; readonly group: readonly string[] }[];
  /** Ends are numbers of components. */
  readonly channels: readonly { readonly label: string; readonly from: number; readonly to: number }[];
  /** For each component, then for each channel: what it has been. */
  readonly values: readonly (readonly Json[])[];
  readonly steps: readonly SpaceStep[];
  /** How many of the states are initial. */
  readonly initial: number;
  /** By state: for each component, then for each channel, an index into its `values`. */
  readonly states: readonly (readonly number[])[];
  /** The state that each was found from; -1 for initial ones. */
  readonly parents: readonly number[];
  /** By state: indices of the step and of the state behind it, in turn. */
  readonly edges: readonly (readonly number[])[];
  /** States out of which steps lead to states that were left out. */
  readonly cut: readonly number[];
}

/** A step by its label; components are told by their numbers. */
interface SpaceStep {
  readonly label: string;
  readonly kind: Step['kind'];
  /** Who acts; of a message that is lost, whom it was meant for. */
  readonly actor: number;
  /** Who sent the message. */
  readonly from: number | null;
  /** Type of the event, or the name of the timer; a crash has none. */
  readonly event: string | null;
}

/** What components have been, as JSON, is not longer by much: a page has to be opened. */
const LENGTH_MAX = 4_000_000;

/** Values that are numbered in the order in which they come. */
class Numbered<T> {
  readonly all: T[] = [];
  private readonly known = new Map<unknown, number>();

  has(key: unknown): boolean {
    return this.known.has(key);
  }

  /** @param make called for what is new */
  number(key: unknown, make: () => T): number {
    let number = this.known.get(key);
    if (number === undefined) {
      number = this.all.length;
      this.known.set(key, number);
      this.all.push(make());
    }
    return number;
  }
}

/**
 * The state space of a network. What monitors remember tells states apart, as in an exploration; they are not shown.
 *
 * @param statesMax states that are kept, at least 1
 * @param lengthMax characters of JSON that what components have been is told in: where contexts are large, fewer states are kept
 * @throws CheckError as `explore` does
 */
export function stateSpace(
  { network, subject }: Chosen,
  statesMax: number,
  lengthMax = LENGTH_MAX,
): StateSpace {
  const engine = new Engine(network);
  const { components, channels } = engine;
  const steps = new Numbered<{ readonly label: string; readonly step: Step }>();
  const vectors = new Numbered<Int32Array>();
  const parents: number[] = [];
  const rows: number[][] = [];
  const edges: number[][] = [];
  const cut: number[] = [];
  const names = network.components.map(({ machine }) => timerNamesOf(machine));
  const locals = components.map(() => new Numbered<Json>());
  let length = 0;

  /** For each component the number of what it is in a state. */
  const localsOf = (vector: Int32Array): number[] =>
    components.map((component, at) => {
      const local = vector[component.cell]!;
      return locals[at]!.number(local, () => {
        const json = machineState(component.local(local), names[at]!) as unknown as Json;
        length += JSON.stringify(json).length;
        return json;
      });
    });

  /** The number of a state; none where there is no room for a new one. */
  const add = (vector: Int32Array, parent: number): number | undefined => {
    // Cells of channels that were found since are empty.
    const key = trimmed(vector).join();
    if ((parents.length >= statesMax || length >= lengthMax) && !vectors.has(key)) {
      return undefined;
    }
    const number = vectors.number(key, () => vector.slice());
    if (number === parents.length) {
      parents.push(parent);
      rows.push(localsOf(vector));
    }
    return number;
  };

  for (const { vector, failure } of engine.starts()) if (failure === undefined) add(vector, -1);
  const initial = vectors.all.length;
  for (let state = 0; state < vectors.all.length; state++) {
    const vector = vectors.all[state]!;
    const count = engine.expand(vector);
    const out: number[] = [];
    for (let k = 0; k < count; k++) {
      if (engine.successors.failures.has(k)) continue;
      const next = new Int32Array(engine.cellCount);
      next.set(vector);
      engine.follow(k, next);
      const target = add(next, state);
      const label = engine.label(k);
      if (target !== undefined)
        out.push(
          steps.number(label, () => ({ label, step: engine.step(k) })),
          target,
        );
    }
    if (out.length < 2 * (count - engine.successors.failures.size)) cut.push(state);
    edges.push(out);
  }

  const used = channels.filter(({ cell }) => cell >= 0);
  const contents = used.map(() => new Numbered<Json>());
  const states = vectors.all.map((vector, state) => [
    ...rows[state]!,
    ...used.map((channel, at) => {
      const content = vector[channel.cell] ?? 0;
      return contents[at]!.number(content, () => ({ waiting: channel.messages(content).map(toJson) }));
    }),
  ]);
  const indexOf = (id: string) => engine.indexOf(id);
  return {
    subject,
    isComplete: cut.length === 0,
    components: network.componentIds.map((id) => ({ id, group: groupOf(network, id) })),
    channels: used.map(({ from, to, spec }) => ({
      label: channelLabel(from, to, spec.lane),
      from: indexOf(from),
      to: indexOf(to),
    })),
    values: [...locals, ...contents].map(({ all }) => all),
    steps: steps.all.map(({ label, step }) => ({ label, kind: step.kind, ...endsOf(step, indexOf) })),
    initial,
    states,
    parents,
    edges,
    cut,
  };
}

function endsOf(step: Step, indexOf: (id: string) => number): Pick<SpaceStep, 'actor' | 'from' | 'event'> {
  switch (step.kind) {
    case 'timer':
      return { actor: indexOf(step.component), from: null, event: step.timer };
    case 'stimulus':
      return { actor: indexOf(step.component), from: null, event: step.event.type };
    case 'crash':
      return { actor: indexOf(step.component), from: null, event: null };
    default:
      return { actor: indexOf(step.to), from: indexOf(step.from), event: step.event.type };
  }
}

/** A vector without zeros at its end. */
function trimmed(vector: Int32Array): Int32Array {
  let length = vector.length;
  while (length > 0 && vector[length - 1] === 0) length--;
  return vector.subarray(0, length);
}
