// Goal: results read as sentences that a person understands, with thousands separators and the right grammatical number.

import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { ExploreResult } from '../../src/explore/explore-result.js';
import { budgetText } from '../../src/report/budget-text.js';
import { campaignText } from '../../src/report/campaign-text.js';
import { coverageText } from '../../src/report/coverage-text.js';
import { evidenceText, evidenceTexts } from '../../src/report/evidence.js';
import { namedTexts } from '../../src/report/named-by-faults.js';
import { explorationText } from '../../src/report/exploration-text.js';
import { counted, marginText, secondsText, whole } from '../../src/report/numbers.js';
import { PLAIN, palette, verdictWords } from '../../src/report/palette.js';
import { parameterOption, subjectText } from '../../src/report/subject.js';
import { walkText } from '../../src/report/walk-text.js';
import { explainedFault } from '../counterexample/explain/explained.js';
import { campaigned, coverage, evidence, explored, subject, violation, walked } from './results.js';

describe('numbers', () => {
  it('have thousands separators', () => {
    expect(whole(6_436_343)).toBe('6,436,343');
    expect(secondsText(1_234.5)).toBe('1,234.50 s');
    expect(marginText(-1_234.5678)).toBe('-1,234.5678');
  });

  it('are written as Intl writes them', () => {
    for (const value of [
      0,
      9,
      999,
      1_000,
      99_999.5,
      123_456_789_012,
      2 ** 53,
      1e21,
      -1_234,
      Number.NaN,
      Infinity,
    ]) {
      expect(whole(value)).toBe(Math.round(value).toLocaleString('en-US'));
    }
    const hundredths = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    for (const value of [0, 0.125, 0.996, 59.99, 1_000, 1_234_567.891]) {
      expect(secondsText(value)).toBe(`${value.toLocaleString('en-US', hundredths)} s`);
    }
  });

  it.each([
    [0, '0 states'],
    [1, '1 state'],
    [2_000, '2,000 states'],
  ])('%d is counted as %s', (count, text) => {
    expect(counted(count, 'state')).toBe(text);
  });
});

describe('a subject', () => {
  it.each([
    { changes: {}, text: 'dispatch-combine (dies 2, tokens 2, layers 2)' },
    { changes: { parameters: {} }, text: 'dispatch-combine' },
    { changes: { parameters: {}, faults: ['A1'] }, text: 'dispatch-combine with fault A1' },
    {
      changes: { parameters: { dies: 2 }, faults: ['A1', 'B1'] },
      text: 'dispatch-combine (dies 2) with faults A1, B1',
    },
  ])('is $text', ({ changes, text }) => {
    expect(subjectText({ ...subject, ...changes })).toBe(text);
  });

  it.each([
    ['dies', '--dies'],
    ['tokensPerDie', '--tokens-per-die'],
    ['mtp2', '--mtp2'],
  ])('the parameter %s is the option %s', (name, option) => {
    expect(parameterOption(name)).toBe(option);
  });
});

