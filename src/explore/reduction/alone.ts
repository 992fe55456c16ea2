import type { Engine } from '../../engine/engine.js';
import type { PropertyEvaluator } from '../../property/property-evaluator.js';
import { type Act, Acts, type Objection } from './acts.js';
import { Ahead } from './ahead.js';
import type { LeftOut, OneStep } from './ahead-scope.js';
import type { Dropped } from './conditions.js';
import { COMMUTE, CONFLICT, Diamonds, JOINS_FROM, UNDECIDED } from './diamonds.js';
import { HeardSteps } from './heard-steps.js';
import { Bits } from './bits.js';
import { Candidates } from './candidates.js';
import { Certificate } from './certificate.js';
import { actionOfEvent, eventOf, LocalActions, UNHANDLED, isOwn } from './local-actions.js';
import { LookedForStates } from './looked-for.js';
import { InMiddle } from './in-middle.js';
import { Marks } from './marks.js';
import { Observations } from './observations.js';
import { Knowledge } from './knowledge.js';
import { Pairs } from './pairs.js';
import { QuestionBudget } from './question-budget.js';

/**
 * Decides whether a step may be taken alone in a state: whatever the other steps do before it, it could as well have been first, and nothing that is looked for is lost. Likewise of a *choice*: of
 * several steps that a component may take by itself, each could as well have been first, whatever happens before one of them is taken.
 */
export class AloneRule {
  readonly lookedFor: LookedForStates;
  /** All that the rule depends on and that is found out during a search. */
  readonly knowledge: Knowledge;
  /** What is asked for the rule only. */
  readonly questions: QuestionBudget;
  readonly candidates: Candidates;
  private readonly actions: readonly LocalActions[];
  private readonly ahead: Ahead;
  private readonly heardSteps: HeardSteps;
  private readonly acts: Acts;
  private readonly diamonds: Diamonds;
  private readonly pairs: Pairs;
  private readonly observations: Observations;
  private readonly middle = new InMiddle();
  /** Reactions that have been followed to see what is ahead, and cells that predicates have read: a measure of what the rule costs that is the same in each run. */
  followed = 0;
  private readonly met = new Marks();
  /** By step: the act that was in conflict with something last. */
  private readonly suspects = new Map<number, Pick<Act, 'component' | 'action'>>();

  /**
   * @param areEndsJudged whether something may be owed at the end of a run
   * @param states how many have been visited
   */
  constructor(
    private readonly engine: Engine,
    evaluator: PropertyEvaluator,
    areEndsJudged: boolean,
    private readonly dropped: Dropped,
    states: () => number,
  ) {
    this.questions = new QuestionBudget(states);
    this.lookedFor = new LookedForStates(engine, evaluator, dropped);
    this.knowledge = new Knowledge(engine, evaluator, this.lookedFor);
    this.actions = engine.components.map(
      (component) => new LocalActions(component, engine.channels, this.questions),
    );
    this.heardSteps = new HeardSteps(engine, this.actions, dropped);
    this.ahead = new Ahead(engine, this.actions, dropped, this.heardSteps);
    this.candidates = new Candidates(engine, this.actions, this.ahead.numbers, areEndsJudged, dropped);
    this.diamonds = new Diamonds(engine, this.actions, dropped);
    this.pairs = new Pairs(engine, this.actions, this.ahead);
    this.acts = new Acts(engine, this.actions, this.ahead, this.pairs, dropped);
    const names = engine.monitors.map(({ property }) => property.name);
    this.observations = new Observations(
      engine,
      (monitor) => evaluator.isViolated(names[monitor]!),
      this.questions,
    );
  }

  /** Why a step or a choice is taken alone in none of these states, in a word; `undefined` if it is taken so in all. It is fit for that in all. */
  objection(vectors: readonly Int32Array[], leftOut: LeftOut): Objection {
    const { ahead, pairs } = this;
    const { component, channel } = leftOut;
    for (const { missing } of this.actions) for (const marks of Object.values(missing)) marks.clear();
    this.questions.begin();
    const untold = ahead.find(vectors, leftOut);
    this.followed += ahead.reactions;
    if (untold !== undefined) return untold;
    if (this.mayOverflow(channel)) return 'overflow';
    pairs.begin(vectors);
    this.middle.begin();
    this.observations.begin();
    this.lookedFor.steady.clear();
    for (const action of this.lookedAt(leftOut)) {
      const objection = this.objectionToStep(vectors, { component, action, channel });
      if (objection !== undefined) return objection;
    }
    return undefined;
  }

  /** Each step has to be one that could as well have been first. */
  private lookedAt({ actions }: LeftOut): readonly number[] {
    return this.dropped.has('each of a choice') ? actions.slice(0, 1) : actions;
  }

