import type { AnyEventObject } from 'xstate';
import { canonicalKey } from '../network/canonical.js';
import { CheckError } from '../network/errors.js';
import type { Network } from '../network/network.js';
import { requireNetwork } from '../network/require.js';
import type { MonitorProperty } from '../network/property.js';
import { componentsNamedIn, labelOf, type Step } from '../network/step.js';
import { combinations } from '../network/combinations.js';
import { isDone, type LocalState } from '../interpreter/local-state.js';
import type { ChannelContents } from '../interpreter/contents.js';
import { namesOf } from '../interpreter/names.js';
import { distinct, type PlainState, stateKey } from './plain-state.js';
import { type Attempt, type PlainSuccessor, successorOf } from './plain-successor.js';
import { lossesOf, without } from './plain-losses.js';
import { unitOfMessage, unitOfTimer, unitsOfStimulus } from './plain-units.js';
import { type HeldUp, PlainStep, type StepSurroundings } from './plain-step.js';
import { type PlainReaction, ReferenceInterpreter } from './plain-interpreter.js';
import { LIVE_RULES, type Rules } from './rules.js';
import { type StepFailure, unspecifiedReception } from '../interpreter/step-failure.js';
import { TextCanon } from './text-canon.js';

/** Adds a successor, unless the step is blocked. */
type Add = (attempt: Attempt) => void;

/** Whether a step is to be among the successors. */
type IsAsked = (step: Step) => boolean;

/**
 * The meaning of a network, written down without tables: every question goes to XState, states are plain data.
 * It is the reference that the tables are compared with, and what counterexamples are replayed on. Slow by design.
 */
export class PlainNetwork implements StepSurroundings {
  /** Makes of contexts and events what charts see of them. */
  readonly canon = new TextCanon();
  private readonly interpreters: readonly ReferenceInterpreter[];
  private readonly monitors: readonly { property: MonitorProperty; interpreter: ReferenceInterpreter }[];

  /** @param rules wrong ones, for tests */
  constructor(
    readonly network: Network,
    readonly rules: Rules = LIVE_RULES,
  ) {
    requireNetwork(network);
    const ids = network.componentIds;
    const known = new Set(ids);
    this.interpreters = network.components.map((spec, index) => {
      const names = namesOf(spec, (id) => known.has(id));
      return new ReferenceInterpreter(
        ids[index]!,
        `component '${ids[index]}'`,
        spec,
        names,
        this.canon,
        rules,
      );
    });
    this.monitors = network.properties
      .filter((property) => property.kind === 'monitor')
      .map((property) => {
        const { name, machine } = property;
        const where = `monitor '${name}'`;
        return {
          property,
          interpreter: new ReferenceInterpreter(
            name,
            where,
            { machine, isMonitor: true },
            namesOf({}, () => false),
            this.canon,
            rules,
          ),
        };
      });
  }

  /** One initial state for each combination of inputs; a start that fails has a failure instead. */
  initialStates(): (PlainState | StepFailure)[] {
    const starts = this.network.components.map(({ input, inputs }, index) =>
      (inputs ?? [input]).map((alternative, start) => this.interpreters[index]!.initial(alternative, start)),
    );
    const monitors = this.monitors.map(({ property, interpreter }) =>
      interpreter.monitorStart(property.input),
    );
    return combinations<PlainReaction>(starts).map((reactions) => {
      const locals = reactions.map(({ next }) => next);
      const empty = { locals, monitors, channels: new Map(), observed: [], causes: new Map() };
      const run = new PlainStep(this, empty);
      run.start(reactions);
      const outcome = run.finish();
      if (outcome === 'blocked') throw new CheckError(`The network '${this.network.name}' cannot start.`);
      return outcome;
    });
  }

  /** The enabled step that is called so. Steps that are called otherwise are not performed: in a long run they would take most of the time. */
  successor(state: PlainState, label: string): PlainSuccessor | undefined {
    // A network may have thousands of components: only those that the label may be about are asked.
    const actors = new Set(componentsNamedIn(label));
    return this.successors(state, actors, (step) => labelOf(step) === label)[0];
  }

  /**
   * @param actors only steps in which one of these components acts; all, if left out
   * @param isAsked only such steps; all, if left out
   */
  successors(
    state: PlainState,
    actors?: ReadonlySet<string>,
    isAsked: IsAsked = () => true,
  ): PlainSuccessor[] {
    const found: PlainSuccessor[] = [];
    this.attempt(state, actors, isAsked, (attempt) => {
      const successor = successorOf(attempt);
      if (successor !== undefined) found.push(successor);
    });
    return found;
  }

  /** The steps of a component that are held up, each with the message that its receiver does not take, or the channel that has no room. */
  heldUp(state: PlainState, component: string): HeldUp[] {
    const found: HeldUp[] = [];
    this.attempt(
      state,
      new Set([component]),
      () => true,
      ({ step, run }) => {
        if (!(run instanceof PlainStep)) return;
        if (run.refused !== undefined) found.push({ step, refused: run.refused });
        if (run.noRoom !== undefined) found.push({ step, noRoom: run.noRoom });
      },
    );
    return found;
  }

