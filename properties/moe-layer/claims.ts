import { dieOf, windowOf } from '../../machines/networks/moe-layer/wiring.js';
import type { MoeRankContext } from '../../machines/pipeline/moe-rank.js';
import type { RowWindowContext } from '../../machines/pipeline/row-window.js';
import { always, monitor, type Property, reachable, type View } from '../../src/index.js';
import { operatorsInOrder } from './operators-in-order.js';
import { resultsAreComputed } from './results-are-computed.js';
import { resultsWhereTheyBelong } from './results-where-they-belong.js';
import { rowsWhereRouted } from './rows-where-routed.js';
import { sentAsTold } from './sent-as-told.js';

/** By die and token: the dies that its copies go to, as the gate has chosen. */
export type Routes = readonly (readonly (readonly number[])[])[];

const window = (view: View, die: number) => view.context<RowWindowContext>(windowOf(die));

const rank = (view: View, die: number) => view.context<MoeRankContext>(dieOf(die));

const isIn = (view: View, die: number, states: readonly string[]): boolean =>
  states.some((state) => view.matches(dieOf(die), state));

/** The states from the experts on. */
const PAST_DISPATCH = ['computing', 'returning', 'combining', 'waiting', 'ended'];

/**
 * What must be true of an MoE layer (docs/paper/facts.md 4.4 and 4.5; paper 4.2.1), and its witnesses.
 *
 * @param isRowByRow dies send a row in one step, and not all that they have
 */
export function moeLayerProperties(routes: Routes, isRowByRow: boolean): Property[] {
  const all = routes.map((_, die) => die);
  const tallies = {
    dies: all.map(dieOf),
    windows: all.map(windowOf),
    routed: routes.map((tokens) => all.map((to) => tokens.flat().filter((host) => host === to).length)),
  };
  const from = tallies.windows;
  const resultsComeEarly = (view: View) =>
    all.some(
      (die) =>
        window(view, die).received === window(view, die).results &&
        view.matches(dieOf(die), 'combining') &&
        rank(view, die).sent > 0,
    );
  return [
    monitor('rows-where-routed', rowsWhereRouted, tallies, {
      from,
      // The flags of some dies are there, and others still send.
      hardCase: (view) =>
        all.some((die) => window(view, die).flags > 0) && all.some((die) => isIn(view, die, ['dispatching'])),
    }),
    ...all.map((die) => computesOnAllFlags(die, routes)),
    monitor('results-where-they-belong', resultsWhereTheyBelong, tallies, {
      from,
      // A die has results before it has sent those that it owes.
      hardCase: (view) => all.some((die) => window(view, die).received > 0 && isIn(view, die, ['returning'])),
    }),
    monitor('results-are-computed', resultsAreComputed, undefined, {
      from,
      // Some die has results already, and the experts of another still run.
      hardCase: (view) =>
        all.some((die) => window(view, die).received > 0) &&
        all.some((die) => isIn(view, die, ['computing'])),
    }),
    monitor('sent-as-told', sentAsTold, undefined, {
      from: [...tallies.dies, ...tallies.windows],
      // A die sends copies for another.
      hardCase: (view) =>
        all.some((die) => isIn(view, die, ['dispatching'])) &&
        routes.some((tokens, die) => tokens.flat().some((host) => host !== die)),
    }),
    ...all.map((die) => computesAllRows(die, tallies.routed)),
    ...all.map((die) =>
      monitor(`operators-in-order of ${dieOf(die)}`, operatorsInOrder, undefined, {
        from: [dieOf(die)],
        // Its experts run while another die has gone on to combine.
        hardCase: (view) =>
          isIn(view, die, ['computing']) && all.some((each) => isIn(view, each, ['combining'])),
      }),
    ),
    ...all.map((die) => sumsAllResults(die, routes)),
    reachable('all dies end', (view) => all.every((die) => view.isDone(dieOf(die)))),
    reachable(
      'a die prepares to send copies, and another sends',
      (view) =>
        all.some((die) => isIn(view, die, ['beginning'])) &&
        all.some((die) => isIn(view, die, ['dispatching'])),
    ),
    reachable('a die prepares to send results', (view) => all.some((die) => isIn(view, die, ['returning']))),
    reachable('a die waits for flags', (view) => all.some((die) => view.matches(dieOf(die), 'flagging'))),
    ...(isRowByRow && owesBehindItsOwn(routes)
      ? [reachable('a die has all results before it has sent those that it owes', resultsComeEarly)]
      : []),
  ];
}

/**
 * Whether a die has rows of another one, and its last result is not its own to send: results go out by the die that they are for, so that what it owes to
 * those before it comes first.
 */
function owesBehindItsOwn(routes: Routes): boolean {
  const goesTo = (from: number, to: number) => routes[from]!.flat().includes(to);
  return routes.some((_, die) =>
    routes.some((_, other) => other !== die && goesTo(other, die) && (other > die || !goesTo(die, die))),
  );
}

/** The experts of a die start when the flags of all dies are there (docs/paper/facts.md 4.4, step 3). */
const computesOnAllFlags = (die: number, routes: Routes): Property =>
  always(`computes-on-all-flags of ${dieOf(die)}`, {
    when: (view) => isIn(view, die, PAST_DISPATCH),
    then: (view) => window(view, die).flags === routes.length,
    // It has come so far, and the flag of another die is not at all dies yet.
    hardCase: (view) =>
      isIn(view, die, ['flagging']) && window(view, die).flags > 0 && window(view, die).flags < routes.length,
  });

/**
 * The experts of a die get all rows that the gate has sent it, and compute each of them; all that they have computed has been sent when the die waits
 * for its own results (docs/paper/facts.md 4.4, step 3; 4.5, step 1).
 */
function computesAllRows(die: number, routed: readonly (readonly number[])[]): Property {
  const rows = routed.reduce((sum, ofDie) => sum + ofDie[die]!, 0);
  return always(`computes-all-rows of ${dieOf(die)}`, {
    when: (view) => isIn(view, die, ['computing', 'returning', 'waiting', 'ended']),
    then: (view) => {
      const { received, computed } = rank(view, die);
      return (
        received === (isIn(view, die, ['computing']) ? rows : 0) &&
        computed === (isIn(view, die, ['returning']) ? rows : 0)
      );
    },
    // Its experts run, on rows of several dies.
    hardCase: (view) =>
      isIn(view, die, ['computing']) && routed.filter((ofDie) => ofDie[die]! > 0).length > 1,
  });
}

/**
 * A die ends when the results of all copies of all its tokens are there, and has summed all of them; then nothing is left that is for it
 * (docs/paper/facts.md 4.5, step 3).
 */
const sumsAllResults = (die: number, routes: Routes): Property =>
  always(
    `sums-all-results of ${dieOf(die)}`,
    {
      when: (view) => view.isDone(dieOf(die)),
      then: (view) =>
        window(view, die).received === routes[die]!.flat().length &&
        rank(view, die).summed === routes[die]!.flat().length &&
        view.waiting(windowOf(die), dieOf(die)).length === 0,
      // It has sent all results that it owes, and its own are not all there.
      hardCase: (view) =>
        view.matches(dieOf(die), 'waiting') && window(view, die).received < routes[die]!.flat().length,
    },
    { about: () => ({ component: windowOf(die), path: ['received'] }) },
  );
