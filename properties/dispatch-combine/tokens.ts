import type { DispatchCombineWiring } from '../../machines/networks/dispatch-combine/wiring.js';

/** Whether some of these dies may have tokens, as the gate may route them. */
export const mayHaveTokens = (wiring: DispatchCombineWiring, dies: readonly number[]): boolean =>
  dies.some((die) => wiring.routingsOf(die).some((routing) => routing.length > 0));
