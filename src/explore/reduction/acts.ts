import type { Engine } from '../../engine/engine.js';
import type { Ahead } from './ahead.js';
import type { OneStep } from './ahead-scope.js';
import type { Dropped } from './conditions.js';
import { actionOfEvent, type LocalActions, Unaskable, UNHANDLED, UNKNOWN } from './local-actions.js';
import type { Pairs } from './pairs.js';

/** Acts of one step at most, the situations in which they are looked at, and how often one component takes part. */
const ACTS_MAX = 400;
const SITUATIONS_MAX = 20_000;
const TURNS_MAX = 4;

/** Something that the step makes a component do: an *act*. What brings it about is part of what it is: acts make a tree. */
export interface Act {
  readonly component: number;
  readonly action: number;
  /** How many acts of the step the component has behind it. */
  readonly turn: number;
  /** The act that brings it about, and the situations of that one in which it does; -1 of the step itself. */
  readonly caller: number;
  readonly called: number[];
  /** Acts that it brings about. */
  readonly children: number[];
  /**
   * The situations in which it comes: the component's local state there, and the one in which it was before the step. In its first turn these are all local states
   * that it may have; later, those in which an act before has left it.
   */
  readonly locals: readonly number[];
  readonly bases: readonly number[];
  /** Of a later turn: the component's act before, and the one that this brings about and that leads here. */
  readonly before: { readonly act: number; readonly through: number } | undefined;
  /** Whether it is the last thing that happens in its step, but for what it brings about itself. */
  isLast: boolean;
  /** Whether it brings about one thing at most, last, in each local state; and all that it brings about does. */
  isLinear: boolean;
}

/** Why a step is not taken alone, in a word; `undefined` where nothing has been found. */
export type Objection = string | undefined;

/**
 * What a step does in whatever may happen before it: its acts, found like what is ahead by looking at components one by one, in each of their local states. A
 * component that takes part several times does so in turns: in its second turn it is where its first one left it.
 */
export class Acts {
  readonly acts: Act[] = [];
  /** By component: its acts. */
  readonly of: number[][];
  /** Components that take part. */
  readonly components: number[] = [];
  /** Channels that messages go into. */
  readonly sentTo = new Set<number>();
  /** By monitor what it hears. */
  readonly observed = new Map<number, Shown>();
  /** Acts that a situation does not take: act and situation, alternating. */
  readonly refused: number[] = [];
  private readonly known = new Map<number, number>();
  private situations = 0;
  /** Act and situation, alternating: nobody has come to them. */
  private readonly unasked: number[] = [];
  /** By act and situation. */
  private readonly outOfReach = new Map<number, boolean>();
  /** By group (component and turn): the most messages that one of its acts sends to another group. */
  private readonly sends = new Map<number, Map<number, number>>();

  constructor(
    private readonly engine: Engine,
    private readonly actions: readonly LocalActions[],
    private readonly ahead: Ahead,
    private readonly pairs: Pairs,
    private readonly dropped: Dropped,
  ) {
    this.of = engine.components.map(() => []);
  }

  /** Finds all acts of a step. */
  find({ component, action }: OneStep): Objection {
    this.begin();
    this.add(component, action, -1);
    // Each act in each of its situations; both may grow.
    const done: number[] = [];
    for (let isChanged = true; isChanged;) {
      isChanged = false;
      this.outOfReach.clear();
      for (let act = 0; act < this.acts.length; act++) {
        if (this.acts.length > ACTS_MAX || this.situations > SITUATIONS_MAX) return 'acts';
        this.follow(this.acts[act]!);
        const { locals } = this.acts[act]!;
        for (let at = done[act] ?? 0; at < locals.length; at++) {
          const objection = this.perform(act, at);
          if (objection !== undefined) return objection;
          isChanged = true;
        }
        done[act] = locals.length;
      }
      if (isChanged) continue;
      // Nobody is asked about what does not happen.
      for (let at = 0; at < this.unasked.length; at += 2) {
        const [act, situation] = [this.unasked[at]!, this.unasked[at + 1]!];
        if (act < 0 || this.isOutOfReach(act, situation)) continue;
        this.unasked[at] = -1;
        const objection = this.perform(act, situation, true);
        if (objection !== undefined) return objection;
        isChanged = true;
        break;
      }
    }
    if (!this.isOnceEach()) return 'turns';
    this.findOrder();
    return undefined;
  }

