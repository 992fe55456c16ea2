// Goal: `check` does for values what the command does for names: it explores, samples and releases the canary, tells of each run as it is done,
// stops when it is told to, and writes nothing but traces. Method: small families, a suite, and a network of their own.

import * as fc from 'fast-check';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  always,
  type BoundsResult,
  type BoundSuite,
  check,
  type Checkable,
  checkAsync,
  type CheckOptions,
  type CheckProgress,
  type CheckRun,
  defineNetwork,
  type NetworkFamily,
  type RandomRun,
  readTrace,
  replayTrace,
  runVerdict,
  Worst,
} from '../../src/index.js';
import { clock } from '../../src/interpreter/clock.js';
import { counters, locks } from '../cli/catalogue.js';
import { digraph } from '../support/digraph.js';
import { switches } from '../support/switches.js';

const broken = {
  ...counters,
  build: (configuration: Parameters<typeof counters.build>[0]) =>
    counters.build(configuration, new Set(['C1'])),
};

const halving: BoundSuite = {
  name: 'halving',
  title: 'Whole numbers are halved',
  parameters: {},
  faults: { H1: { title: 'too small', link: 'https://example.org/halving/1', property: 'error' } },
  build: (_, faults) => [
    {
      name: 'error',
      title: 'error of a half',
      formula: '|h - x/2| <= 1/2',
      kind: 'bound',
      inputs: fc.integer({ min: 0, max: 100 }),
      measure: (x: number) => {
        const worst = new Worst();
        const half = Math.floor(x / 2) - (faults.has('H1') ? 2 : 0);
        worst.within(Math.abs(half - x / 2), 1 / 2, () => `half of ${x}`);
        return worst;
      },
      witness: { title: 'an odd number', isMet: (x: number) => x % 2 === 1 },
    },
  ],
  runs: { check: 40, deep: 400 },
};

const modesOf = (runs: readonly CheckRun[]) =>
  runs.map(({ mode, subject }) => `${mode} ${[subject.network, ...subject.faults].join(' ')}`);

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cloudmatrix-check-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('subjects', () => {
  it('are networks, families and suites of bounds, in the order in which they are given', () => {
    const { verdict, seed, left, runs, networks } = check([switches(3), halving, locks], { runs: 5 });
    expect({ verdict, seed, left }).toEqual({ verdict: 'holds-in-sample', seed: 384, left: 0 });
    expect(modesOf(runs)).toEqual([
      'exhaustive 3 switches',
      'random 3 switches',
      'bounds halving',
      'canary halving H1',
      'exhaustive locks',
      'random locks',
      'canary locks L1',
    ]);
    expect(networks.map(({ network }) => network)).toEqual(['3 switches', 'locks']);
  });

  it('may be one', () => {
    const { runs } = check(switches(2), { runs: 3, seed: 5 });
    expect(runs).toMatchObject([
      { mode: 'exhaustive', result: { verdict: 'holds', states: 4, steps: 8 } },
      { mode: 'random', result: { seed: 5, runs: 3, sampled: [{ states: 4 }] } },
    ]);
  });

  it('that are none of these are refused', () => {
    expect(() => check({ name: 'x' } as never)).toThrow(
      'neither a network, a family of networks nor a suite',
    );
    expect(() => check([undefined as never])).toThrow('What is to be checked is undefined');
    expect(() => check({ ...locks, exhastive: [] } as never)).toThrow("has no 'exhastive'");
  });

  it('have options that are refused by their names', () => {
    expect(() => check(locks, { run: 5 } as never)).toThrow('The options object of `check` has no');
  });
});

