import { setImmediate as nextTurn } from 'node:timers/promises';
import { Engine } from '../engine/engine.js';
import type { Network } from '../network/network.js';
import { EventLoop } from './event-loop.js';
import { KnownReactions } from './known-reactions.js';
import { refuseWrongOptions, type SimulateOptions, type SimulateWatch } from './options.js';
import type { SimulateResult } from './result.js';

/** Steps between two looks at the outside world. */
const STEPS_PER_SLICE = 16_384;

/** So many times as many questions as before are asked again. */
const RECHECK_GROWTH = 1.1;

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
  private readonly known: KnownReactions;
  /** Questions that XState had answered when it was last asked a sample of them again. */
  private recheckedAt = 0;

  constructor(network: Network) {
    this.engine = new Engine(network);
    this.known = new KnownReactions(this.engine);
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

  private start(options: SimulateOptions): EventLoop {
    refuseWrongOptions(options);
    return new EventLoop(this.engine, this.known, options);
  }

  private ended(options: SimulateOptions, run: EventLoop): SimulateResult {
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
    const { violation } = finished(new EventLoop(this.engine, this.known, { ...silent, onStep })).finish();
    return { ...result, violation: { ...violation!, steps } };
  }
}

function finished(run: EventLoop): EventLoop {
  while (!run.advance(STEPS_PER_SLICE)) {
    // Each slice goes on where the last one stopped.
  }
  return run;
}