  /** Where a component may be after the step, if it was in a local state before. */
  outcomes(component: number, local: number): number[] {
    const isFirst = this.acts[0]!.component === component;
    const found = new Set<number>(isFirst ? [] : [local]);
    for (const act of this.of[component]!) {
      const { action, locals, bases } = this.acts[act]!;
      for (let at = 0; at < locals.length; at++) {
        if (bases[at] !== local) continue;
        const code = this.actions[component]!.get(locals[at]!, action);
        if (code > UNHANDLED) found.add(this.actions[component]!.next[code]!);
      }
    }
    return [...found];
  }

  /** The step itself is shown to a monitor, by nobody. */
  showStep(monitor: number, observation: number, nobody: number): void {
    const shown = this.shownTo(monitor);
    shown.show(observation, nobody);
    shown.countOf(NO_GROUP, 1);
  }

  private shownTo(monitor: number): Shown {
    let shown = this.observed.get(monitor);
    if (shown === undefined) this.observed.set(monitor, (shown = new Shown()));
    return shown;
  }

  private begin(): void {
    for (const component of this.components) this.of[component]!.length = 0;
    this.components.length = 0;
    this.acts.length = 0;
    this.known.clear();
    this.sentTo.clear();
    this.observed.clear();
    this.sends.clear();
    this.refused.length = 0;
    this.unasked.length = 0;
    this.situations = 0;
  }

  private add(component: number, action: number, caller: number): number {
    const key = ((caller + 1) * this.of.length + component) * ACTIONS_MAX + action;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const act = this.acts.length;
    this.known.set(key, act);
    if (this.of[component]!.length === 0) this.components.push(component);
    this.of[component]!.push(act);
    let before: Act['before'];
    for (let [through, at] = [act, caller]; at >= 0; [through, at] = [at, this.acts[at]!.caller]) {
      if (this.acts[at]!.component !== component) continue;
      before = { act: at, through };
      break;
    }
    const turn = before === undefined ? 0 : this.acts[before.act]!.turn + 1;
    const ofComponent = this.ahead.locals[component]!;
    this.acts.push({
      component,
      action,
      turn,
      caller,
      called: [],
      children: [],
      locals: turn === 0 ? ofComponent : [],
      bases: turn === 0 ? ofComponent : [],
      before,
      isLast: true,
      isLinear: true,
    });
    if (caller >= 0) this.acts[caller]!.children.push(act);
    return act;
  }

  /** An act of a later turn comes where the act before has left the component, if that one led here. */
  private follow({ component, before, locals, bases }: Act): void {
    if (before === undefined) return;
    const first = this.acts[before.act]!;
    const { called } = this.acts[before.through]!;
    const actions = this.actions[component]!;
    for (let at = locals.length; at < called.length; at++) {
      const situation = called[at]!;
      (locals as number[]).push(actions.next[actions.get(first.locals[situation]!, first.action)]!);
      (bases as number[]).push(first.bases[situation]!);
    }
  }

  private perform(act: number, situation: number, mayAsk = false): Objection {
    this.situations++;
    const { component, action, turn, locals } = this.acts[act]!;
    const local = locals[situation]!;
    const actions = this.actions[component]!;
    let code = actions.get(local, action);
    if (code === UNKNOWN) {
      if (!mayAsk) {
        this.unasked.push(act, situation);
        return undefined;
      }
      try {
        code = actions.ask(local, action);
      } catch (thrown) {
        if (thrown instanceof Unaskable) return 'unaskable';
        throw thrown;
      }
    }
    if (code === UNHANDLED) {
      this.refused.push(act, situation);
      return undefined;
    }
    if (actions.throws[code]!) return 'throws';
    if (turn + 1 >= TURNS_MAX) return 'turns';
    const effects = actions.effects[code]!;
    const counts = new Map<number, number>();
    const shown = new Map<Shown, number>();
    for (let at = 0; at < effects.length; at += 2) {
      const to = effects[at]!;
      const what = effects[at + 1]!;
      if (to < 0) {
        const toMonitor = this.shownTo(-1 - to);
        toMonitor.show(what, component);
        shown.set(toMonitor, (shown.get(toMonitor) ?? 0) + 1);
        continue;
      }
      const { cell, receiver } = this.engine.channels[to]!;
      if (cell >= 0) {
        this.sentTo.add(to);
        continue;
      }
      const child = this.add(receiver.cell, actionOfEvent(what), act);
      this.acts[child]!.called.push(situation);
      const group = this.groupOf(child);
      counts.set(group, (counts.get(group) ?? 0) + 1);
    }
    const group = this.groupOf(act);
    for (const [toMonitor, count] of shown) toMonitor.countOf(group, count);
    if (counts.size > 0) {
      let most = this.sends.get(group);
      if (most === undefined) {
        most = new Map();
        this.sends.set(group, most);
      }
      for (const [to, count] of counts) most.set(to, Math.max(most.get(to) ?? 0, count));
    }
    return undefined;
  }

