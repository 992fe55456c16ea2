// Goal: the sentences that a report begins with say no more than was checked: what ended at a violation is not complete, and a sample is no proof.
// Method: results of a check, made by hand.

import { describe, expect, it } from 'vitest';
import { resultOf } from '../../../src/check/result.js';
import { BUILT_IN_PROPERTIES } from '../../../src/network/property.js';
import { headlineOf, numbersOf, proseOf } from '../../../src/report/page/headline.js';
import { evidence, explored, subject } from '../results.js';

const builtIn = (verdict: 'holds' | 'inconclusive') => BUILT_IN_PROPERTIES.map((name) => ({ name, verdict }));
const exhaustive = { mode: 'exhaustive' as const, subject, notable: {}, evidence: [] };
const complete = { ...exhaustive, result: { ...explored, properties: builtIn('holds') } };
const violated = {
  ...exhaustive,
  evidence: [evidence],
  result: {
    ...explored,
    verdict: 'violated' as const,
    states: 17,
    properties: [...builtIn('inconclusive'), { name: 'flag-implies-data', verdict: 'violated' as const }],
  },
};
const unfinished = {
  ...exhaustive,
  result: {
    ...explored,
    verdict: 'inconclusive' as const,
    properties: builtIn('inconclusive'),
    inconclusive: { budget: 'states' as const, frontier: 3 },
  },
};

describe('what a report begins with', () => {
  it('says of what holds how much was seen', () => {
    expect(headlineOf(resultOf(1, [complete], 0))).toBe('dispatch-combine holds, in every reachable state');
    expect(headlineOf(resultOf(1, [complete, complete], 0))).toBe(
      'All 2 items hold: 2 in every reachable state',
    );
    expect(proseOf(resultOf(1, [complete], 0))[0]).toMatch(/was gone through \*completely\*: 81,234 states/);
  });

  it('does not call complete what ended at a violation', () => {
    const result = resultOf(1, [violated], 0);
    expect(headlineOf(result)).toBe('dispatch-combine violates flag-implies-data');
    expect(proseOf(result)).toEqual([
      '1 exploration ended at a violation, with 17 states seen: of other properties it says nothing.',
    ]);
    expect(numbersOf(result)[0]).toEqual({ value: '17', label: 'states seen, not all that there are' });
    expect(headlineOf(resultOf(1, [complete, violated], 0))).toBe(
      '1 of 2 items is violated: flag-implies-data in dispatch-combine',
    );
  });

  it('says what was not finished', () => {
    expect(headlineOf(resultOf(1, [complete, unfinished], 0))).toBe(
      '1 item of 2 was not finished: dispatch-combine',
    );
    expect(headlineOf(resultOf(1, [complete], 4))).toBe('4 items of 5 were not finished');
    expect(proseOf(resultOf(1, [complete, unfinished], 4))).toEqual([
      expect.stringMatching(/^1 configuration of 1 network was gone through \*completely\*/),
      '1 exploration ended early; what it has not seen is not known.',
      'An interruption left 4 items unchecked.',
    ]);
  });
});
