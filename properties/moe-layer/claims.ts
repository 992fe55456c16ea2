import { dieOf, windowOf } from '../../machines/networks/moe-layer/wiring.js';
import type { MoeRankInput } from '../../machines/pipeline/moe-rank.js';
import type { RowWindowInput } from '../../machines/pipeline/row-window.js';
import { always, type Property, reachable, type View } from '../../src/index.js';

interface WindowState extends RowWindowInput {
  readonly flags: number;
  readonly received: number;
}

/**
 * What must be true of an MoE layer, and its witnesses.
 *
 * @param isRowByRow dies send a row in one step, and not all that they have
 */
export function moeLayerProperties(dies: number, isRowByRow: boolean): Property[] {
  const all = Array.from({ length: dies }, (_, die) => die);
  const window = (view: View, die: number) => view.context<WindowState>(windowOf(die));
  const sent = (view: View, die: number) =>
    view.context<MoeRankInput & { readonly sent: number }>(dieOf(die)).sent;
  const isPast = (view: View, die: number) =>
    ['computing', 'returning', 'combining', 'waiting', 'ended'].some((state) =>
      view.matches(dieOf(die), state),
    );
  const resultsComeEarly = reachable('a die has all results before it has sent those that it owes', (view) =>
    all.some(
      (die) =>
        window(view, die).received === window(view, die).results &&
        view.matches(dieOf(die), 'combining') &&
        sent(view, die) > 0,
    ),
  );
  return [
    // The margin is in results.
    always('no-more-results-than-copies', (view) =>
      Math.min(...all.map((die) => window(view, die).results - window(view, die).received)),
    ),
    always('computes-on-all-flags', (view) =>
      all.every((die) => !isPast(view, die) || window(view, die).flags === dies),
    ),
    reachable('all dies end', (view) => all.every((die) => view.isDone(dieOf(die)))),
    reachable('a die waits for flags', (view) => all.some((die) => view.matches(dieOf(die), 'flagging'))),
    ...(isRowByRow ? [resultsComeEarly] : []),
  ];
}