  /** Whether an act does not come in one of its situations: whoever brings it about does not when the component is there. */
  isOutOfReach(act: number, situation: number): boolean {
    const key = act * ACTIONS_MAX + situation;
    const known = this.outOfReach.get(key);
    if (known !== undefined) return known;
    const isOut = this.findOutOfReach(act, situation);
    this.outOfReach.set(key, isOut);
    return isOut;
  }

  private findOutOfReach(act: number, situation: number): boolean {
    const { acts } = this;
    const { caller, called, component, bases, before } = acts[act]!;
    if (caller < 0) return false;
    if (this.dropped.has('pairs')) return true;
    const base = bases[situation]!;
    // Situations of a later turn are those of the act before that led to them, in the same order.
    if (before !== undefined && this.isOutOfReach(before.act, acts[before.through]!.called[situation]!))
      return true;
    const { component: sender, bases: from } = acts[caller]!;
    return called.every(
      (at) =>
        (sender === component && from[at] !== base) ||
        this.isOutOfReach(caller, at) ||
        !this.pairs.areTogether(sender, from[at]!, component, base),
    );
  }

  private groupOf(act: number): number {
    const { component, turn } = this.acts[act]!;
    return component * TURNS_MAX + turn;
  }

  /** Whether each component takes each of its turns once at most, and there is an order of turns. */
  private isOnceEach(): boolean {
    const counts = new Map<number, number>([[this.groupOf(0), 1]]);
    const incoming = new Map<number, number>();
    for (const [, most] of this.sends) for (const [to] of most) incoming.set(to, (incoming.get(to) ?? 0) + 1);
    const ready = [this.groupOf(0)];
    if ((incoming.get(ready[0]!) ?? 0) > 0) return false;
    let seen = 0;
    while (ready.length > 0) {
      const group = ready.pop()!;
      seen++;
      for (const [to, count] of this.sends.get(group) ?? []) {
        const sum = (counts.get(to) ?? 0) + counts.get(group)! * count;
        if (sum > 1) return false;
        counts.set(to, sum);
        const left = incoming.get(to)! - 1;
        incoming.set(to, left);
        if (left === 0) ready.push(to);
      }
    }
    const groups = new Set(this.acts.map((_, act) => this.groupOf(act)));
    return seen === groups.size;
  }

  /** Which acts come last, and which bring about one thing at most, last. */
  private findOrder(): void {
    const { acts } = this;
    // A caller stands before what it brings about.
    for (const act of acts) {
      const actions = this.actions[act.component]!;
      act.isLinear = act.locals.every((local) => {
        const code = actions.get(local, act.action);
        return code <= UNHANDLED || actions.isLinear[code]!;
      });
      if (act.caller < 0) continue;
      const { component, action, locals, isLast } = acts[act.caller]!;
      const ofCaller = this.actions[component]!;
      act.isLast = isLast && act.called.every((at) => ofCaller.isLinear[ofCaller.get(locals[at]!, action)]!);
    }
    for (let at = acts.length - 1; at > 0; at--) {
      const { isLinear, caller } = acts[at]!;
      if (!isLinear) acts[caller]!.isLinear = false;
    }
  }
}

const ACTIONS_MAX = 2 ** 26;
const COMPONENTS_MAX = 2 ** 16;
/** Of the step itself, which no component shows. */
const NO_GROUP = -1;

/** What a step shows a monitor. */
export class Shown {
  /** An observation and the component that shows it, as one number (see `observationIn`, `componentIn`). */
  readonly what = new Set<number>();
  /** By group, as each comes once at most: of how many things one of its acts shows at most. */
  private readonly counts = new Map<number, number>();

  show(observation: number, component: number): void {
    this.what.add(shownBy(observation, component));
  }

  countOf(group: number, count: number): void {
    this.counts.set(group, Math.max(this.counts.get(group) ?? 0, count));
  }

  /** How many things it shows at most. */
  get times(): number {
    let sum = 0;
    for (const count of this.counts.values()) sum += count;
    return sum;
  }
}

/** An observation and the component that shows it, as one number. */
const shownBy = (observation: number, component: number): number => observation * COMPONENTS_MAX + component;
export const observationIn = (shown: number): number => Math.floor(shown / COMPONENTS_MAX);
export const componentIn = (shown: number): number => shown % COMPONENTS_MAX;
