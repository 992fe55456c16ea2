import * as fc from 'fast-check';
import { type BoundSuite, Worst } from '../../src/index.js';

/** One claim that holds, of as many inputs as one asks for. */
export const slowSuite: BoundSuite = {
  name: 'squares',
  title: 'squares of whole numbers',
  parameters: {},
  faults: {},
  build: () => [
    {
      name: 'square',
      title: 'a square is not negative',
      formula: 'x x >= 0',
      kind: 'law',
      inputs: fc.integer(),
      measure: (x: number) => {
        const worst = new Worst();
        worst.same(Math.sign(x * x), x === 0 ? 0 : 1, () => `the sign of the square of ${x}`);
        return worst;
      },
      witness: { title: 'a negative number', isMet: (x: number) => x < 0 },
    },
  ],
  runs: { check: 10, deep: 100 },
};
