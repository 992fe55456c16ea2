import type { AnyEventObject, StateValue } from 'xstate';
import type { StopSignal } from '../interpreter/deadline.js';
import { inspectPlain } from '../network/canonical.js';
import { CheckError } from '../network/errors.js';
import { refuseUnknownOptions } from '../network/known-keys.js';
import type { Lease, Span } from './leases.js';
import type { SharedDelay, SpeedsOf } from './shared-delays.js';

/** A timer at the moment of its start. One object serves for all of them: it is good for the time of the call only. */
export interface StartedTimer {
  readonly component: string;
  /** Position of the component in the network's definition. */
  readonly componentIndex: number;
  /** The name of its delay and the state that waits, for example `launch in launching`. */
  readonly timer: string;
  /** A small integer, equal only where machine, timer and context are: what follows from these alone can be looked up by it. */
  readonly number: number;
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
  /** How long a timer runs, in whole nanoseconds, where that is not what the chart says: jitter, a load that is drawn, or work that others slow. */
  readonly delayOf?: (timer: StartedTimer) => number | SharedDelay;
  /** How fast the works of shared delays go on beside each other. Default: as if each were alone. */
  readonly speedsOf?: SpeedsOf;
  /** What the environment sends, and when: each one of the component's stimuli, and taken by it then. Default: nothing. */
  readonly stimuli?: readonly TimedStimulus[];
  /** What components hold while they are in a state. Default: nothing. */
  readonly resources?: Resources;
  /** Told of each lease when it ends. */
  readonly onSpan?: (span: Span) => void;
  /** Told of each emitted event. */
  readonly onEmitted?: (event: AnyEventObject, component: string, nowNs: number) => void;
  /** The components whose emitted events `onEmitted` is told of. Default: all. */
  readonly emittedBy?: readonly string[];
  /** Told the label of each step. */
  readonly onStep?: (label: string, nowNs: number) => void;
  /** Which combination of inputs the network starts in. Default: 0, the first. */
  readonly initial?: number;
}

const isCount = (value: unknown): boolean =>
  value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && (value as number) >= 0);
const isFunction = (value: unknown): boolean => typeof value === 'function';
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** What each option must be. */
const SIMULATE_OPTIONS: Readonly<
  Record<keyof SimulateOptions, { readonly is: (value: unknown) => boolean; readonly wanted: string }>
> = {
  untilNs: { is: isCount, wanted: 'a whole number of nanoseconds, of at least 0' },
  stepsMax: { is: isCount, wanted: 'a whole number of steps' },
  seed: { is: Number.isSafeInteger, wanted: 'a whole number' },
  delayOf: { is: isFunction, wanted: 'a function from a timer to nanoseconds' },
  speedsOf: { is: isFunction, wanted: 'a function from works to their speeds' },
  stimuli: { is: isListOfStimuli, wanted: 'a list of { atNs, component, event }, each event with a type' },
  resources: { is: areResources, wanted: 'an object with owners, units, ownerOf and leasesOf' },
  onSpan: { is: isFunction, wanted: 'a function' },
  onEmitted: { is: isFunction, wanted: 'a function' },
  emittedBy: { is: isListOfTexts, wanted: 'a list of ids of components' },
  onStep: { is: isFunction, wanted: 'a function' },
  initial: { is: Number.isSafeInteger, wanted: 'the number of a combination of inputs, from 0 on' },
};

/** @throws CheckError for an option that there is not, or that cannot be what it is */
export function refuseWrongOptions(options: SimulateOptions): void {
  refuseUnknownOptions<SimulateOptions>(options, SIMULATE_OPTIONS, 'simulate');
  for (const [name, { is, wanted }] of Object.entries(SIMULATE_OPTIONS)) {
    const value: unknown = options[name as keyof SimulateOptions];
    if (value === undefined || is(value)) continue;
    throw new CheckError(`The option ${name} of simulate is ${inspectPlain(value)}; give ${wanted}.`);
  }
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function isListOfStimuli(value: unknown): boolean {
  return Array.isArray(value) && value.every(isStimulus);
}

function isStimulus(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { component, event } = value as Partial<TimedStimulus>;
  return typeof component === 'string' && isObject(event) && typeof event!.type === 'string';
}

function areResources(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { owners, units, ownerOf, leasesOf } = value as Partial<Resources>;
  return isListOfTexts(owners) && isObject(units) && isFunction(ownerOf) && isFunction(leasesOf);
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
