// Goal: a check with a reduction tells in which explorations it took part, and claims nothing of states that it left out. Method: two dies of dispatch-combine, as text, page and JSON.

import { describe, expect, it } from 'vitest';
import { dispatchCombine } from '../../properties/dispatch-combine/family.js';
import { check, choose } from '../../src/index.js';
import { checkJson } from '../../src/report/check-json.js';
import { checkText } from '../../src/report/check-text.js';
import { proseOf } from '../../src/report/page/headline.js';
import { PLAIN } from '../../src/report/palette.js';

describe('a check with a reduction', () => {
  const { network } = choose(dispatchCombine, { dies: 2, tokens: 1, layers: 1 });

  it('tells in how many explorations it took part, and what is left open', () => {
    const result = check(network, { runs: 1, reduction: true, progressChecks: false });
    const remark =
      'A reduction took part in 1 of 1 exploration: of these, the states are those that were visited, and there are more.';
    expect(result.verdict).toBe('holds-in-sample');
    expect(checkText(result, PLAIN, 200)).toContain(remark);
    expect(proseOf(result)).toContain(remark);
    expect(proseOf(result).join(' ')).not.toContain('every interleaving');
    const { runs } = checkJson(result);
    expect(runs[0]).toMatchObject({ reduction: { alone: expect.any(Number) as number } });
  });

  it('refuses threads before anything is done', () => {
    expect(() => check(network, { reduction: true, threads: 2 })).toThrow('does not go with 2 threads');
  });
});
