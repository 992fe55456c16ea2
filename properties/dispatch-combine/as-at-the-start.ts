import type { WindowContext } from '../../machines/die/receive-window.js';
import type { UbPathContext } from '../../machines/interconnect/ub-path.js';
import type { SendingCoreContext } from '../../machines/moe/sending-core.js';
import type { DispatchCombineWiring } from '../../machines/networks/dispatch-combine/wiring.js';
import { always, type Property, type View } from '../../src/index.js';

/**
 * When all dies have ended everything is as at the start: slots are empty, polls answered, flags and counters reset, UBuffer slots free,
 * credits back, and no data or signal is under way (docs/paper/facts.md 4.3: memory and signals are allocated once and used again and again).
 */
export function asAtTheStart(wiring: DispatchCombineWiring): Property {
  const { names, dies, microbatches, cores, shape, components } = wiring;
  const ids = Object.keys(components);
  const streams = dies.flatMap((die) => microbatches.map((microbatch) => names.stream(die, microbatch)));
  const windows = ids.filter((id) => id.startsWith('window.') || id.startsWith('status.'));
  const sending = dies.flatMap((die) =>
    microbatches.flatMap((microbatch) =>
      [names.dispatch(die, microbatch), names.combine(die, microbatch)].flatMap((operator) =>
        cores.map((core) => names.core(operator, core)),
      ),
    ),
  );

  const isEmpty = (view: View, window: string): boolean => {
    const { cells, polls } = view.context<WindowContext>(window);
    const isReset = Object.values(cells).every((cell) => {
      if (cell.kind === 'acknowledged') return shape.buffers === 'one-ack';
      // Flags that are not zeroed mean something only to the next operation.
      return cell.kind === 'flag' && cell.counts.length > 0 && shape.flags !== 'zeroing' && cell.isSeen;
    });
    return polls.length === 0 && isReset;
  };
  const isIdle = (view: View, core: string): boolean => {
    const { unsent, loading, loaded, quantising, quantised, storing, posted, issued, ubuffer } =
      view.context<SendingCoreContext>(core);
    const stages = [unsent, loading, loaded, quantising, quantised, storing, posted, issued];
    return stages.every(({ length }) => length === 0) && ubuffer.every((slot) => slot === null);
  };
  const operators = new Set(
    dies.flatMap((die) =>
      microbatches.flatMap((microbatch) => [names.dispatch(die, microbatch), names.combine(die, microbatch)]),
    ),
  );
  const senders = new Set([
    ...sending,
    ...dies.flatMap((die) => microbatches.map((microbatch) => names.dispatch(die, microbatch))),
  ]);
  const isNothingLeft = (view: View): boolean =>
    windows.every((window) => {
      const told: string[] = [];
      for (const from of view.sendersTo(window)) {
        const messages = view.waiting(from, window);
        const acknowledgements = messages.filter(({ type }) => type === 'ACK');
        // Who is told that he may write again has nothing more to write.
        if (senders.has(from) && acknowledgements.length < messages.length) return false;
        if (operators.has(from)) told.push(...acknowledgements.map((message) => JSON.stringify(message)));
      }
      // Each is told once: of each die at most as many are under way as there were operations.
      return new Set(told).size === told.length;
    });
  /** One microbatch of a die may start, as at the start, and only one. */
  const isOneTurn = (view: View, die: number): boolean =>
    microbatches.length === 1 ||
    microbatches.reduce(
      (sum, microbatch) =>
        sum + view.context<{ readonly turns: number }>(names.stream(die, microbatch)).turns,
      0,
    ) === 1;

  return always('as-at-the-start', {
    when: (view) => streams.every((stream) => view.matches(stream, 'finished')),
    then: (view) =>
      windows.every((window) => isEmpty(view, window)) &&
      sending.every((core) => isIdle(view, core)) &&
      dies.every((die) => view.context<UbPathContext>(names.path(die)).credits === shape.credits) &&
      dies.every((die) => isOneTurn(view, die)) &&
      isNothingLeft(view),
  });
}
