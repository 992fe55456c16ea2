import type { DispatchCombineWiring } from '../../machines/networks/dispatch-combine/wiring.js';
import { eventually, leadsTo, type Property, type View } from '../../src/index.js';
import { mayHaveTokens } from './tokens.js';

/**
 * What must happen in the end, in every run that is fair: each die that lives finishes all layers of all microbatches or gives up, and each wait ends,
 * since all has come or since somebody is dead (docs/paper/facts.md 4.4 and 13.1). `operator-order` and `all-give-up` claim it of what is told; these,
 * of what the charts come to.
 */
export function comingToAnEnd(wiring: DispatchCombineWiring): Property[] {
  const { names, dies, microbatches, shape } = wiring;
  // Who gives up has halted, and so has who has failed; where nobody can fail, nobody is to give up.
  const ends = shape.failures > 0 ? ['finished', 'halted'] : ['finished'];
  return dies.flatMap((die) => {
    const streams = microbatches.map((microbatch) => names.stream(die, microbatch));
    // Who has no tokens waits for no results: he asks for nothing, which is there at once.
    const isAwaited = mayHaveTokens(wiring, [die]) || shape.buffers === 'one-ack';
    const waits = microbatches.flatMap((microbatch) =>
      [names.dispatch(die, microbatch), ...(isAwaited ? [names.combine(die, microbatch)] : [])].map(
        (operator) => names.waiting(operator),
      ),
    );
    return [
      eventually(`finishes-or-gives-up at die ${die}`, (view) =>
        streams.every((stream) => ends.some((end) => view.matches(stream, end))),
      ),
      ...waits.map((wait) => {
        const isPolling = (view: View) => view.matches(wait, 'polling');
        return leadsTo(`waits-end of ${wait}`, isPolling, (view) => !isPolling(view));
      }),
    ];
  });
}
