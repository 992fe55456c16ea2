// Goal: the report of `check` gives each network one verdict a property, and never makes a total of runs look better than its
// worst. Method: outcomes put together by hand.

import { describe, expect, it } from 'vitest';
import type { PropertyVerdict, Verdict } from '../../src/property/verdict.js';
import { type CheckRun, resultOf } from '../../src/check/result.js';
import { checkDetails } from '../../src/report/check-details.js';
import { checkText } from '../../src/report/check-text.js';
import { PLAIN } from '../../src/report/palette.js';
import { campaigned, evidence, explored, subject, violation } from './results.js';

function exhaustive(
  verdict: Verdict,
  properties: readonly PropertyVerdict[] = explored.properties,
): CheckRun {
  return {
    mode: 'exhaustive',
    subject,
    notable: {},
    result: { ...explored, verdict, properties },
    evidence: [],
  };
}

function random(verdict: Verdict, properties: readonly PropertyVerdict[] = campaigned.properties): CheckRun {
  return {
    mode: 'random',
    subject,
    notable: {},
    result: { ...campaigned, verdict, properties },
    runsMax: 300,
    evidence: [],
  };
}

function canary(verdict: 'caught' | 'MISSED' | 'inconclusive'): CheckRun {
  return {
    mode: 'canary',
    subject: { ...subject, faults: ['A1'] },
    notable: {},
    result: explored,
    property: 'slots-free',
    verdict,
  };
}

describe('the verdict on everything', () => {
  it.each<{ what: string; runs: CheckRun[]; left?: number; verdict: Verdict }>([
    { what: 'all holds', runs: [exhaustive('holds'), canary('caught')], verdict: 'holds' },
    {
      what: 'a sample is part of it',
      runs: [exhaustive('holds'), random('holds-in-sample')],
      verdict: 'holds-in-sample',
    },
    { what: 'a violation', runs: [exhaustive('violated'), random('inconclusive')], verdict: 'violated' },
    { what: 'a missed canary', runs: [exhaustive('holds'), canary('MISSED')], verdict: 'violated' },
    { what: 'an open canary', runs: [exhaustive('holds'), canary('inconclusive')], verdict: 'inconclusive' },
    { what: 'runs left undone', runs: [exhaustive('holds')], left: 1, verdict: 'inconclusive' },
    { what: 'nothing done', runs: [], left: 4, verdict: 'inconclusive' },
    {
      what: 'a violation, and runs left undone',
      runs: [exhaustive('violated')],
      left: 1,
      verdict: 'violated',
    },
  ])('with $what is $verdict', ({ runs, left = 0, verdict }) => {
    expect(resultOf(384, runs, left).verdict).toBe(verdict);
  });
});

describe("a network's properties", () => {
  /** The lines on properties, for one property with these verdicts. */
  function propertyLines(
    runs: readonly [Verdict, Verdict, Verdict],
    margins: readonly (number | undefined)[] = [],
  ) {
    const verdicts = runs.map((verdict, index): PropertyVerdict[] => {
      const margin = margins[index];
      return [{ name: 'p', verdict, ...(margin === undefined ? {} : { margin }) }];
    }) as [PropertyVerdict[], PropertyVerdict[], PropertyVerdict[]];
    const [first, second, sample] = verdicts;
    const made = [exhaustive(runs[0], first), exhaustive(runs[1], second), random(runs[2], sample)];
    const text = checkDetails(resultOf(1, made, 0), PLAIN);
    return /\ndispatch-combine\n(.*)\n/.exec(text)?.[1];
  }

  it.each<{ runs: [Verdict, Verdict, Verdict]; line: string }>([
    { runs: ['holds', 'holds', 'holds-in-sample'], line: '  holds  p' },
    { runs: ['holds', 'holds', 'inconclusive'], line: '  holds  p' },
    { runs: ['holds', 'inconclusive', 'holds-in-sample'], line: '  inconclusive  p' },
    { runs: ['inconclusive', 'holds', 'holds-in-sample'], line: '  inconclusive  p' },
    { runs: ['holds', 'violated', 'holds-in-sample'], line: '  never reached  p' },
  ])('$runs are $line', ({ runs, line }) => {
    expect(propertyLines(runs)).toBe(line);
  });

  it('have the smallest margin of all runs', () => {
    expect(propertyLines(['holds', 'holds', 'holds-in-sample'], [4, 2, 3])).toBe(
      '  holds  p (smallest margin 2)',
    );
    expect(propertyLines(['holds', 'holds', 'holds-in-sample'], [undefined, undefined, 3])).toBe(
      '  holds  p (smallest margin 3)',
    );
  });
});

