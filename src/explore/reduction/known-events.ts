import type { MachineTable } from '../../engine/tables/machine-table.js';

const NONE: readonly number[] = [];

/** Which pairs of a local state and an event a machine has answered, by the one and by the other. */
export class KnownEvents {
  private readonly events: number[][] = [];
  private readonly locals: number[][] = [];
  private read = 0;

  constructor(private readonly table: Pick<MachineTable, 'answeredAt' | 'answeredTo' | 'answerIds'>) {}

  has(local: number, event: number): boolean {
    return this.table.answerIds.get(local, event) >= 0;
  }

  /** The events that have been answered in a local state. It may grow as it is gone through. */
  at(local: number): readonly number[] {
    this.readOn();
    return this.events[local] ?? NONE;
  }

  /** The local states in which an event has been answered. */
  of(event: number): readonly number[] {
    this.readOn();
    return this.locals[event] ?? NONE;
  }

  private readOn(): void {
    const { answeredAt, answeredTo } = this.table;
    for (; this.read < answeredAt.length; this.read++) {
      const [local, event] = [answeredAt[this.read]!, answeredTo[this.read]!];
      (this.events[local] ??= []).push(event);
      (this.locals[event] ??= []).push(local);
    }
  }
}