describe('what is found', () => {
  it('is confirmed and rendered; no trace is written', () => {
    const { verdict, runs } = check(broken, { runs: 5 });
    expect(verdict).toBe('violated');
    const [first] = runs;
    const { evidence } = first as Extract<CheckRun, { mode: 'exhaustive' }>;
    expect(evidence).toMatchObject([
      { violation: { property: 'room', minimality: 'proven shortest' }, traceFile: null },
    ]);
    expect(evidence[0]!.rendered).toMatch(/^room is violated after 4 steps \(proven shortest\)/);
    expect(evidence[0]!.traceProblem).toBeUndefined();
  });

  it('is written as traces into a folder, if there is one, which replay to the same', () => {
    const cwd = temporaryFolder();
    const { runs } = check(broken, { runs: 5, traceDir: 'traces', cwd });
    const [first] = runs as readonly Extract<CheckRun, { mode: 'exhaustive' }>[];
    const { traceFile } = first!.evidence[0]!;
    expect(traceFile).toMatch(/^traces\/counters-room-[0-9a-f]{8}\.trace\.json$/);
    expect(readdirSync(join(cwd, 'traces')).length).toBeGreaterThan(0);
    expect(replayTrace(broken, readTrace(join(cwd, traceFile!)))).toMatchObject({ isViolated: true });
  });

  it('is the same from both forms', async () => {
    const steady = (value: unknown) =>
      JSON.stringify(value, (key, each: unknown) => (key === 'seconds' ? 0 : each));
    const options = { runs: 20, seed: 7 };
    expect(steady(await checkAsync([counters, halving], options))).toBe(
      steady(check([counters, halving], options)),
    );
  });
});

describe('who watches', () => {
  it('is told before each run, while it goes on, and when it is done', async () => {
    const told: string[] = [];
    await checkAsync(counters, {
      runs: 3,
      onProgress: ({ run, runs, mode, phase, progress }: CheckProgress) => {
        if (phase !== 'searching') told.push(`${run}/${runs} ${mode} ${phase}`);
        else if (progress?.kind === 'campaign') told.push(`run ${progress.runs} of ${progress.runsMax}`);
      },
      onRun: ({ mode }, { run }) => told.push(`${run} ${mode} done`),
    });
    expect(told).toEqual([
      '1/4 exhaustive begun',
      '1/4 exhaustive confirming',
      '1/4 exhaustive ended',
      '1 exhaustive done',
      '2/4 exhaustive begun',
      '2/4 exhaustive confirming',
      '2/4 exhaustive ended',
      '2 exhaustive done',
      '3/4 random begun',
      'run 1 of 3',
      'run 2 of 3',
      'run 3 of 3',
      '3/4 random confirming',
      '3/4 random ended',
      '3 random done',
      '4/4 canary begun',
      '4/4 canary confirming',
      '4/4 canary ended',
      '4 canary done',
    ]);
  });

  it('is told before each question', () => {
    let questions = 0;
    check(switches(2), { runs: 1, onQuestion: () => questions++ });
    expect(questions).toBeGreaterThan(0);
  });

  it('can stop it: what is done stays, what is not is inconclusive', async () => {
    const controller = new AbortController();
    const { verdict, runs, left } = await checkAsync([counters, locks], {
      runs: 5,
      signal: controller.signal,
      onRun: (_, { run }) => {
        if (run === 2) controller.abort();
      },
    });
    expect({ verdict, done: runs.length, left }).toEqual({ verdict: 'inconclusive', done: 2, left: 5 });
  });
});

it('nothing holds of nothing: an empty list is refused', () => {
  expect(() => check([])).toThrow('There is nothing to be checked: the list is empty');
});

describe('of one name', () => {
  it('different networks are refused', () => {
    expect(() => check([switches(1), switches(1)])).toThrow(
      /^Two different subjects are both named '1 switches', .* Rename one of them, or check each by itself\.$/,
    );
    expect(() => check([locks, { ...halving, name: 'locks' }])).toThrow(/both named 'locks'/);
  });

  it('configurations of a family are refused, in whichever lists they stand and however they are written', () => {
    const twice: readonly (readonly [Partial<NetworkFamily>, string])[] = [
      [{ exhaustive: [{}, { counters: 2 }] }, 'exhaustive[0] and exhaustive[1] (its defaults)'],
      [
        { exhaustive: [{ counters: 3 }], reduced: [{ counters: 1 }, { counters: 3 }] },
        'exhaustive[0] and reduced[1] (counters 3)',
      ],
      [
        { exhaustive: [], deep: [{}], deepReduced: [{ countMax: 3 }] },
        'deep[0] and deepReduced[0] (its defaults)',
      ],
    ];
    for (const [lists, where] of twice) {
      expect(() => check({ ...counters, ...lists }, { runs: 1 })).toThrow(
        `The family 'counters' has one configuration twice, as ${where}: `,
      );
    }
    expect(() => check({ ...counters, exhaustive: [{}, {}] }, { runs: 1 })).toThrow(
      /could not be told from what is found of the other\. Leave one of them out; parameters that are not given have their defaults\.$/,
    );
  });

  it('what is given twice is checked once', () => {
    const network = switches(1);
    expect(check([network, network], { runs: 2 }).runs).toHaveLength(2);
  });
});