describe('coverage and samples', () => {
  const { machines, monitors } = explored.coverage;
  const [die] = machines;

  it('are of all runs of a network together, but for its canaries', () => {
    const all = (names: readonly string[]) => ({ visited: names, unvisited: [] });
    const failed = { ...die!, transitions: all(['sending --FAIL--> failed']), states: all(['failed']) };
    const more = {
      ...random('holds-in-sample'),
      result: { ...campaigned, coverage: { machines: [failed], monitors } },
    };
    const totals = (runs: CheckRun[]) => /charts: (.*)/.exec(checkDetails(resultOf(1, runs, 0), PLAIN))?.[1];
    expect(totals([exhaustive('holds')])).toBe('2 of 3 states, 1 of 3 transitions, 1 of 2 guard outcomes');
    expect(totals([exhaustive('holds'), more as CheckRun])).toBe(
      '3 of 3 states, 2 of 3 transitions, 1 of 2 guard outcomes',
    );
    const released = {
      ...canary('caught'),
      result: { ...explored, coverage: { machines: [failed], monitors } },
    };
    expect(totals([exhaustive('holds'), released as CheckRun])).toBe(
      '2 of 3 states, 1 of 3 transitions, 1 of 2 guard outcomes',
    );
  });

  it('name a state space as the summary does, and only all of it is 100 %', () => {
    const space = {
      configuration: subject.parameters,
      states: 100_000,
      runs: 1,
      seen: 99_999,
      share: 0.99999,
    };
    const sampled = { ...random('holds-in-sample'), result: { ...campaigned, sampled: [space] } } as CheckRun;
    const text = (runs: CheckRun[]) => checkDetails(resultOf(1, runs, 0), PLAIN);
    const run = { ...exhaustive('holds'), notable: { dies: 2 } };
    expect(text([run, sampled])).toContain(
      '\n  sampled: 99,999 of 100,000 states (99.99 %) of dies 2, in 1 run\n',
    );
    expect(text([sampled])).toContain(' of dies 2, tokens 2, layers 2, in 1 run\n');
  });
});

