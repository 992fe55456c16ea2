import { type AnyEventObject, setup } from 'xstate';
import type { ComponentSpec } from '../../src/network/network.js';
import type { ChartShape, StateShape, TransitionShape, Words } from './chart-shapes.js';
import { COSTLY, guarding, guardingBoth, performing, performingWithFuel } from './chart-words.js';

/** A state of a chart in the making. */
interface State {
  readonly id: string;
  readonly type: StateShape['kind'] | 'final' | 'history';
  readonly parent: State | undefined;
  readonly shape: StateShape;
  readonly children: State[];
}

/** The chart of one component. */
export class Chart {
  private readonly states: State[] = [];
  private readonly actions = new Map<string, never>();
  private readonly guards = new Map<string, never>();

  constructor(
    private readonly spec: ChartShape,
    private readonly self: string,
    private readonly ids: readonly string[],
  ) {}

  component(): ComponentSpec {
    const root = this.state(this.spec.root, undefined);
    if (this.spec.failsAtStart) this.action('fail at once');
    const config = { ...this.config(root), context: { fuel: this.spec.fuel, c: 0, heard: '' } };
    // Guards that others are made of.
    for (const name of ['fuelled', 'even', 'v 1', 'heard B']) this.guards.set(name, guarding(name));
    const machine = setup({
      actions: Object.fromEntries(this.actions),
      guards: Object.fromEntries(this.guards),
    }).createMachine(config as never) as never;
    return { machine, stimuli: this.spec.stimuli as AnyEventObject[] };
  }

  /** Every state gets an id of its own, so that each may be the target of each. */
  private state(shape: StateShape, parent: State | undefined, type: State['type'] = shape.kind): State {
    const id = parent === undefined ? 'chart' : `n${this.states.length}`;
    const state: State = { id, type, parent, shape, children: [] };
    if (parent !== undefined) this.states.push(state);
    if (type !== shape.kind || type === 'atomic') return state;
    for (const child of shape.children) state.children.push(this.state(child, state));
    if (shape.hasFinal && type === 'compound') state.children.push(this.state(shape, state, 'final'));
    if (shape.history !== undefined) state.children.push(this.state(shape, state, 'history'));
    return state;
  }

  private config(state: State): object {
    const { id, type, shape, children, parent } = state;
    if (type === 'final') return { id, type, entry: this.named(shape.exit) };
    if (type === 'history') return { id, type, history: shape.history, ...this.historyTarget(state) };
    const on = Object.fromEntries(
      shape.on.map(({ descriptor, taken }) => [
        descriptor,
        // A wildcard takes `xstate.done.state.*` too, and may lead to what is done at once.
        taken.length === 0 ? {} : taken.map((transition) => this.transition(transition, descriptor === '*')),
      ]),
    );
    return {
      id,
      ...(type === 'parallel' ? { type } : {}),
      entry: [
        ...this.named(shape.entry),
        ...(parent === undefined && this.spec.failsAtStart ? ['fail at once'] : []),
      ],
      exit: this.named(shape.exit),
      on: parent === undefined ? this.ofWhole(on) : on,
      after: Object.fromEntries(shape.after.map((transition, at) => [at + 1, this.transition(transition)])),
      always: shape.always.map((transition) => this.eventless(transition)),
      ...(children.length === 0
        ? {}
        : {
            onDone: this.transition(shape.onDone, true),
            states: Object.fromEntries(children.map((child) => [child.id, this.config(child)])),
          }),
      ...(type === 'compound'
        ? { initial: { target: children[0]!.id, actions: this.named(shape.initialActions) } }
        : {}),
    };
  }

  /** A parallel state has no initial one, which would be the target otherwise. */
  private historyTarget({ parent, shape: { historyDefault = 0 } }: State): object {
    const { type, children, shape } = parent!;
    if (type === 'compound' && shape.historyDefault === undefined) return {};
    const others = children.filter((child) => child.type !== 'history');
    return { target: others[historyDefault % others.length]!.id };
  }

  /** @param costs the transition can be taken of itself: each time costs fuel */
  private transition({ targets, guard, reenter, actions }: TransitionShape, costs = false): object {
    const isCostly = costs || actions.some(([verb]) => COSTLY.has(verb as string));
    const condition = this.guarded(guard, isCostly);
    const target = this.targets(targets);
    return {
      ...(target.length === 0 ? {} : { target, reenter }),
      ...(condition === undefined ? {} : { guard: condition }),
      actions: [
        ...(isCostly ? [this.action('burn')] : []),
        ...actions.map((words) => this.action(this.spoken(words))),
      ],
    };
  }

