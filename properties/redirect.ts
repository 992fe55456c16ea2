import type { ChartDraft } from '../src/index.js';

/** For patches of charts: the timer of a state leads elsewhere, with the same actions. */
export function redirect(state: ChartDraft | undefined, timer: string, target: string): void {
  Object.assign(state!.after![timer] as object, { target });
}