describe('the summary', () => {
  /** Networks and suites as many as a catalogue has, all of which hold. */
  const many = Array.from({ length: 14 }, (_, at): CheckRun[] => {
    const named = { ...subject, network: `a-network-with-a-name-${at}` };
    const indexed = Array.from({ length: 46 }, (_, stream) => ({
      name: `operator-order of stream.${stream}`,
      verdict: 'holds' as const,
      margin: stream,
    }));
    return [
      { ...exhaustive('holds', [...explored.properties, ...indexed]), subject: named },
      { ...exhaustive('holds'), subject: named },
      { ...random('holds-in-sample'), subject: named },
      { ...canary('caught'), subject: { ...named, faults: ['A1'] } },
    ] as CheckRun[];
  }).flat();

  it.each([80, 100, 200])('has a line for each subject, at most 25 in all, within %i columns', (width) => {
    const lines = checkText(resultOf(384, many, 0), PLAIN, width).split('\n');
    expect(lines.length).toBeLessThanOrEqual(25);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(lines.filter((line) => line.startsWith('a-network-with-a-name-'))).toHaveLength(14);
    expect(lines.at(-1)).toMatch(/14 campaigns, 14 canaries\.$/);
  });

  it('leaves out what a narrow window has no room for', () => {
    const head = (width: number) => checkText(resultOf(384, many, 0), PLAIN, width).split('\n')[0]!;
    const titles = (width: number) => head(width).split(/ {2,}/);
    expect(titles(200)).toEqual([
      'checked',
      'explored',
      'states',
      'sample',
      'canary',
      'time',
      'tightest margin',
    ]);
    expect(titles(80)).toEqual(['checked', 'explored', 'states', 'sample', 'canary', 'time']);
    expect(titles(60)).toEqual(['checked', 'explored', 'sample', 'canary']);
  });

  it('of few subjects has their properties, those that differ in an index as one', () => {
    const text = checkText(resultOf(384, many.slice(0, 4), 0), PLAIN, 100);
    expect(text).toContain(`
a-network-with-a-name-0
  holds  deadlock-freedom, slots-free (smallest margin 1), credits (smallest margin 0.25),
         operator-order (46 streams) (smallest margin 0)
`);
  });

  it('tells what does not hold in full, whatever else there is', () => {
    const bad = exhaustive('violated', [
      { name: 'operator-order of stream.0', verdict: 'violated' },
      { name: 'operator-order of stream.1', verdict: 'holds' },
    ]);
    const text = checkText(resultOf(384, [...many, bad], 0), PLAIN, 100);
    expect(text).toMatch(/\ndispatch-combine {10}violated {3}81,234 /);
    expect(text).toContain(
      '\ndispatch-combine\n  never reached  operator-order of stream.0\n  holds          operator-order of stream.1\n',
    );
    expect(text).not.toContain('\na-network-with-a-name-0\n');
  });

  it('tells what is vacuous', () => {
    const vacuous = [{ property: 'p', what: 'its `when`', why: 'it was true in no state' }];
    const run = { ...exhaustive('holds'), result: { ...explored, vacuous } } as CheckRun;
    expect(checkText(resultOf(384, [...many, run], 0), PLAIN, 100)).toContain(
      '\n  vacuous (--strict refuses it):\n    p: its `when`: it was true in no state\n',
    );
  });
});

describe('the report', () => {
  it('shows the shortest counterexample in full, and where the others are', () => {
    const longer = {
      ...evidence,
      violation: { ...violation, steps: ['a', 'b', 'c'] },
      rendered: 'longer',
      traceFile: 'traces/b.trace.json',
    };
    const of = (each: typeof evidence): CheckRun => ({
      mode: 'exhaustive',
      subject,
      notable: {},
      result: { ...explored, verdict: 'violated', violations: [each.violation] },
      evidence: [each],
    });
    const text = checkDetails(resultOf(1, [of(longer), of(evidence)], 0), PLAIN);
    expect(text).toContain(`\ndispatch-combine (dies 2, tokens 2, layers 2)\n${evidence.rendered}\n`);
    expect(text).toContain(
      '\nflag-implies-data is violated in dispatch-combine (dies 2, tokens 2, layers 2) too; the trace is in traces/b.trace.json\n',
    );
    expect(text).not.toContain('longer');
  });

  it('says that a missed canary must not be relied on', () => {
    expect(checkDetails(resultOf(1, [canary('MISSED')], 0), PLAIN)).toContain(
      "\nThe canary was missed: dispatch-combine (dies 2, tokens 2, layers 2) with fault A1 must violate 'slots-free', and it was " +
        'not found to. A check that cannot fail proves nothing: repair the property or the fault before relying on the rest.\n',
    );
  });

  it('says what an interruption left undone', () => {
    const interrupted: CheckRun = {
      mode: 'random',
      subject,
      notable: {},
      result: {
        ...campaigned,
        verdict: 'inconclusive',
        runs: 3,
        isInterrupted: true,
        inconclusive: { budget: 'interrupted', frontier: 297 },
      },
      runsMax: 300,
      evidence: [],
    };
    const text = checkDetails(resultOf(7, [interrupted], 2), PLAIN);
    expect(text).toContain(
      '\nIt was interrupted, with 2 runs left. Run it again to its end for a verdict.\n',
    );
    expect(text).not.toContain('did not meet');
    expect(text).toMatch(
      /\nseed 7; the same seed gives the same runs\ninconclusive: 0 explorations, 1 campaign, 0 canaries\.$/,
    );
  });
});
