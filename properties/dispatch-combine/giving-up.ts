import type { DispatchCombineWiring } from '../../machines/networks/dispatch-combine/wiring.js';
import { monitor, type Property, type View } from '../../src/index.js';
import { allGiveUp } from './monitors/all-give-up.js';
import { blameIsRight } from './monitors/blame-is-right.js';
import { givesUpForTheDeadOnly } from './monitors/gives-up-for-the-dead-only.js';
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
  /** A wait has been given up, and something else is still so. */
  const besideGivenUp = (others: readonly ((view: View) => boolean)[]) =>
    gaveUp.flatMap((hasGivenUp) => others.map((other) => (view: View) => hasGivenUp(view) && other(view)));
  return [
    ...claims,
    monitor('tells-of-the-dead', tellsOfTheDead, undefined, {
      from: waiting.map(({ id }) => id),
      hardCase: besideGivenUp(over),
    }),
    monitor(
      'all-give-up',
      allGiveUp,
      { streams, lastItems },
      {
        from: [...streams.flat(), ...health],
        hardCase: besideGivenUp(
          streams
            .flat()
            .map(
              (stream) => (view: View) =>
                !view.matches(stream, 'halted') && !view.matches(stream, 'finished'),
            ),
        ),
      },
    ),
  ];
}
