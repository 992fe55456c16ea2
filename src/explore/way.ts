/** A state that a run has come to, with the way to it. */
export interface Point {
  /** Index of the initial state from which the way begins. */
  readonly initial: number;
  /** Steps from there. */
  readonly length: number;
  /** The last step, unless the state is an initial one. */
  readonly last?: LastStep;
}

interface LastStep {
  readonly from: Point;
  readonly label: string;
  /** What was received synchronously within it: see `Violation.deliveries`. */
  readonly deliveries: readonly string[];
}

/** The point that a step leads to. */
export function pointAfter(from: Point, label: string, deliveries: readonly string[]): Point {
  return { initial: from.initial, length: from.length + 1, last: { from, label, deliveries } };
}

/** The way to a point: its steps, and for each what was received synchronously within it. */
export function wayTo(point: Point): {
  readonly initial: number;
  readonly schedule: readonly string[];
  readonly deliveries: readonly (readonly string[])[];
} {
  const schedule: string[] = [];
  const deliveries: (readonly string[])[] = [];
  for (let { last } = point; last !== undefined; { last } = last.from) {
    schedule.push(last.label);
    deliveries.push(last.deliveries);
  }
  return { initial: point.initial, schedule: schedule.reverse(), deliveries: deliveries.reverse() };
}
