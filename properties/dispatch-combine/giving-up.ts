import type { WindowContext } from '../../machines/die/receive-window.js';
import type { SendingCoreContext } from '../../machines/moe/sending-core.js';
import type { DispatchCombineWiring } from '../../machines/networks/dispatch-combine/wiring.js';
import { always, monitor, type Property, type View } from '../../src/index.js';
import type { HardCases } from './hard-cases.js';
import { allGiveUp } from './monitors/all-give-up.js';
import { blameIsRight } from './monitors/blame-is-right.js';
import { givesUpForTheDeadOnly } from './monitors/gives-up-for-the-dead-only.js';
import { heedsTheDead } from './monitors/heeds-the-dead.js';
import { nothingAfterGivingUp } from './monitors/nothing-after-giving-up.js';
import { silentAfterFailure } from './monitors/silent-after-failure.js';
import { tellsOfTheDead } from './monitors/tells-of-the-dead.js';

/** What dies do about others that do not signal (docs/paper/facts.md 13.1). */
export function givingUp(wiring: DispatchCombineWiring, cases: HardCases): Property[] {
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
        operator,
        stream: names.stream(die, microbatch),
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
      from: [...streams.flat(), ...waiting.map(({ id }) => id), ...health],
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
    ...dies.slice(0, shape.failures).flatMap((die) => stopping(wiring, cases, die)),
    // Where one die can fail only, it survives nobody.
    ...dies.filter((die) => shape.failures > 1 || die > 0).map((die) => leftClean(wiring, cases, die)),
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
      'nothing-after-giving-up',
      nothingAfterGivingUp,
      { waits: Object.fromEntries(waiting.map(({ id, operator, stream }) => [id, { operator, stream }])) },
      {
        from: [...waiting.map(({ id }) => id), ...streams.flat(), ...cases.dataWindows],
        hardCase: gaveUp,
      },
    ),
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

/** A die fails as a whole: from the moment at which its health is so, nothing on it works or sends (docs/paper/facts.md 13.1). */
function stopping(wiring: DispatchCombineWiring, cases: HardCases, die: number): Property[] {
  const { names, microbatches, shape } = wiring;
  const health = names.health(die);
  const cores = cases.sendingCores[die]!;
  const operators = microbatches.flatMap((microbatch) => [
    names.dispatch(die, microbatch),
    names.combine(die, microbatch),
  ]);
  const waits = operators.map((operator) => names.waiting(operator));
  const parts = [
    names.path(die),
    ...microbatches.flatMap((microbatch) => [names.stream(die, microbatch), names.expert(die, microbatch)]),
    ...operators,
    ...cores,
  ];
  /** A write of the die was on the wire when it failed. */
  const isUnderWay = cores.flatMap((core) =>
    cases.dataWindows.map(
      (window) => (view: View) => view.matches(health, 'failed') && view.waiting(core, window).length > 0,
    ),
  );
  return [
    always(`stops-whole at die ${die}`, {
      when: (view) => view.matches(health, 'failed'),
      // A wait that had been given up had stopped before.
      then: (view) =>
        parts.every((part) => view.matches(part, 'halted')) &&
        waits.every((wait) => view.matches(wait, 'halted') || view.matches(wait, 'givenUp')),
    }),
    monitor(
      `silent-after-failure at die ${die}`,
      silentAfterFailure,
      { die, cores, areCounted: shape.combineSignal === 'add' },
      { from: [health, ...cores, ...cases.dataWindows], hardCase: isUnderWay },
    ),
  ];
}

/**
 * Who has given up leaves nothing behind of what he had done before: his cores hold no tokens when they have come to rest, polls are of waits
 * that poll or were given up, and slots and signals are of operations that he had not ended (docs/paper/facts.md 4.3). What is left of the
 * operation that was given up is for a reset of the buffers.
 */
function leftClean(wiring: DispatchCombineWiring, cases: HardCases, die: number): Property {
  const { names, microbatches, shape } = wiring;
  const streams = microbatches.map((microbatch) => names.stream(die, microbatch));
  const windows = cases.windows.filter((id) => id.split('.')[1] === String(die));
  const isPushed = shape.dispatchTransfer === 'push' && shape.combineTransfer === 'push';
  const isEnded = (view: View, item: number): boolean => {
    const { layer } = view.context<{ readonly layer: number }>(streams[item % streams.length]!);
    return Math.floor(item / streams.length) < layer;
  };
  const isLeft = (view: View, cell: WindowContext['cells'][number]): boolean => {
    switch (cell.kind) {
      case 'slot':
        return isPushed && isEnded(view, cell.copy.item);
      case 'flag':
        return (cell.counts.length === 0 || shape.flags === 'zeroing') && isEnded(view, cell.item);
      case 'counter':
        return cell.adds.some(({ item }) => isEnded(view, item));
      case 'acknowledged':
        return false;
    }
  };
  const isClean = (view: View, window: string): boolean => {
    const { cells, polls } = view.context<WindowContext>(window);
    return (
      polls.every(({ reader }) => view.matches(reader, 'polling') || view.matches(reader, 'givenUp')) &&
      Object.values(cells).every((cell) => !isLeft(view, cell))
    );
  };
  const isEmpty = (view: View, core: string): boolean => {
    const { unsent, loading, loaded, quantising, quantised, storing, posted, ubuffer } =
      view.context<SendingCoreContext>(core);
    const stages = [unsent, loading, loaded, quantising, quantised, storing, posted];
    return stages.every(({ length }) => length === 0) && ubuffer.every((slot) => slot === null);
  };
  return always(`left-clean at die ${die}`, {
    when: (view) =>
      streams.some((stream) => view.matches(stream, 'halted')) && view.matches(names.health(die), 'alive'),
    then: (view) =>
      windows.every((window) => isClean(view, window)) &&
      cases.sendingCores[die]!.every((core) => !view.matches(core, 'idle') || isEmpty(view, core)),
  });
}
