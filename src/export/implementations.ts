import type { AnyStateMachine } from 'xstate';
import type { Chart } from './chart.js';
import { type GuardStubs, guardStubs } from './guard-stubs.js';
import { literal, literalKey } from './literal.js';
import { selfContained } from './self-contained.js';

/** Milliseconds that stand for a delay that the original computes. */
const COMPUTED_DELAY_MS = 1000;

/** What stands in the exported module for what a chart names: the original where it can be written down, else a stub. Each as the text of a property's value, with its comma. */
export class Implementations {
  private readonly stubs: GuardStubs;
  /** The context is there, and all that changes it is as it is written: what reads it decides as in the original. */
  private readonly isContextKept: boolean;
  private hasStub = false;
  private hasWritten = false;
  /** Some action is an assignment. */
  hasAssigned = false;

  constructor(
    private readonly machine: AnyStateMachine,
    private readonly chart: Chart,
  ) {
    this.stubs = guardStubs(machine);
    this.isContextKept = chart.hasContext && [...chart.actions].every((name) => this.keepsContext(name));
  }

  guard(name: string): string {
    const { guards } = this.machine.implementations;
    const isGenerated = this.chart.generated.has(name);
    const original: unknown = isGenerated ? this.chart.generated.get(name) : guards[name];
    const written = this.isContextKept ? this.written(original, `guard ${name}`) : undefined;
    if (written !== undefined) {
      this.hasWritten = true;
      return `${written},`;
    }
    this.hasStub = true;
    return `() => ${this.stubs.answerOf(isGenerated ? original : name)},`;
  }

  action(name: string): string {
    const assignment = this.isContextKept ? this.assignment(name) : undefined;
    if (assignment === undefined) return '() => {},';
    this.hasAssigned = true;
    this.hasWritten = true;
    return `assign(${assignment}),`;
  }

  private originalAction(name: string): unknown {
    return this.chart.generated.get(name) ?? this.machine.implementations.actions[name];
  }

  private keepsContext(name: string): boolean {
    const original = this.originalAction(name);
    const type = (original as { readonly type?: unknown } | undefined)?.type;
    if (type === 'xstate.assign') return this.assignment(name) !== undefined;
    return type !== 'xstate.enqueueActions';
  }

  delay(name: string): string {
    const implementation: unknown = this.machine.implementations.delays[name];
    return typeof implementation === 'number'
      ? `${implementation},`
      : `${COMPUTED_DELAY_MS}, // computed in the original`;
  }

  /** Comments on what the functions above have become. */
  remarks(): readonly string[] {
    const others = '// The chart is whole; its guards, actions, delays and actors are stubs';
    return [
      this.hasWritten
        ? `${others}, but for guards and assignments that need nothing but the context: those are as written.`
        : `${others}.`,
      ...(this.hasStub ? ['// A guard that is a stub answers so that the chart moves on.'] : []),
    ];
  }

  /** What is assigned by `assign`, as text. Only where all of it can be written down: half an assignment would be another one. */
  private assignment(name: string): string | undefined {
    const action = (this.originalAction(name) ?? {}) as {
      readonly type?: unknown;
      readonly assignment?: unknown;
    };
    if (action.type !== 'xstate.assign') return undefined;
    const { assignment } = action;
    const use = `action ${name}`;
    if (typeof assignment === 'function') return this.written(assignment, use);
    const parts = Object.entries(assignment as object).map(([key, value]) => {
      const text = typeof value === 'function' ? this.written(value, use) : plainText(value);
      return text === undefined ? undefined : `${literalKey(key)}: ${text}`;
    });
    return parts.every((part) => part !== undefined) ? `{ ${parts.join(', ')} }` : undefined;
  }

  /**
   * The text of a function that needs nothing but the context, and parameters that are there: events have no payload in a visualizer.
   *
   * @param use what the function is, as `Chart.computedParams` has it
   */
  private written(value: unknown, use: string): string | undefined {
    // What `and`, `or`, `not` and `stateIn` make is no function that decides.
    if (typeof value !== 'function' || 'check' in value) return undefined;
    const { source, reads, takesParams } = selfContained(value) ?? {};
    if (takesParams === true && this.chart.computedParams.has(use)) return undefined;
    return reads !== undefined && reads !== 'everything' && [...reads].every((name) => name === 'context')
      ? source
      : undefined;
  }
}

/** A scalar. */
function plainText(value: unknown): string | undefined {
  return value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value)
    ? literal(value)
    : undefined;
}