describe('nothing holds of nothing either', () => {
  const never = { ...counters, faults: {}, exhaustive: [] };

  it('a family of which nothing is explored holds in a sample at most', () => {
    expect(check(never, { runs: 20 }).verdict).toBe('holds-in-sample');
  });

  it('a family whose defaults are impossible is explored and sampled where it is possible', () => {
    const refuse: NetworkFamily['refuse'] = ({ counters: count }) =>
      count === 2 ? 'never two of them.' : undefined;
    const { verdict, runs } = check({ ...never, refuse, exhaustive: [{ counters: 1 }] }, { runs: 20 });
    expect(verdict).toBe('holds-in-sample');
    expect(runs.map(({ mode, result }) => [mode, 'runs' in result && result.runs])).toEqual([
      ['exhaustive', false],
      ['random', 20],
    ]);
  });

  it('a canary is put in where it is possible', () => {
    const { C1 } = counters.faults as { readonly C1: NetworkFamily['faults'][string] };
    const refuse: NetworkFamily['refuse'] = ({ counters: count, countMax }, faults) =>
      faults.has('C1') && (count === 2 || countMax !== 2) ? 'too many of them.' : undefined;
    const exhaustive = [{}, { counters: 1, countMax: 1 }];
    const canary = { ...counters, faults: { C1 }, refuse, exhaustive };
    const { verdict, runs } = check(canary, { runs: 20 });
    expect(verdict).toBe('holds-in-sample');
    expect(runs.at(-1)).toMatchObject({
      mode: 'canary',
      verdict: 'caught',
      subject: { parameters: { counters: 1, countMax: 2 }, faults: ['C1'] },
    });
    expect(() => check({ ...canary, exhaustive: [{}] })).toThrow(
      "The fault C1 of 'counters', which a check puts in to see that it is caught, is impossible at the defaults and in all configurations that are explored: too many of them. Give it a configuration in which it is possible, or put another fault first.",
    );
  });

  it('a suite without bounds, or without runs, is refused', () => {
    expect(() => check({ ...halving, build: () => [] })).toThrow("The suite 'halving' has no bounds");
    for (const count of [0, -1, 1.5, Number.NaN]) {
      expect(() => check({ ...halving, runs: { check: 40, deep: count } })).toThrow(
        `The suite 'halving' has the runs.deep ${count}; it must be a whole number of at least 1.`,
      );
    }
  });

  it('a suite and a comparison end when their seconds are over, and are inconclusive', () => {
    const rows = [1, 2].map((published) => ({
      ...{
        name: 'TPOT',
        unit: 'ms',
        source: 'paper',
        band: 0.1,
        isInPoints: false,
        fitted: [],
        isInput: false,
      },
      published,
      simulate: () => [published],
    }));
    const { verdict, runs } = check([halving, { rows, fits: [] }], { secondsMax: 1e-9 });
    expect(verdict).toBe('inconclusive');
    expect(runs.map((run) => [run.mode, runVerdict(run)])).toEqual([
      ['bounds', 'inconclusive'],
      ['canary', 'inconclusive'],
      ['comparison', 'inconclusive'],
    ]);
    expect(runs[0]).toMatchObject({ result: { left: 1, endedBy: 'seconds' } });
    expect(runs[2]).toMatchObject({ result: { inconclusive: { budget: 'seconds', left: 2 } } });
    const timely = check([halving, { rows, fits: [] }], { secondsMax: 60 });
    expect(timely.runs.map(runVerdict)).toEqual(['holds-in-sample', 'holds', 'holds-in-sample']);
  });

  it('what the total of seconds ends is told to have ended by it, and what its own seconds end by those', () => {
    const slow = (ms: number) => {
      const end = performance.now() + ms;
      while (performance.now() < end);
      return true;
    };
    const { properties, ...rest } = switches(12);
    const slowly = always('slow', () => slow(2));
    const network = { ...rest, properties: [...properties, slowly] };
    const suite: BoundSuite = {
      ...halving,
      build: (...given) =>
        halving.build(...given).map((bound) => ({ ...bound, inputs: fc.integer().filter(() => slow(20)) })),
    };
    const endOf = (subject: Checkable, options: CheckOptions) => {
      const { result } = check(subject, options).runs[0]!;
      return 'inconclusive' in result ? result.inconclusive?.budget : (result as BoundsResult).endedBy;
    };
    for (const subject of [network, suite]) {
      expect(endOf(subject, { totalSeconds: 0.4 })).toBe('totalSeconds');
      expect(endOf(subject, { totalSeconds: 60, secondsMax: 0.05 })).toBe('seconds');
    }
  });

  it('a total of seconds that is over between the moment when a run is taken and that when it begins is no wrong option', () => {
    let now = 1_000;
    const spy = vi
      .spyOn(clock, 'now')
      .mockImplementation(() => (now += 10))
      .mockReturnValueOnce(0)
      .mockReturnValueOnce(999);
    try {
      const { verdict, runs, undone } = check(switches(2), { totalSeconds: 1 });
      expect(verdict).toBe('inconclusive');
      expect(runs).toMatchObject([{ result: { inconclusive: { budget: 'totalSeconds' } } }]);
      expect(undone).toHaveLength(1);
    } finally {
      spy.mockRestore();
    }
  });

  it('a comparison without rows is refused before anything is run', () => {
    const progress: CheckProgress[] = [];
    expect(() =>
      check([switches(1), { rows: [], fits: [] }], { onProgress: (each) => progress.push(each) }),
    ).toThrow('The comparison has no rows, and nothing holds of nothing.');
    expect(progress).toEqual([]);
  });

  it.each([[[]], [[Number.NaN]], [[1, Number.NaN]], [[undefined as never]]])(
    'a row whose simulated values are %j is outside of its band',
    (values) => {
      const row = { name: 'TPOT', unit: 'ms', source: 'paper', published: 1, band: 0.1 };
      const rest = { isInPoints: false, fitted: [], isInput: false, simulate: () => values };
      const comparison = { rows: [{ ...row, ...rest }], fits: [] };
      expect(check(comparison).verdict).toBe('violated');
    },
  );
});

