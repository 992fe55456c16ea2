import type { Configuration, Parameterised } from '../network/parameters.js';
import type { Verdict } from '../property/verdict.js';
import type { Span } from '../timing/leases.js';
import type { SimulateWatch } from '../timing/options.js';

export interface SystemRunOptions extends SimulateWatch {
  /** The same seed gives the same figures. */
  readonly seed: number;
  /** Told of each lease of the first owners: of so many. */
  readonly onSpan?: (span: Span) => void;
  readonly timelineOwners?: number;
  /** What a user describes himself, as it came out of a JSON file. */
  readonly description?: unknown;
}

/** A limit of physics or of counting, and how close a run came to it: above 1 cannot be. */
export interface RunBound {
  readonly name: string;
  readonly ratio: number;
  readonly meaning: string;
}

/** What a run in virtual time came to. */
export interface SystemOutcome {
  readonly verdict: Verdict;
  /** Why it is violated. */
  readonly message?: string;
  /** Figures by name; the unit ends the name, for example `tpotMs`. */
  readonly figures: Readonly<Record<string, number | readonly number[]>>;
  readonly utilisation: Readonly<Record<string, number>>;
  readonly bounds: readonly RunBound[];
  /** What was run, by what it is: model, device and so on, by their names. Left out where there is nothing to name. */
  readonly ran?: Readonly<Record<string, string>>;
  /** What a reader should know of the run. */
  readonly notes: readonly string[];
}

/** A system whose throughput is asked for, by parameters: a command of `simulate` has its name. */
export interface SimulatedSystem extends Parameterised {
  /** @throws CheckError for a configuration or description that is impossible */
  readonly simulate: (configuration: Configuration, options: SystemRunOptions) => Promise<SystemOutcome>;
  /** @throws CheckError for a description that is wrong with every configuration. Default: none is */
  readonly refuseDescription?: (description: unknown) => void;
}

/** A question of the form: how much load does a system bear within a limit? */
export interface ServiceLevel {
  readonly system: SimulatedSystem;
  /** The parameter that is made as large as it can be, in multiples of `multiple`. */
  readonly parameter: string;
  readonly multiple: number;
  /** The figure that must not exceed the limit; it grows with the parameter: but for `dip`, and on average only where something is drawn. */
  readonly figure: string;
  /** Whether something is drawn in a configuration. Default: never. */
  readonly isDrawn?: (configuration: Configuration) => boolean;
  /** How far the figure of a larger load may be below that of a smaller one where nothing is drawn: a share of it. Default: 0. */
  readonly dip?: number;
  /** A figure whose percentiles over seeds are told beside those of `figure`. Default: none. */
  readonly rate?: string;
  /** Name of the limit's option, and what it limits. */
  readonly option: string;
  readonly description: string;
  /** Values of the parameter that a report shows the system at. Default: none. */
  readonly shown?: readonly number[];
}

/** A published figure beside the simulated one. */
export interface ComparedRow {
  readonly name: string;
  readonly unit: string;
  readonly source: string;
  readonly published: number | readonly [number, number];
  /** How far a simulated value may be off: a share of the published one, or points where the unit is a percentage. */
  readonly band: number;
  readonly isInPoints: boolean;
  /** The numbers that are fitted to this row; none: it is predicted. */
  readonly fitted: readonly string[];
  /** The row is an input of the model. */
  readonly isInput: boolean;
  /** How the system is run for it, where there is more than one way. */
  readonly mode?: string;
  /** What a reader would say who has the inputs and the fitted rows, and no model; left out where there is no such thing. */
  readonly baseline?: { readonly values: readonly number[]; readonly meaning: string };
  /** Constants without a source, within whose plausible ranges the row leaves its band: it is not called predicted. */
  readonly judged?: readonly string[];
  /** How it follows from other rows, or is counted: it is no evidence of its own, and not called predicted. */
  readonly identity?: string;
  /** One value, or several where the published ones are a range. @param isFitted with the fitted numbers, or with none */
  readonly simulate: (isFitted: boolean) => readonly number[];
}

/** All published figures that a catalogue compares itself with. */
export interface Comparison {
  readonly rows: readonly ComparedRow[];
  /** Every number that is fitted, in a sentence. */
  readonly fits: readonly string[];
  /** The same rows with one input changed, for what each input does to them. Default: none. */
  readonly inputs?: readonly ComparisonInput[];
}

/** A number that the simulation starts from. */
export interface ComparisonInput {
  readonly name: string;
  /** The rows with so many times the input, or the nearest that is possible. */
  readonly rowsAt: (factor: number) => readonly ComparedRow[];
}

/** Whether a row is neither fitted nor an input, nor follows from others, nor stands by constants without a source. */
export const isPredicted = ({ fitted, isInput, identity, judged = [] }: ComparedRow): boolean =>
  fitted.length === 0 && !isInput && identity === undefined && judged.length === 0;

/** How far off the worst of some simulated values is: relative, or in points. 0 within a published range; infinite for what is no number, or no value. */
export function rowError({ published, isInPoints }: ComparedRow, values: readonly number[]): number {
  const [low, high] = typeof published === 'number' ? [published, published] : published;
  let worst = values.length === 0 ? Number.POSITIVE_INFINITY : 0;
  for (const value of values) {
    const nearest = Math.min(Math.max(value, low), high);
    const off = value - nearest;
    const error = isInPoints || off === 0 ? off : off / nearest;
    if (Number.isNaN(error)) return Number.POSITIVE_INFINITY;
    if (Math.abs(error) > Math.abs(worst)) worst = error;
  }
  return worst;
}

/** Whether a row's simulated values are within its band. */
export function isWithinBand(row: ComparedRow, values: readonly number[]): boolean {
  return Math.abs(rowError(row, values)) <= row.band;
}