  /** Likewise of one step, when it is known what is ahead. */
  private objectionToStep(vectors: readonly Int32Array[], step: OneStep): Objection {
    const { engine, ahead, acts } = this;
    this.observations.beginStep();
    const objection = acts.find(step) ?? this.changesNothing(step) ?? this.filled() ?? this.notTaken();
    if (objection !== undefined) return objection;
    const found = this.conflict(step);
    if (found !== undefined) return found;
    if (!this.dropped.has('monitors')) {
      this.hear(step);
      for (const [monitor, own] of acts.observed) {
        const { cell } = engine.monitors[monitor]!;
        const from = vectors.map((vector) => vector[cell]!);
        const times = this.dropped.has('all that is shown') ? 1 : own.times;
        if (!this.observations.commute(monitor, from, own, ahead.observations[monitor]!, times))
          return 'monitor';
      }
    }
    if (this.dropped.has('predicates')) return undefined;
    const before = this.lookedFor.cost;
    const lost = this.lookedFor.lostBy(vectors, ahead, acts, step.channel);
    this.followed += this.lookedFor.cost - before;
    return lost === undefined ? undefined : `predicate ${lost}`;
  }

  /** The step is shown itself, last. What it does more as the second to come is shown before that, and after the other step: so it has to commute with that, too. */
  private hear({ component, action, channel }: OneStep): void {
    const { heardSteps, acts, observations } = this;
    if (heardSteps.monitors.length === 0) return;
    const heard = heardSteps.observation(component, channel, action);
    for (const monitor of heardSteps.monitors) acts.showStep(monitor, heard, heardSteps.ofStep);
    if (!this.dropped.has('heard before what is added')) observations.stepIs(heard);
  }

  /** Where else what was shown last holds: of what there was no objection to. */
  certificate(): Certificate {
    const { lookedFor } = this;
    const steady = [...lookedFor.steady].map((cell) => ({
      cell,
      values: Bits.of(lookedFor.contents(cell)),
    }));
    const cells = [...this.observations.scope, ...steady];
    // What was found to be ahead depends on each answer to what may arrive.
    const { locals, arrivals, numbers } = this.ahead;
    this.actions.forEach(({ missing }, component) => {
      for (const local of locals[component]!) missing.locals.add(local);
      for (const arrival of arrivals[component]!)
        if (numbers.channel[arrival]! >= 0) missing.events.add(eventOf(numbers.action[arrival]!));
    });
    const dependsOn = {
      missing: this.actions.map(({ missing: { locals, events, own } }) => ({
        locals: locals.toBits(),
        events: events.toBits(),
        own: own.toBits(),
      })),
      monitors: [...this.observations.scope],
    };
    return new Certificate(
      this.engine,
      this.ahead.scope(),
      cells,
      [...this.pairs.used].map(({ situations, components, wanted, mayArrive }) => ({
        situations: situations.copy(),
        components,
        wanted,
        mayArrive,
      })),
      dependsOn,
      this.dropped,
    );
  }

  /** Whether something that is sent over the channel may find it full, and would not after the step. */
  private mayOverflow(channel: number): boolean {
    if (channel < 0 || this.dropped.has('failures')) return false;
    const { capacity, whenFull } = this.engine.channels[channel]!.spec;
    return capacity !== Infinity && whenFull === 'error' && this.ahead.isSentTo.has(channel);
  }

  /**
   * A step that may leave its component where it was may be none: a run may end before it, and what hears steps would go on. Else it changes something, as a message that is
   * received is gone, but for a channel that it puts something into.
   */
  private changesNothing({ component, action, channel }: OneStep): Objection {
    const { acts, dropped } = this;
    if (dropped.has('progress') || (channel >= 0 && !acts.sentTo.has(channel))) return undefined;
    const actions = this.actions[component]!;
    const isIdle = this.ahead.locals[component]!.some(
      (local) => actions.get(local, action) > UNHANDLED && acts.outcomes(component, local).includes(local),
    );
    return isIdle ? 'changes nothing' : undefined;
  }

  /** Channels that may be full when the step sends something, or of which what it sends may be lost together with what is there. */
  private filled(): Objection {
    for (const channel of this.acts.sentTo) {
      const { spec } = this.engine.channels[channel]!;
      if (spec.capacity !== Infinity || (spec.kind === 'set' && spec.lossy)) return 'channel';
    }
    return undefined;
  }

  /** An act that some local state does not take must not happen there. */
  private notTaken(): Objection {
    if (this.dropped.has('enabled')) return undefined;
    const { refused } = this.acts;
    for (let at = 0; at < refused.length; at += 2) {
      if (this.acts.isOutOfReach(refused[at]!, refused[at + 1]!)) continue;
      return 'enabled';
    }
    return undefined;
  }