/** So many graphs that go from a to c by themselves; of `length` 2 or with the fault, two claims are violated one after the other. */
const lines: NetworkFamily = {
  name: 'lines',
  title: 'lines',
  parameters: { graphs: { kind: 'integer', min: 1, max: 3, default: 1, description: 'how many' } },
  faults: { L1: { title: 'it goes on', link: 'https://example.org', property: 'never at c' } },
  build: ({ graphs }, faults) => {
    const isWrong = faults.has('L1') || graphs === 2;
    const ids = Array.from({ length: Number(graphs) }, (_, at) => `graph.${at}`);
    return defineNetwork({
      name: 'lines',
      components: Object.fromEntries(
        ids.map((id) => [
          id,
          digraph({ a: ['b'], b: ['c'], c: [] }, { a: ['rest'], b: ['rest'], c: ['rest'] }),
        ]),
      ),
      properties: ['b', 'c'].map((state) =>
        always(`never at ${state}`, (view) => !isWrong || !view.matches('graph.0', state)),
      ),
    });
  },
  exhaustive: [{}],
  campaign: { ranges: {}, stepsMax: 10 },
};

it('a canary is looked for beyond what else its fault violates', () => {
  const { runs } = check(lines, { runs: 1 });
  expect(runs.at(-1)).toMatchObject({ mode: 'canary', property: 'never at c', verdict: 'caught' });
});

it('random runs tell what they saw of a state space only where all of it is known', () => {
  const { runs } = check(
    { ...lines, faults: {}, exhaustive: [{}, { graphs: 2 }], reduced: [{ graphs: 3 }] },
    { runs: 20 },
  );
  const [, violated, reduced, random] = runs;
  expect(violated!.result).toMatchObject({ verdict: 'violated' });
  expect(reduced!.result).toMatchObject({ reduction: { alone: expect.any(Number) as number } });
  expect((random as RandomRun).result.sampled.map(({ configuration }) => configuration)).toEqual([
    { graphs: 1 },
  ]);
});
