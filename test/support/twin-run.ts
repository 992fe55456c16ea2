import { isDeepStrictEqual } from 'node:util';
import type { AnyEventObject } from 'xstate';
import type { Engine } from '../../src/engine/engine.js';
import type { PlainNetwork } from '../../src/reference/plain-network.js';
import type { PlainSuccessor } from '../../src/reference/plain-successor.js';
import type { PlainState } from '../../src/reference/plain-state.js';
import { observationOf } from '../../src/interpreter/reaction.js';
import type { StepFailure } from '../../src/interpreter/step-failure.js';
import type { Network } from '../../src/network/network.js';
import { Difference, equal } from './difference.js';
import type { FeatureCounts } from './live-features.js';
import { type LiveDelivery, type LiveRecord, LiveSystem } from './live-system.js';
import type { LiveTimer } from './live-timers.js';
import { pictureOf } from './snapshot-picture.js';
import { TableTwin } from './table-twin.js';

/** The components' states, as far as they can be compared. */
interface Picture {
  readonly components: readonly unknown[];
  readonly timers: readonly string[];
}

/** One live run, and the same in the checker's reference, step by step. */
export class TwinRun {
  /** False after a step that fails: the checker has no state to go on from. */
  goesOn: boolean;
  /** What was done so far, for messages. */
  readonly done: string[] = [];
  private readonly live: LiveSystem;
  private readonly tables: TableTwin | undefined;
  private state: PlainState | undefined;

  /**
   * @param plain the network's reference, which several runs may share, as they may the tables
   * @param engine where the same run is made in the tables, too
   * @throws Difference when they do not start alike
   */
  constructor(
    private readonly network: Network,
    private readonly counts: FeatureCounts,
    private readonly plain: PlainNetwork,
    engine?: Engine,
  ) {
    this.live = new LiveSystem(network, counts.note);
    const record = this.live.start();
    const [start] = this.plain.initialStates();
    // XState computes all first states before any actor starts: of several that fail at the start, which is first is not told.
    const failed =
      network.componentIds.some((id) => this.live.hasFailed(id)) || failureOf(record) !== undefined;
    equal('fails at the start', failed, 'property' in start!);
    this.tables = engine === undefined ? undefined : new TableTwin(engine, plain, start!);
    this.goesOn = !failed;
    if (this.goesOn) this.arrive(record, start as PlainState);
  }

  /** How many things can happen next. */
  get choices(): number {
    return this.options().length;
  }

  /** One of the things that can happen. */
  take(number: number): void {
    const options = this.options();
    options[number % options.length]!();
  }

  private options(): (() => void)[] {
    const stimuli = this.network.components.flatMap(({ stimuli = [] }, at) =>
      stimuli.map((event) => () => this.stimulate(this.network.componentIds[at]!, event)),
    );
    return [...stimuli, ...this.live.timers().map((timer) => () => this.fire(timer))];
  }

  private stimulate(component: string, event: AnyEventObject): void {
    this.done.push(`${component}: ${JSON.stringify(event)}`);
    const [successor] = this.plain.successors(
      this.state!,
      new Set([component]),
      (step) =>
        step.kind === 'stimulus' && step.component === component && isDeepStrictEqual(step.event, event),
    );
    const [first, ...rest] = this.live.send(component, event) as [LiveDelivery, ...LiveRecord];
    // The environment gives only what would be taken.
    const isTaken = first.outcome === 'handled' || first.outcome === 'throws';
    equal('takes the stimulus', isTaken, successor !== undefined);
    if (successor !== undefined) this.compare([first, ...rest], successor, 1);
    else {
      this.counts.note('ignored stimulus');
      this.arrive(rest, this.state!, []);
    }
  }

  private fire(timer: LiveTimer): void {
    this.done.push(`timer ${JSON.stringify(timer)}`);
    const successor = this.plain
      .successors(this.state!, new Set([timer.from]), ({ kind }) => kind === 'timer')
      .find(({ timer: other, step }) => {
        if (other === undefined || step.kind !== 'timer' || step.component !== timer.from) return false;
        const sameEnds = (other.target ?? timer.from) === timer.to && other.id === timer.id;
        return sameEnds && isDeepStrictEqual(other.event, timer.event);
      });
    if (successor === undefined)
      throw new Difference('a timer that the checker does not have', timer, undefined);
    const record = this.live.fire(timer);
    // What a machine raised for itself is no message: one that it does not take is spent all the same.
    const isOwn = successor.timer!.target === undefined;
    if (isOwn && (record[0] as LiveDelivery).outcome === 'ignored') this.counts.note('ignored timer');
    this.compare(record, successor, isOwn ? 1 : 0);
  }

  /** @param own how many deliveries are the step itself rather than a consequence of it */
  private compare(record: LiveRecord, successor: PlainSuccessor, own: 0 | 1): void {
    const { deliveries, outcome } = successor;
    const failure = failureOf(record, own);
    equal('fails', failure?.property, 'property' in outcome ? (outcome as StepFailure).property : undefined);
    const live = deliveriesOf(failure === undefined ? record : record.slice(0, failure.at + 1)).slice(own);
    equal(
      'deliveries',
      live.map(({ from, to, event }) => ({ from, to, event })),
      deliveries.map(({ from, to, event }) => ({ from, to, event })),
    );
    this.tables?.take(successor);
    this.goesOn = failure === undefined;
    if (failure === undefined) this.arrive(record, outcome as PlainState);
    else if (failure.property === 'specified-reception') this.counts.note('ignored message');
  }

  private arrive(record: LiveRecord, state: PlainState, observed = state.observed): void {
    const emitted = record.flatMap((each) =>
      each.kind === 'emit' ? [observationOf(each.event, each.from)] : [],
    );
    equal('emitted events', emitted, observed);
    const [live, checker] = [this.livePicture(), this.plainPicture(state)];
    live.components.forEach((one, at) => equal(this.network.componentIds[at]!, one, checker.components[at]));
    equal('timers', live.timers, checker.timers);
    this.state = state;
  }

  private livePicture(): Picture {
    return {
      components: this.network.componentIds.map((id) => this.live.picture(id)),
      timers: this.live.timers().map(timerText).sort(),
    };
  }

  private plainPicture({ locals }: PlainState): Picture {
    const ids = this.network.componentIds;
    return {
      components: locals.map(({ snapshot }) => pictureOf(snapshot)),
      timers: locals
        .flatMap(({ timers }, at) =>
          timers.map(({ id, event, target, isCancellable }) =>
            timerText({ id, from: ids[at]!, to: target ?? ids[at]!, event, isCancellable }),
          ),
        )
        .sort(),
    };
  }
}

/** The first thing in a step that goes wrong, as the checker calls it. */
function failureOf(record: LiveRecord, own = 0) {
  const at = record.findIndex(
    (each, index) =>
      each.kind === 'delivery' && each.outcome !== 'handled' && (each.outcome === 'throws' || index >= own),
  );
  if (at < 0) return undefined;
  const isException = (record[at] as LiveDelivery).outcome === 'throws';
  return { at, property: isException ? 'no-exception' : 'specified-reception' };
}

function deliveriesOf(record: LiveRecord): LiveDelivery[] {
  return record.filter((each) => each.kind === 'delivery');
}

function timerText({ id, from, to, event, isCancellable }: LiveTimer): string {
  return JSON.stringify([from, to, id ?? null, Object.entries(event).sort(), isCancellable]);
}