describe('an exploration', () => {
  it('that holds has visited every state', () => {
    expect(explorationText(subject, explored, [], PLAIN)).toBe(`\
dispatch-combine (dies 2, tokens 2, layers 2): holds.
81,234 states, 190,332 steps between them, 61 levels; every state was visited.
1.50 s and 0.10 s for progress checks, 24.3 bytes a state; XState was asked 2,330 times.

  holds  deadlock-freedom, slots-free (smallest margin 1), credits (smallest margin 0.25)
  charts: 2 of 3 states, 1 of 3 transitions, 1 of 2 guard outcomes
  monitors: 1 of 1 states, 0 of 1 transitions
  never taken:
    die: sending --FAIL--> failed
    die: sending --after copy--> idle
    monitor order: in order --SENT--> in order`);
  });

  it('without progress checks says so', () => {
    const text = explorationText(subject, { ...explored, progress: 'left out' }, [], PLAIN);
    expect(text.split('\n').slice(0, 3)).toEqual([
      'dispatch-combine (dies 2, tokens 2, layers 2): holds, progress checks left out.',
      '81,234 states, 190,332 steps between them, 61 levels; every state was visited.',
      '1.50 s, 24.3 bytes a state; XState was asked 2,330 times.',
    ]);
  });

  it('whose budget ran out during its progress checks has visited every state', () => {
    const open: ExploreResult = {
      ...explored,
      verdict: 'inconclusive',
      progress: 'not complete',
      inconclusive: { budget: 'seconds', frontier: 0, during: 'progress checks' },
    };
    expect(explorationText(subject, open, [], PLAIN).split('\n').slice(1, 3)).toEqual([
      '81,234 states, 190,332 steps between them, 61 levels; every state was visited.',
      'The budget of seconds ran out, with the progress checks left to finish. Raise --seconds-max, or make the parameters smaller.',
    ]);
  });

  it.each([
    ['deadlock-freedom', 'the search ended at the violation (--all goes on after it).'],
    [
      'no-stuck-component',
      'every state was visited; of runs that never end not everything was judged (--all does).',
    ],
  ])('that was violated, and left %s open, says: %s', (name, says) => {
    const properties = [
      ...explored.properties.filter((each) => each.name !== name),
      { name, verdict: 'inconclusive' as const },
    ];
    const failed: ExploreResult = {
      ...explored,
      verdict: 'violated',
      properties,
      violations: [violation],
      progress: 'not complete',
    };
    const text = explorationText(subject, failed, [evidence], PLAIN);
    expect(
      Math.max(
        ...text
          .split('\n')
          .slice(0, 4)
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(100);
    expect(text.replaceAll('\n', ' ')).toContain(
      `81,234 states, 190,332 steps between them, 61 levels; ${says}`,
    );
  });

  it('whose budget ran out says what to raise', () => {
    const open = {
      ...explored,
      verdict: 'inconclusive' as const,
      inconclusive: { budget: 'memory' as const, frontier: 1 },
    };
    expect(explorationText(subject, open, [], PLAIN)).toContain(
      "; not every state was visited.\nThe budget of memory ran out, with 1 state left to expand. Raise --memory-max (and Node.js's " +
        "--max-old-space-size, if the machines' own states fill the heap), or make the parameters smaller.\n",
    );
  });

  it('shows every counterexample', () => {
    const other = {
      ...evidence,
      violation: { ...violation, property: 'credits', steps: ['die.0 ⏱ poll'] },
      rendered: 'credits is violated after 1 step (proven shortest): there are none\n  1. die.0 ⏱ poll',
    };
    const text = explorationText(
      subject,
      { ...explored, violations: [violation, other.violation] },
      [evidence, other],
      PLAIN,
    );
    expect(text).toContain(`\n\n${evidenceText(evidence)}\n\n${evidenceText(other)}`);
  });

  it('shows the steps of several violations once, if they are the same', () => {
    const same = {
      ...evidence,
      violation: { ...violation, property: 'credits' },
      rendered: 'credits is violated after 2 steps (proven shortest): there are none\n  1. ...',
      traceFile: 'traces/b.trace.json',
    };
    expect(evidenceTexts([evidence, same])).toEqual([
      `\
flag-implies-data is violated after 2 steps (proven shortest): the margin is -1
credits is violated after 2 steps (proven shortest): there are none
  1. ...

Look:  npx cloudmatrix-check replay traces/a.trace.json --html trace.html
Traces of the others: traces/b.trace.json`,
    ]);
  });

  it('that ended at a violation does not tell what it has not seen yet', () => {
    const open = explored.properties.map((each) => ({ ...each, verdict: 'inconclusive' as const }));
    const neverSeen = [{ property: 'credits', what: "the event 'TAKEN'" }];
    const ended = { ...explored, properties: open, neverSeen };
    expect(explorationText(subject, ended, [], PLAIN)).not.toContain('never seen');
    const budget = { budget: 'states' as const, frontier: 3 };
    expect(explorationText(subject, { ...ended, inconclusive: budget }, [], PLAIN)).toContain(
      '  never seen so far:\n',
    );
  });

  it('that ended at a violation counts what it has not decided, unless all is to be told', () => {
    const open = explored.properties.map((each) => ({ ...each, verdict: 'inconclusive' as const }));
    expect(open.length).toBeGreaterThan(1);
    const ended = { ...explored, properties: open };
    expect(explorationText(subject, ended, [], PLAIN)).toContain(`  inconclusive  ${open.length} others\n`);
    const full = explorationText(subject, ended, [], PLAIN, [], { layout: { isFull: true } });
    for (const { name } of open) expect(full).toContain(name);
    const budget = { budget: 'states' as const, frontier: 3 };
    const cut = explorationText(subject, { ...ended, inconclusive: budget }, [], PLAIN);
    expect(cut).toContain(open[0]!.name);
  });

  it('of faults begins with what they name, and has a line for what else was violated', () => {
    const named = [
      { fault: 'B2', property: 'credits', isThere: true, isOfThese: true, configuration: { layers: 1 } },
      { fault: 'B3', property: 'no-overwrite', isThere: false, isOfThese: false, configuration: {} },
      { fault: 'B4', property: 'slots-free', isThere: true, isOfThese: false, configuration: {} },
    ];
    const own = {
      ...evidence,
      violation: { ...violation, property: 'credits', steps: ['die.0 ⏱ poll'] },
      rendered: 'credits is violated after 1 step',
    };
    const result = {
      ...explored,
      properties: [
        { name: 'credits', verdict: 'violated' as const },
        { name: 'slots-free', verdict: 'holds' as const },
      ],
    };
    expect(namedTexts(named, [evidence, own], result, false)).toEqual([
      'The fault B3 names no-overwrite, which the network does not have with these parameters; it is known to show with the defaults.\n' +
        'The fault B4 names slots-free, which holds in this network; it is known to show with the defaults.',
      evidenceText(own),
      'flag-implies-data is violated too, after 2 steps; the trace is in traces/a.trace.json',
    ]);
    expect(namedTexts(named, [evidence, own], result, true).slice(1)).toEqual([
      evidenceText(own),
      evidenceText(evidence),
    ]);
    expect(namedTexts(named.slice(2), [evidence], result, false).slice(1)).toEqual([evidenceText(evidence)]);
  });
});

describe('random walks', () => {
  it('tell how much they saw, and the seed', () => {
    expect(walkText(subject, walked, [], PLAIN)).toBe(`\
dispatch-combine (dies 2, tokens 2, layers 2): holds in the sample.
100 walks, 32,000 steps, 2,301 different states; 1 walk came to an end of the network. 0.13 s.
seed 384; the same seed gives the same walks

  holds in the sample  deadlock-freedom
  charts: 2 of 3 states, 1 of 3 transitions, 1 of 2 guard outcomes
  monitors: 1 of 1 states, 0 of 1 transitions
  never taken:
    die: sending --FAIL--> failed
    die: sending --after copy--> idle
    monitor order: in order --SENT--> in order`);
  });

  it('may violate two properties in one state, of which they show the first', () => {
    const properties = [
      { name: 'deadlock-freedom', verdict: 'violated' as const },
      { name: 'order', verdict: 'violated' as const },
    ];
    const failed = { ...walked, properties, violations: [{ ...violation, property: 'deadlock-freedom' }] };
    expect(walkText(subject, failed, [evidence], PLAIN)).toContain('\n  violated  deadlock-freedom, order\n');
  });

  it('that were interrupted tell how many are left', () => {
    const open = { ...walked, inconclusive: { budget: 'interrupted' as const, frontier: 3 } };
    expect(walkText(subject, open, [], PLAIN)).toContain(
      '\nIt was interrupted, with 3 walks left. Run it again to its end for a verdict.\nseed 384;',
    );
  });
});

describe('a campaign', () => {
  it('tells how much it saw, and the seed', () => {
    expect(campaignText({ ...subject, parameters: {} }, campaigned, 300, [], PLAIN)).toBe(`\
dispatch-combine, random configurations: holds in the sample.
300 runs of 12 configurations, 60,000 steps. 3.00 s.
seed 384; the same seed gives the same runs

  holds in the sample  deadlock-freedom
  charts: 2 of 3 states, 1 of 3 transitions, 1 of 2 guard outcomes
  monitors: 1 of 1 states, 0 of 1 transitions
  never taken:
    die: sending --FAIL--> failed
    die: sending --after copy--> idle
    monitor order: in order --SENT--> in order`);
  });

  it('tells how far a counterexample was shrunk', () => {
    const failed = {
      ...campaigned,
      verdict: 'violated' as const,
      shrunk: { from: 1_200, shrinks: 9, path: '3:1' },
    };
    expect(campaignText(subject, failed, 300, [evidence], PLAIN)).toContain(
      'Found after 1,200 steps, made 2 steps long. The smallest parameters that show it: dies 2, tokens 2, layers 2.\nflag-implies-data',
    );
  });
});

describe('transitions that were never taken', () => {
  it('are not named where the search ended at a violation', () => {
    const open = [{ name: 'deadlock-freedom', verdict: 'inconclusive' as const }];
    const failed = { ...explored, verdict: 'violated' as const, violations: [violation] };
    const text = explorationText(subject, { ...failed, properties: open }, [evidence], PLAIN);
    expect(text).toContain('\n  charts: 2 of 3 states, ');
    expect(text).not.toContain('never taken');
    // It went on after the violation, to the last of all states.
    expect(explorationText(subject, failed, [evidence], PLAIN)).toContain('\n  never taken:\n');
  });

  it('are named up to a number', () => {
    const names = Array.from({ length: 23 }, (_, index) => `a --E${index + 10}--> b`);
    const chart = { ...coverage.machines[0]!, transitions: { visited: [], unvisited: names } };
    const lines = coverageText({ machines: [chart], monitors: [] });
    expect(lines).toHaveLength(1 + 1 + 20 + 1);
    expect(lines.slice(-2)).toEqual([
      '    die: a --E29--> b',
      '    and 3 more transitions; --json names all',
    ]);
  });

  it('are not spoken of where charts have nothing to cover', () => {
    expect(coverageText({ machines: [], monitors: [] })).toEqual([]);
  });
});

describe('a counterexample', () => {
  it('names its trace', () => {
    expect(evidenceText(evidence)).toBe(
      `${evidence.rendered}\n\nLook:  npx cloudmatrix-check replay traces/a.trace.json --html trace.html`,
    );
  });

  it('names a trace with a space so that a shell takes it for one word', () => {
    expect(evidenceText({ ...evidence, traceFile: "it's a.json" })).toMatch(
      /replay 'it'\\''s a\.json' --html trace\.html$/,
    );
  });

  it('has a command on as many lines as the window wants, which a shell takes for one', () => {
    const traceFile = `traces/${'a-long-name-'.repeat(5)}.trace.json`;
    const commandOf = (width: number) =>
      evidenceText({ ...evidence, traceFile, replayNetwork: './net.js' }, { width })
        .split('\n')
        .slice(3);
    for (const width of [60, 80, 100, 300]) {
      const lines = commandOf(width);
      // Only a name alone may be longer than a line.
      const wide = lines.filter((line) => line.length > Math.min(100, width));
      expect(wide.every((line) => !/\S \S/.test(line.replace(/ \\$/, '').trim()))).toBe(true);
      expect(lines.slice(0, -1).every((line) => line.endsWith(' \\'))).toBe(true);
    }
    expect(commandOf(100)).toEqual([
      'Look:  npx cloudmatrix-check replay \\',
      `  ${traceFile} \\`,
      '  --network ./net.js --html trace.html',
    ]);
  });

  it('has colours in its brief on a terminal, and the same text', () => {
    const explanation = explainedFault('core-pool', 'D2', { detourStatesMax: 0 });
    const plain = evidenceText({ ...evidence, explanation });
    const coloured = evidenceText({ ...evidence, explanation }, { colours: palette(true) });
    expect(stripVTControlCharacters(coloured)).toBe(plain);
    const [head, ...lines] = coloured.split('\n');
    expect(head).toContain('\u001b[31m✗ deadlock-freedom is violated');
    expect(lines.filter((line) => line.startsWith('\u001b[33m ▸ '))).toHaveLength(4);
    expect(lines).toContain('\u001b[1mWhy: a circle of waits over die 0 and die 1\u001b[22m');
  });
});

describe('words', () => {
  it.each([
    ['holds', 'holds', 32],
    ['holds-in-sample', 'holds in the sample', 32],
    ['caught', 'caught', 32],
    ['violated', 'violated', 31],
    ['MISSED', 'MISSED', 31],
    ['inconclusive', 'inconclusive', 33],
  ] as const)('%s is %s in colour %d', (verdict, words, colour) => {
    expect(verdictWords(verdict, palette(true))).toBe(`\u001b[${colour}m${words}\u001b[39m`);
    expect(verdictWords(verdict, PLAIN)).toBe(words);
  });

  it.each(['states', 'seconds', 'memory', 'interrupted'] as const)(
    'say what to do when %s ran out',
    (budget) => {
      expect(budgetText(budget, '3 states left')).toMatch(
        /, with 3 states left\. (Raise --|Run it again).*\.$/,
      );
    },
  );
});
