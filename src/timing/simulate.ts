import type { StopSignal } from '../interpreter/deadline.js';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AnyEventObject, StateValue } from 'xstate';
import { Engine } from '../engine/engine.js';
import type { Violation } from '../property/violation.js';
import { refuseUnknownOptions } from '../network/known-keys.js';
import type { Network } from '../network/network.js';
import type { PropertyVerdict, Verdict } from '../property/verdict.js';
import type { Lease, Span } from './leases.js';
import { TimedRun } from './timed-run.js';

/** A timer at the moment of its start. One object serves for all of them: it is good for the time of the call only. */
export interface StartedTimer {
  readonly component: string;
  /** Position of the component in the network's definition. */
  readonly componentIndex: number;
  /** The name of its delay and the state that waits, for example `launch in launching`. */
  readonly timer: string;
  /** How often this component has started a timer before. */
  readonly count: number;
  /** What the chart says, in nanoseconds. */
  readonly delayNs: number;
  /** The component's context with the timer running. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the context's type is the machine's own
  readonly context: any;
  readonly nowNs: number;
}

/** One component's state, as leases are read from it. */
export interface ComponentState {
  /** Id of its machine. */
  readonly machine: string;
  /** Like `snapshot.matches` of XState. */
  matches(value: StateValue): boolean;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the context's type is the machine's own
  readonly context: any;
}

/** Resources, and who holds them: cores of dies, for example. */
export interface Resources {
  /** Who has resources; each has as much as the others. */
  readonly owners: readonly string[];
  /** Units that each owner has, by kind. */
  readonly units: Readonly<Record<string, number>>;
  /** Whose resources a component uses; `undefined`: nobody's. */
  readonly ownerOf: (component: string) => string | undefined;
  /** What a component holds in a state: a function of the state alone, asked once for each. */
  readonly leasesOf: (state: ComponentState) => readonly Lease[];
}

/** An event of the environment. */
export interface TimedStimulus {
  readonly atNs: number;
  readonly component: string;
  readonly event: AnyEventObject;
}

export interface SimulateOptions {
  /** The run ends when nothing is left to happen up to this time, in nanoseconds. Default: when nothing happens any more. */
  readonly untilNs?: number;
  /** Most steps. Default: 100 million. */
  readonly stepsMax?: number;
  /**
   * Steps that are due at the same time are taken in the order in which they became possible, or, with a seed (any 32-bit integer), in
   * random order.
   */
  readonly seed?: number;
  /** How long a timer runs, in whole nanoseconds, where that is not what the chart says: jitter, or a load that is drawn. */
  readonly delayOf?: (timer: StartedTimer) => number;
  /** What the environment sends, and when: each one of the component's stimuli, and taken by it then. Default: nothing. */
  readonly stimuli?: readonly TimedStimulus[];
  /** What components hold while they are in a state. Default: nothing. */
  readonly resources?: Resources;
  /** Told of each lease when it ends. */
  readonly onSpan?: (span: Span) => void;
  /** Told of each emitted event. */
  readonly onEmitted?: (event: AnyEventObject, component: string, nowNs: number) => void;
  /** Told the label of each step. */
  readonly onStep?: (label: string, nowNs: number) => void;
  /** Which combination of inputs the network starts in. Default: 0, the first. */
  readonly initial?: number;
}

const OPTIONS = {
  untilNs: true,
  stepsMax: true,
  seed: true,
  delayOf: true,
  stimuli: true,
  resources: true,
  onSpan: true,
  onEmitted: true,
  onStep: true,
  initial: true,
} as const;

/** What came of a run in virtual time. */
export interface SimulateResult {
  /** `holds-in-sample`: nothing was violated in this one run. */
  readonly verdict: Verdict;
  readonly properties: readonly PropertyVerdict[];
  /** Of what is violated first; leases beyond a resource count as the property `leases-within-resources`. */
  readonly violation?: Violation;
  /**
   * Why the run ended: nothing was left to happen (`quiet`), the time was over, the budget of steps was (the verdict is `inconclusive` then),
   * or something was violated.
   */
  readonly end: 'quiet' | 'time' | 'steps' | 'violation';
  /** When the last step happened. */
  readonly endNs: number;
  readonly steps: number;
  /** By kind of resource: the share of all owners' units that was held, from the start to the end. */
  readonly utilisation: Readonly<Record<string, number>>;
  /** How often XState was asked. */
  readonly xstateCalls: number;
}

/**
 * Runs a network in virtual time: a timer fires when its delay, in whole nanoseconds, is over; everything else takes no time and happens
 * as soon as it is possible. Such a run is one of those that `explore` looks at. Fault steps do not happen in it.
 *
 * @throws CheckError for a delay that is not a whole number of nanoseconds, a resource that there is not, a stimulus that nobody takes, when the network takes
 *   steps for ever without time passing, or when a property throws, or a machine or a property has changed its mind at the end
 */
export function simulate(network: Network, options: SimulateOptions = {}): SimulateResult {
  return new Simulation(network).run(options);
}

/** A network that is run in virtual time again and again: what XState answered in one run is known in the next. */
export class Simulation {
  private readonly engine: Engine;
  /** Questions that XState had answered when it was last asked a sample of them again. */
  private recheckedAt = 0;

