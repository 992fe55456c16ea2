import type { Cursor } from '../engine/cursor.js';
import type { Engine } from '../engine/engine.js';
import type { StepPairs } from '../engine/step-pairs.js';
import { PropertyError } from '../network/errors.js';
import type { PropertyEvaluator } from '../property/property-evaluator.js';
import type { Finding } from '../property/violation.js';
import type { Guide } from './guide.js';
import { type Point, pointAfter, wayTo } from './way.js';

/** The finding that a walk is to end with, of those that a state shows. */
export type Wanted = (findings: readonly Finding[]) => Finding | undefined;

/** What walks of one walker share. */
export interface Walked {
  readonly engine: Engine;
  readonly cursor: Cursor;
  readonly pairs: StepPairs;
  /** What has been seen: it is told of each step that is taken. */
  readonly guide: Guide | undefined;
  /** Called in every state that a walk passes. */
  readonly onState: (cursor: Cursor) => void;
}

/** The point of a walk that is under way, and how it ended. */
export class Path {
  point: Point = { initial: 0, length: 0 };
  /** Steps taken, on all ways. */
  steps = 0;
  finding: Finding | undefined;
  /** The last way came to an end of the network. */
  hasEnded = false;
  /** A margin is smaller in the present state than the guide has seen it. */
  isLower = false;

  constructor(
    private readonly walked: Walked,
    private readonly evaluator: PropertyEvaluator,
    private readonly wanted: Wanted,
  ) {}

  /** Goes to a point, with its state; a way that is gone on with was inspected when it was walked. */
  start(point: Point, vector: Int32Array): void {
    const { cursor } = this.walked;
    this.point = point;
    this.hasEnded = false;
    cursor.start(vector);
    this.inspect(() => this.evaluator.inspectStart(cursor.vector));
    this.pass();
  }

  /** An initial state that fails. */
  startFailing(initial: number, failure: Parameters<PropertyEvaluator['inspectFailure']>[0]): void {
    this.point = { initial, length: 0 };
    this.inspect(() => this.evaluator.inspectFailure(failure));
    this.hasEnded = true;
  }

  get isOver(): boolean {
    return this.hasEnded || this.finding !== undefined;
  }

  /** Takes the step in the engine's `successors`, whose pairs are those asked for last. */
  take(): void {
    const { engine, cursor, guide, pairs } = this.walked;
    const next = pointAfter(this.point, engine.label(0), cursor.deliveries());
    guide?.take(pairs);
    this.steps++;
    const failure = engine.successors.failures.get(0);
    if (failure !== undefined) {
      this.inspect(() => this.evaluator.inspectFailure(failure));
      this.hasEnded = true;
      if (this.finding !== undefined) this.point = next;
      return;
    }
    this.point = next;
    cursor.take();
    this.inspect(() => this.evaluator.inspectChanged(cursor.vector, cursor.changedCells));
    this.pass();
  }

  /** Whether nothing can happen any more in the present state; then it is inspected as an end. Changes `successors`. */
  endsHere(): boolean {
    const { cursor } = this.walked;
    if (!cursor.isTerminal()) return false;
    this.inspect(() => this.evaluator.inspectTerminal(cursor.vector));
    this.hasEnded = true;
    return true;
  }

  private pass(): void {
    const { cursor, guide, onState } = this.walked;
    onState(cursor);
    this.isLower = false;
    if (guide === undefined) return;
    for (const { name, margin } of this.evaluator.loweredMargins()) {
      if (guide.isLower(name, margin)) this.isLower = true;
    }
  }

  private inspect(look: () => readonly Finding[]): void {
    try {
      this.finding ??= this.wanted(look());
    } catch (thrown) {
      const { initial, schedule } = wayTo(this.point);
      throw thrown instanceof PropertyError ? thrown.after(initial, schedule) : thrown;
    }
  }
}
