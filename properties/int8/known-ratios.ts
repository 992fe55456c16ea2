import { type Bound, type Measure, Worst } from '../../src/index.js';

/** What a known input may fall short of the ratio that is stated of it: figures in documents have two digits at least. */
const SHORT_OF_KNOWN = 0.01;

/**
 * A claim that is also violated where one of its tight inputs falls short of its ratio: the bound has then become looser than it is
 * said to be, which no input that stays within it shows.
 */
export function asTightAsKnown(bound: Bound): Bound {
  const { tight, measure } = bound;
  if (tight === undefined) return bound;
  return {
    ...bound,
    measure: (input): Measure => {
      const measured = measure(input);
      const known = tight.find((each) => each.input === input);
      if (known === undefined || measured.ratio >= known.ratio * (1 - SHORT_OF_KNOWN)) return measured;
      const worst = new Worst();
      worst.same(measured.ratio, known.ratio, () => `error / bound of the known input '${known.title}'`);
      return worst;
    },
  };
}