  /** Taken when the count is even, which it then is no more: else one would use up all fuel at once. */
  private eventless(transition: TransitionShape): object {
    return this.transition(
      { ...transition, guard: 'even', actions: [['count'], ...transition.actions] },
      true,
    );
  }

  /** Two targets mostly where they are in two regions of one parallel state: elsewhere there are active states then that the value does not name. */
  private targets(numbers: readonly number[]): string[] {
    const special = this.states.filter(({ type }) => type === 'final' || type === 'history');
    if (numbers.length === 2 && numbers[0]! >= 60) {
      const completed = this.states.map(finals).filter(({ length }) => length > 0);
      if (completed.length > 0) return completed[numbers[1]! % completed.length]!;
    }
    const [one, other] = numbers.map((number) => {
      const among = number >= 60 && special.length > 0 ? special : this.states;
      return among[number % among.length]!;
    });
    if (one === undefined) return [];
    if (other === undefined) return [`#${one.id}`];
    const isUnnamed = numbers[1]! % 5 === 0;
    if (meeting(one, other)?.type !== 'parallel' && !isUnnamed) return [`#${one.id}`];
    return [`#${one.id}`, `#${other.id}`];
  }

  private guarded(words: string | undefined, isCostly: boolean): string | undefined {
    if (words === undefined) return isCostly ? 'fuelled' : undefined;
    const [verb, one] = words.split(' ');
    const name = verb === 'in' ? `in ${this.states[Number(one) % this.states.length]!.id}` : words;
    this.guards.set(name, guarding(name));
    if (!isCostly) return name;
    const both = `${name} while fuelled`;
    this.guards.set(both, guardingBoth('fuelled', name));
    return both;
  }

  /** Actions that belong to no transition of their own, so that there is no guard to count them. */
  private named(list: readonly Words[]): string[] {
    return list.map((words) => {
      const name = this.spoken(words);
      if (!COSTLY.has(words[0] as string)) return this.action(name);
      this.actions.set(`${name} while fuelled`, performingWithFuel(name, this.self));
      return `${name} while fuelled`;
    });
  }

  private action(name: string): string {
    this.actions.set(name, performing(name, this.self));
    return name;
  }

  private spoken(words: Words): string {
    const others = this.ids.filter((id) => id !== this.self);
    const named = (number: number) => (number >= 90 ? this.self : others[number % others.length]!);
    return words.map((word) => (typeof word === 'number' ? named(word) : word)).join(' ');
  }

  /** What the whole chart takes: what no state does, too. */
  private ofWhole(on: Readonly<Record<string, object>>): object {
    const { otherwise } = this.spec;
    if (otherwise === undefined) return { ...this.unheardStimuli(), ...on };
    const wildcards = [on['*'] ?? [], { actions: this.named(otherwise) }].flat();
    return { ...on, '*': wildcards };
  }

  /** A stimulus that no state of the chart could take would be a mistake: the whole chart takes it. */
  private unheardStimuli(): object {
    const shapes = [this.spec.root, ...this.states.map(({ shape }) => shape)];
    const descriptors = shapes.flatMap(({ on }) => on.map(({ descriptor }) => descriptor));
    const isHeard = (type: string) =>
      descriptors.some(
        (one) => one === type || one === '*' || (one.endsWith('.*') && type.startsWith(one.slice(0, -1))),
      );
    const unheard = this.spec.stimuli.filter(({ type }) => !isHeard(type));
    return Object.fromEntries(unheard.map(({ type }) => [type, { actions: this.named([['count']]) }]));
  }
}

/** Final states that complete a parallel state, one for each of its regions; none where that is impossible. */
function finals({ type, children }: State): string[] {
  if (type !== 'parallel') return [];
  const regions = children.filter((child) => child.type !== 'history');
  const found = regions.flatMap((region) =>
    region.children.filter((child) => child.type === 'final').slice(0, 1),
  );
  return found.length === regions.length ? found.map(({ id }) => `#${id}`) : [];
}

/** The innermost state that both are in, unless one is in the other. */
function meeting(one: State, other: State): State | undefined {
  const around = (state: State): State[] => [
    state,
    ...(state.parent === undefined ? [] : around(state.parent)),
  ];
  const [first, second] = [around(one), around(other)];
  return first.includes(other) || second.includes(one)
    ? undefined
    : first.find((state) => second.includes(state));
}