  /** The act that was in conflict with something last is looked at first: most often it is again. */
  private conflict({ component: of, action: ofStep, channel }: OneStep): Objection {
    const { acts } = this.acts;
    const number = this.ahead.numbers.number(of, channel, ofStep);
    const suspect = this.suspects.get(number);
    const first = acts.findIndex(
      ({ component, action }) => component === suspect?.component && action === suspect.action,
    );
    for (let at = first < 0 ? 0 : -1; at < acts.length; at++) {
      if (at === first) continue;
      const act = at < 0 ? first : at;
      const found = this.conflictOf(act);
      if (found === undefined) continue;
      const { component, action } = acts[act]!;
      this.suspects.set(number, { component, action });
      return found;
    }
    return undefined;
  }

  private conflictOf(number: number): Objection {
    const { ahead, acts, engine } = this;
    const act = acts.acts[number]!;
    const { component, action, locals, bases } = act;
    if (ahead.arrivals[component]!.length === 0) return undefined;
    const actions = this.actions[component]!;
    const { met } = this;
    for (let situation = 0; situation < locals.length; situation++) {
      const local = locals[situation]!;
      const code = actions.get(local, action);
      if (code <= UNHANDLED) continue;
      // What nobody has attempted on either side of the act need not be looked at until somebody does.
      met.clear();
      for (const side of [local, actions.next[code]!]) {
        actions.missing.locals.add(side);
        ahead.meeting(component, side, met);
      }
      for (const arrival of met.values) {
        const channel = ahead.numbers.channel[arrival]!;
        const other = ahead.numbers.action[arrival]!;
        const isDeferring = channel < 0 ? isOwn(other) : engine.channels[channel]!.spec.deferring;
        let found = this.diamonds.of(component, local, action, other, isDeferring, false);
        if (found === UNDECIDED) {
          // Nobody is asked about what does not happen.
          if (acts.isOutOfReach(number, situation)) break;
          if (this.doesNotArrive(channel, other, bases[situation]!)) continue;
          found = this.diamonds.of(component, local, action, other, isDeferring, true);
        }
        if (found === COMMUTE || (found !== CONFLICT && this.isInOrder(act, arrival, found))) {
          this.observations.meet(actions, code, actions.get(local, other));
          continue;
        }
        if (this.acts.isOutOfReach(number, situation)) break;
        if (this.doesNotArrive(channel, other, bases[situation]!)) continue;
        return found === CONFLICT ? 'conflict' : 'join order';
      }
    }
    return undefined;
  }

  /** Whether something does not arrive over a channel while its receiver is in a local state. */
  private doesNotArrive(channel: number, action: number, local: number): boolean {
    return channel >= 0 && (this.dropped.has('pairs') || !this.pairs.mayArrive(channel, action, local));
  }

  /**
   * Whether what a join adds happens last in the step of whoever comes second, and in the same way in both: it goes from one component to the next, or takes no part of
   * those who are waiting in one of the two steps for what they have brought about.
   */
  private isInOrder(act: Act, arrival: number, found: number): boolean {
    if (this.dropped.has('join order')) return true;
    const { calls, isLinear, hasCalled } = this.diamonds.joins[found - JOINS_FROM]!;
    if (hasCalled || !act.isLast || this.middle.has(arrival, this.ahead.calls)) return false;
    if (calls.length === 0) return true;
    const { acts } = this.acts;
    const added: number[] = [];
    for (let at = 0; at < calls.length; at += 2) {
      const receiver = this.engine.channels[calls[at]!]!.receiver.cell;
      const action = actionOfEvent(calls[at + 1]!);
      const child = act.children.find(
        (each) => acts[each]!.component === receiver && acts[each]!.action === action,
      );
      if (child === undefined) return false;
      added.push(child);
    }
    if (isLinear && added.every((child) => acts[child]!.isLinear)) return true;
    const waiting = this.callersOf(act, arrival);
    return added.every((child) => this.takesNoPart(waiting, child));
  }

  /** The components that wait for an act, or for what arrives, to be done. */
  private callersOf({ component, caller }: Act, arrival: number): ReadonlySet<number> {
    const { acts } = this.acts;
    const { calls, numbers } = this.ahead;
    const callers = new Set<number>();
    for (let at = caller; at >= 0; at = acts[at]!.caller) callers.add(acts[at]!.component);
    const arrivals = new Set([arrival]);
    for (const each of arrivals) {
      for (let at = 0; at < calls.length; at += 3) {
        if (calls[at + 1] !== each) continue;
        arrivals.add(calls[at]!);
        callers.add(numbers.receiver[calls[at]!]!);
      }
    }
    // It is at work in both.
    callers.delete(component);
    return callers;
  }

  private takesNoPart(components: ReadonlySet<number>, act: number): boolean {
    const { component, children } = this.acts.acts[act]!;
    return !components.has(component) && children.every((child) => this.takesNoPart(components, child));
  }
}
