import type { UbPathContext } from '../../machines/interconnect/ub-path.js';
import type { DispatchCombineWiring } from '../../machines/networks/dispatch-combine/wiring.js';
import { always, monitor, type Property, type View } from '../../src/index.js';
import { issuedWhileUp } from '../monitors/issued-while-up.js';

/** The path of a die, and the cores that write through it. */
function sidesOf({ names, dies, microbatches, cores }: DispatchCombineWiring) {
  return dies.map((die) => ({
    path: names.path(die),
    cores: microbatches.flatMap((microbatch) =>
      [names.dispatch(die, microbatch), names.combine(die, microbatch)].flatMap((operator) =>
        cores.map((core) => names.core(operator, core)),
      ),
    ),
  }));
}

/** Writes that are on the fabric: between the cores and the windows. */
function writesUnderWay(view: View, cores: readonly string[], windows: readonly string[]): number {
  return cores
    .flatMap((core) => windows.map((window) => view.waiting(core, window)))
    .reduce((sum, waiting) => sum + waiting.filter(({ type }) => type === 'WRITE').length, 0);
}

/** Writes of a die that are under way never exceed its credits (docs/paper/facts.md 2). The margin is in writes. */
export function writesWithinCredits(wiring: DispatchCombineWiring): Property {
  const sides = sidesOf(wiring);
  const windows = Object.keys(wiring.components).filter((id) => id.startsWith('window.'));
  const { credits } = wiring.shape;
  const least = (view: View) =>
    Math.min(...sides.map(({ cores }) => credits - writesUnderWay(view, cores, windows)));
  return always('writes-within-credits', {
    then: least,
    // All that may be under way is, and more waits.
    hardCase: sides.map(
      ({ path, cores }) =>
        (view: View) =>
          cores.some((core) => view.waiting(core, path).length > 0) &&
          writesUnderWay(view, cores, windows) === credits,
    ),
  });
}

/** A credit is with its path, or with a write that is under way: none is lost, and none is made. The margin is 0 or negative. */
export function creditsConserved(wiring: DispatchCombineWiring): Property {
  const sides = sidesOf(wiring);
  const windows = Object.keys(wiring.components).filter((id) => id.startsWith('window.'));
  const creditsOf = (view: View, path: string) => view.context<UbPathContext>(path).credits;
  return always('credits-conserved', {
    then: (view) =>
      0 -
      Math.max(
        ...sides.map(({ path, cores }) =>
          Math.abs(wiring.shape.credits - creditsOf(view, path) - writesUnderWay(view, cores, windows)),
        ),
      ),
    hardCase: sides.map(
      ({ path }) =>
        (view: View) =>
          creditsOf(view, path) === 0,
    ),
  });
}

/** See `issuedWhileUp`. */
export function issuedOnlyWhileUp(wiring: DispatchCombineWiring): Property[] {
  const { path, cores } = sidesOf(wiring)[0]!;
  return [
    monitor(`issued-while-up of ${path}`, issuedWhileUp, undefined, {
      from: [path, ...cores],
      hardCase: cores.map(
        (core) => (view: View) => !view.matches(path, 'up') && view.waiting(core, path).length > 0,
      ),
    }),
  ];
}