  constructor(network: Network) {
    this.engine = new Engine(network);
  }

  /** As `simulate`. */
  run(options: SimulateOptions = {}): SimulateResult {
    return this.ended(options, finished(this.start(options)));
  }

  /** As `run`, letting other work happen in between: until `signal` is aborted, which makes the verdict `inconclusive`. */
  async runWatched(options: SimulateOptions, { signal, onProgress }: SimulateWatch): Promise<SimulateResult> {
    const run = this.start(options);
    while (signal?.aborted !== true && !run.advance(STEPS_PER_SLICE)) {
      onProgress?.(run.progress);
      await nextTurn();
    }
    return this.ended(options, run);
  }

  private start(options: SimulateOptions): TimedRun {
    refuseUnknownOptions<SimulateOptions>(options, OPTIONS, 'simulate');
    return new TimedRun(this.engine, options);
  }

  private ended(options: SimulateOptions, run: TimedRun): SimulateResult {
    const result = run.finish();
    if (result.violation !== undefined) return this.explained(options, result);
    if (result.end === 'steps') return result;
    // Later runs ask little that is new: asking everything again after each of them would take longer than the runs do.
    if (this.engine.xstateCalls > RECHECK_GROWTH * this.recheckedAt) {
      this.engine.recheck();
      this.recheckedAt = this.engine.xstateCalls;
    }
    run.recheck();
    return result;
  }

  /** Steps are told by their labels only where somebody wants to know them: the run is made again. */
  private explained(options: SimulateOptions, result: SimulateResult): SimulateResult {
    const { onSpan: _spans, onEmitted: _emitted, ...silent } = options;
    const steps: string[] = [];
    const onStep = (label: string) => steps.push(label);
    const { violation } = finished(new TimedRun(this.engine, { ...silent, onStep })).finish();
    return { ...result, violation: { ...violation!, steps } };
  }
}

/** How far a run has come. */
export interface SimulateProgress {
  readonly nowNs: number;
  readonly steps: number;
}

/** What may happen beside a run. */
export interface SimulateWatch {
  readonly signal?: StopSignal;
  readonly onProgress?: (progress: SimulateProgress) => void;
}

/** Steps between two looks at the outside world. */
const STEPS_PER_SLICE = 16_384;

/** So many times as many questions as before are asked again. */
const RECHECK_GROWTH = 1.1;

function finished(run: TimedRun): TimedRun {
  while (!run.advance(STEPS_PER_SLICE)) {
    // Each slice goes on where the last one stopped.
  }
  return run;
}
