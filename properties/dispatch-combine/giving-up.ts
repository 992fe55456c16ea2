import type { DispatchCombineWiring } from '../../machines/networks/dispatch-combine/wiring.js';
import { always, monitor, type Property, type View } from '../../src/index.js';
import { allGiveUp } from './monitors/all-give-up.js';
import { blameIsRight } from './monitors/blame-is-right.js';
import { givesUpForTheDeadOnly } from './monitors/gives-up-for-the-dead-only.js';
import { heedsTheDead } from './monitors/heeds-the-dead.js';
import { tellsOfTheDead } from './monitors/tells-of-the-dead.js';

/** What dies do about others that do not signal (docs/paper/facts.md 13.1). */
export function givingUp(wiring: DispatchCombineWiring): Property[] {
  const { names, dies, microbatches, shape } = wiring;
  const streams = dies.map((die) => microbatches.map((microbatch) => names.stream(die, microbatch)));
  const last = microbatches.map((microbatch) => (shape.layers - 1) * microbatches.length + microbatch);
  const lastItems = Object.fromEntries(
    streams.flatMap((ofDie) => ofDie.map((stream, microbatch) => [stream, last[microbatch]!] as const)),
  );
  const health = dies.map((die) => names.health(die));
  const waiting = dies.flatMap((die) =>
    microbatches.flatMap((microbatch) =>
      [names.dispatch(die, microbatch), names.combine(die, microbatch)].map((operator) => ({
        die,
        id: names.waiting(operator),
      })),
    ),
  );
  const over = waiting.map(
    ({ id }) =>
      (view: View) =>
        view.matches(id, { polling: 'limited' }),
  );
  const gaveUp = waiting.map(
    ({ id }) =>
      (view: View) =>
        view.matches(id, 'givenUp'),
  );
  const claims: Property[] = [
    // A wait has a limit, and what it waits for is late.
    monitor('gives-up-for-the-dead-only', givesUpForTheDeadOnly, undefined, {
      from: [...streams.flat(), ...health],
      hardCase: over,
    }),
    monitor('blame-is-right', blameIsRight, undefined, {
      from: [...waiting.map(({ id }) => id), ...health],
      hardCase: shape.failures === 0 ? over : gaveUp,
    }),
  ];
  if (shape.failures === 0) return claims;
  /** Whom could those be that have to be told, or to give up, too? */
  const nobodyElse = (who: string): string | undefined =>
    dies.length > 2 ? undefined : `of two dies, of which one is dead, nobody else is left to ${who}`;
  /** A wait has been given up, and something else is still so. */
  const besideGivenUp = (others: readonly ((view: View) => boolean)[]) =>
    gaveUp.flatMap((hasGivenUp) => others.map((other) => (view: View) => hasGivenUp(view) && other(view)));
  return [
    ...claims,
    ...(microbatches.length > 1 ? [givesUpWhole(streams)] : []),
    monitor('tells-of-the-dead', tellsOfTheDead, undefined, {
      from: waiting.map(({ id }) => id),
      hardCase: besideGivenUp(over),
      // Microbatches of one die have waits of their own.
      notApplicable: microbatches.length > 1 ? undefined : nobodyElse('be told'),
    }),
    monitor('heeds-the-dead', heedsTheDead, undefined, {
      from: waiting.map(({ id }) => id),
      hardCase: gaveUp,
    }),
    monitor(
      'all-give-up',
      allGiveUp,
      { streams, lastItems },
      {
        from: [...streams.flat(), ...waiting.map(({ id }) => id), ...health],
        hardCase: besideGivenUp(
          streams
            .flat()
            .map(
              (stream) => (view: View) =>
                !view.matches(stream, 'halted') && !view.matches(stream, 'finished'),
            ),
        ),
        // The microbatches of a die give up in one step: see `gives-up-whole`.
        notApplicable: nobodyElse('give up'),
      },
    ),
  ];
}

/**
 * A die gives up as a whole: its microbatches share their windows and peers. `all-give-up` is judged only where nothing can happen any more,
 * and a die that waits for ever may still fail, where it is one of those that may.
 */
function givesUpWhole(streams: readonly (readonly string[])[]): Property {
  const isHalted = (view: View) => (stream: string) => view.matches(stream, 'halted');
  return always('gives-up-whole', {
    then: (view) => streams.every((ofDie) => ofDie.some(isHalted(view)) === ofDie.every(isHalted(view))),
    hardCase: streams.flatMap((ofDie) =>
      ofDie.map((stream) => (view: View) => view.matches(stream, 'halted')),
    ),
  });
}
