// Goal: what is unseen reads as lists. Method: lists by hand.

import { expect, it } from 'vitest';
import { unseenText } from '../../src/report/unseen-text.js';

const vacuity = (what: string) => ({ property: 'p', what, why: 'because' });

it('nothing is no text', () => {
  expect(unseenText({ vacuous: [], neverSeen: [] })).toEqual([]);
});

it('a list breaks off', () => {
  const neverSeen = Array.from({ length: 22 }, (_, at) => ({ what: `rule ${at}` }));
  const lines = unseenText({ vacuous: [vacuity('x')], neverSeen }, 'so far');
  expect(lines.slice(0, 4)).toEqual([
    '  vacuous (--strict refuses it):',
    '    p: x: because',
    '  never seen so far:',
    '    rule 0',
  ]);
  expect(lines.at(-1)).toBe('    and 2 more; --json names all');
});
