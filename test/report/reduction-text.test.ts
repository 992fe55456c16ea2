// Goal: a report says what a reduction did, and what it leaves open. Method: what explorations tell of it, of each kind.

import { describe, expect, it } from 'vitest';
import { reductionRemarks, reductionText } from '../../src/report/reduction-text.js';

const tookPart = { full: 3, alone: 4_000, choices: 20, revoked: 1, passes: 2, asked: 5 };
const OPEN = /It says nothing of runs that never end: what speaks of them is inconclusive/;
const NONE = /No run goes on for ever: what would be owed in one is judged where runs end\./;

describe('of one exploration', () => {
  it('it says nothing where nobody wanted one', () => {
    expect(reductionText({ progress: 'reduction' })).toEqual([]);
  });

  it('it says how many steps were taken alone, and what is open', () => {
    const [what, open] = reductionText({ reduction: tookPart, progress: 'reduction' });
    expect(what).toMatch(
      /^A reduction took part: out of 4,000 states one step was taken alone, out of 20 only what one component may choose, out of 3 every/,
    );
    expect(open).toMatch(OPEN);
  });

  it('it says that nothing was left out, and so of no more states', () => {
    const reduction = { ...tookPart, alone: 0, choices: 0 };
    expect(reductionText({ reduction, progress: 'left out' })).toEqual([
      'The reduction found no step to be taken alone: out of every state every step was taken, so that all states were visited.',
    ]);
    const inconclusive = { budget: 'states' as const, frontier: 7 };
    expect(reductionText({ reduction, progress: 'left out', inconclusive })).toEqual([
      'The reduction found no step to be taken alone: out of every state every step was taken, so that it left out no state.',
    ]);
    expect(reductionRemarks([{ reduction, progress: 'left out' }])).toEqual([]);
    const [remark] = reductionRemarks([{ reduction, progress: 'reduction' }]);
    expect(remark).toMatch(/^It says nothing of runs that never end/);
  });

  it.each([
    ['no endless runs' as const, [NONE]],
    ['left out' as const, []],
  ])(
    'it says of runs that never end, where they are judged by %s, what there is to say',
    (progress, said) => {
      const sentences = reductionText({ reduction: tookPart, progress });
      expect(sentences.slice(1)).toEqual(said.map((each) => expect.stringMatching(each) as string));
    },
  );

  it('it says that there was no room for all states', () => {
    const [first] = reductionText({ reduction: { ...tookPart, after: 1_000_001 }, progress: 'left out' });
    expect(first).toBe(
      'A search of all states had room for no more than 1,000,001 (--no-reduction ends there).',
    );
  });

  it.each([
    [{}, 'All states were searched, without a reduction: it is in vain.'],
    [
      { inconclusive: { budget: 'states' as const, frontier: 7 } },
      'Steps taken alone did not help: it is in vain.',
    ],
  ])('it says why the states are those of a search of all: %o', (end, said) => {
    expect(reductionText({ reduction: { left: 'it is in vain' }, progress: 'left out', ...end })).toEqual([
      said,
    ]);
  });
});

it('of several explorations it says in how many it took part', () => {
  const all = { progress: 'not complete' as const };
  const reduced = { reduction: tookPart, progress: 'no endless runs' as const };
  expect(reductionRemarks([all])).toEqual([]);
  const [remark] = reductionRemarks([all, reduced, { ...reduced, progress: 'reduction' }]);
  expect(remark).toMatch(/^A reduction took part in 2 of 3 explorations: /);
  expect(remark).toMatch(OPEN);
});