  private attempt(
    state: PlainState,
    actors: ReadonlySet<string> | undefined,
    isAsked: IsAsked,
    add: Add,
  ): void {
    for (const [key, channel] of state.channels) {
      if (actors?.has(channel.to) ?? true) this.addDeliveries(state, key, channel, isAsked, add);
    }
    state.locals.forEach((local, index) => {
      if (!(actors?.has(this.network.componentIds[index]!) ?? true)) return;
      for (const { reaction, ...attempt } of this.ownSteps(local, index, isAsked)) {
        const run = new PlainStep(this, state);
        run.perform(index, reaction);
        add({ ...attempt, run, actor: this.network.componentIds[index]! });
      }
    });
  }

  /** In the order of `PlainState.monitors`. */
  get monitorNames(): readonly string[] {
    return this.monitors.map(({ property }) => property.name);
  }

  /** Equal keys exactly for equal states. */
  key(state: PlainState): string {
    return stateKey({ ...state, channels: [...state.channels.values()] });
  }

  reactionOf(component: number, local: LocalState, event: AnyEventObject): PlainReaction {
    return this.interpreters[component]!.ask(local, event);
  }

  /** @param emitter the component that emitted the event; `undefined` for a step */
  observe(monitors: readonly LocalState[], event: AnyEventObject, emitter: string | undefined): LocalState[] {
    return this.monitors.map(({ interpreter, property: { from } }, index) => {
      const hears = emitter === undefined || from === undefined || from.includes(emitter);
      return hears ? interpreter.monitorStep(monitors[index]!, event) : monitors[index]!;
    });
  }

  private addDeliveries(
    state: PlainState,
    key: string,
    channel: ChannelContents,
    isAsked: IsAsked,
    add: Add,
  ): void {
    const { from, to, spec, messages } = channel;
    const receiver = this.network.componentIds.indexOf(to);
    const offered = spec.kind === 'fifo' ? messages.slice(0, 1) : distinct(messages);
    for (const event of offered) {
      const message = { from, to, lane: spec.lane, event };
      const kinds = (['deliver', 'duplicate'] as const).filter((kind) => isAsked({ kind, ...message }));
      if (kinds.length === 0) continue;
      const local = state.locals[receiver]!;
      const reaction = this.reactionOf(receiver, local, event);
      const unit = unitOfMessage(this.network, channel, event);
      const receive = (kind: 'deliver' | 'duplicate', after: ChannelContents) => {
        if (!kinds.includes(kind)) return;
        const run = new PlainStep(this, state);
        run.replace(key, after);
        run.perform(receiver, reaction);
        const isFair = kind === 'deliver';
        add({
          step: { kind, ...message },
          run,
          actor: to,
          isOfSet: spec.kind === 'set',
          ...(isFair && { units: [unit] }),
        });
      };
      if (reaction.handled) {
        receive('deliver', spec.kind === 'set' ? channel : without(channel, messages.indexOf(event)));
        if (spec.duplicating) receive('duplicate', channel);
      } else if (!spec.deferring && kinds.includes('deliver')) {
        const run = unspecifiedReception(from, to, local, event);
        add({ step: { kind: 'deliver', ...message }, run, actor: to, units: [unit] });
      }
    }
    if (!spec.lossy) return;
    for (const { step, after } of lossesOf(channel, this.rules)) {
      if (!isAsked(step)) continue;
      const run = new PlainStep(this, state);
      run.replace(key, after);
      add({ step, run });
    }
  }

  private ownSteps(
    local: LocalState,
    index: number,
    isAsked: IsAsked,
  ): (Pick<Attempt, 'step' | 'timer' | 'units'> & { reaction: PlainReaction })[] {
    const interpreter = this.interpreters[index]!;
    const spec = this.network.components[index]!;
    const component = interpreter.id;
    if (local.isDown) return [];
    const keys = local.timers.map(({ key }) => key);
    const timers = local.timers
      .filter(({ key }, at) => keys.indexOf(key) === at)
      .map((timer) => ({
        timer,
        step: { kind: 'timer' as const, component, timer: interpreter.timerName(timer) },
      }))
      .filter(({ step }) => isAsked(step))
      .map(({ timer, step }) => ({
        step,
        reaction: interpreter.fire(local, timer),
        timer,
        units: [unitOfTimer(this.network, component, timer, step.timer)],
      }));
    if (isDone(local)) return timers;
    const told = local.actors.flatMap(({ events }) => events);
    const given = [...(spec.stimuli ?? []), ...told].map((event) => this.canon.canonical(event, 'stimulus'));
    const texts = given.map((event) => canonicalKey(event, 'stimulus'));
    const stimuli = given
      .filter((_, at) => texts.indexOf(texts[at]!) === at)
      .map((event) => ({ kind: 'stimulus' as const, component, event }))
      .filter(isAsked)
      .map((step) => ({
        step,
        reaction: interpreter.ask(local, step.event),
        units: unitsOfStimulus(this.network, component, step.event),
      }))
      .filter(({ reaction }) => reaction.handled);
    const crash = { kind: 'crash' as const, component };
    const crashed = isAsked(crash)
      ? interpreter.crash(local, (spec.inputs ?? [spec.input])[local.start])
      : undefined;
    return [...timers, ...stimuli, ...(crashed === undefined ? [] : [{ step: crash, reaction: crashed }])];
  }
}
