// Goal: what an exploration says of runs that go on for ever, and of what is no longer possible, is what the definitions say.
// Method: the graphs and networks that the reference is tested on in test/reference/plain-progress.test.ts, with the same verdicts.

import { describe, expect, it } from 'vitest';
import { explore, type Network } from '../../src/index.js';
import { drawn, expectedOf } from '../support/digraphs.js';
import { DRAWINGS } from '../support/drawings.js';
import { ENDLESS } from '../support/endless.js';

const violatedBy = (network: Network): string[] =>
  explore(network, { afterViolation: 'continue' })
    .violations.map(({ property }) => property)
    .sort();

describe('a drawn graph', () => {
  it.each(DRAWINGS)('$name', (drawing) => {
    expect(violatedBy(drawn(drawing))).toEqual(expectedOf(drawing));
  });
});

describe('a network that never ends', () => {
  it.each(ENDLESS)('$name', ({ network, violated }) => {
    expect(violatedBy(network)).toEqual(violated);
  });
});
