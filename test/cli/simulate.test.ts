// Goal: `simulate` runs systems in virtual time, asks for service levels and compares with published rows; wrong input gets a sentence.
// Method: a toy system for the rules; the decode and prefill instances for what the README shows.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../properties/catalogue.js';
import type { Catalogue } from '../../src/check/catalogue.js';
import { CheckError, type Comparison, type SimulatedSystem } from '../../src/index.js';
import { testCatalogue } from './catalogue.js';
import { jsonOf, run, temporaryDirectory } from './harness.js';

/** A queue whose wait grows with its load. */
const queue: SimulatedSystem = {
  noun: 'system',
  name: 'queue',
  title: 'A queue',
  parameters: {
    load: { kind: 'integer', min: 2, max: 1_000, default: 10, description: 'who is in it' },
    doors: { kind: 'choice', values: ['auto', 'on', 'off'], default: 'auto', description: 'doors' },
  },
  faults: {},
  simulate: async ({ load, doors }, { seed, description, onSpan }) => {
    if (Number(load) > 500) throw new CheckError('More than 500 do not fit.');
    onSpan?.({ owner: 'q', component: 'c', kind: 'door', units: 1, label: 'l', startNs: 0, endNs: 5 });
    const own = (description ?? {}) as { readonly perPerson?: number };
    const waitMs = Number(load) * (own.perPerson ?? (doors === 'off' ? 4 : 2));
    return {
      verdict: waitMs > 1_500 ? 'violated' : 'holds-in-sample',
      ...(waitMs > 1_500 ? { message: 'Nobody waits so long.' } : {}),
      figures: { waitMs, parts: [seed, waitMs / 2] },
      utilisation: { door: 0.25 },
      bounds: [{ name: 'W1', ratio: 0.5, meaning: 'walking' }],
      notes: ['All of it was run.'],
    };
  },
};

const rowOf = (name: string, value: number): Comparison['rows'][number] => ({
  name,
  unit: 'ms',
  source: 'nowhere',
  published: 100,
  band: 0.05,
  isInPoints: false,
  fitted: name === 'first' ? ['speed'] : [],
  isInput: false,
  simulate: (isFitted) => [isFitted ? value : 50],
});

const withQueue = (rows: Comparison['rows'] = [rowOf('first', 101), rowOf('second', 96)]): Catalogue => ({
  ...testCatalogue,
  systems: [queue],
  serviceLevel: {
    system: queue,
    parameter: 'load',
    multiple: 2,
    figure: 'waitMs',
    option: 'wait',
    description: 'most milliseconds',
  },
  comparison: { rows, fits: ['speed = 1: how fast; fitted to first.'] },
});

const toy = { catalogue: withQueue() };

describe('simulate', () => {
  it('is a command only where there are systems', async () => {
    const { code, stderr } = await run(['simulate', 'queue']);
    expect(code).toBe(2);
    expect(stderr).toContain("unknown command 'simulate'");
  });

  it('shows figures, use, bounds and notes', async () => {
    const { code, stdout } = await run(['simulate', 'queue', '--load', '20'], toy);
    expect(code).toBe(0);
    expect(stdout).toContain('queue (load 20, doors auto): holds in the sample. Seed 384.');
    for (const text of ['waitMs', '40.0', '384.0 / 20.0', '25.0 %', 'W1', '0.5000', 'All of it was run.']) {
      expect(stdout).toContain(text);
    }
  });

  it('shows small figures with as many digits as tell them from nothing', async () => {
    const small: SimulatedSystem = {
      ...queue,
      simulate: async (configuration, options) => ({
        ...(await queue.simulate(configuration, options)),
        figures: { waitMs: 0.034_56, parts: [0, 0.999, 12.34] },
      }),
    };
    const { stdout } = await run(['simulate', 'queue'], { catalogue: { ...withQueue(), systems: [small] } });
    expect(stdout).toMatch(/waitMs +│ +0\.0346/);
    expect(stdout).toContain('0.0 / 0.999 / 12.3');
  });

  it('gives one JSON object with the figures at its top', async () => {
    const result = await run(['simulate', 'queue', '--no-doors', '--seed', '7', '--json'], toy);
    expect(jsonOf(result)).toEqual({
      system: 'queue',
      verdict: 'holds-in-sample',
      waitMs: 40,
      parts: [7, 20],
      utilisation: { door: 0.25 },
      bounds: [{ name: 'W1', ratio: 0.5 }],
      parameters: { load: 10, doors: 'off', seed: 7 },
      notes: ['All of it was run.'],
    });
  });

  it('ends with 1 where a run is impossible', async () => {
    const { code, stdout } = await run(['simulate', 'queue', '--load', '400', '--no-doors'], toy);
    expect(code).toBe(1);
    expect(stdout).toContain('Nobody waits so long.');
  });

  it('takes a description from a file', async () => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'own.json'), '{"perPerson": 9}');
    writeFileSync(join(cwd, 'broken.json'), '{');
    const args = ['simulate', 'queue', '--json', '--description'];
    expect(jsonOf(await run([...args, 'own.json'], { ...toy, cwd }))).toMatchObject({ waitMs: 90 });
    const broken = await run([...args, 'broken.json'], { ...toy, cwd });
    expect([broken.code, broken.stderr]).toEqual([
      2,
      expect.stringContaining("The description 'broken.json' is not JSON: "),
    ]);
    writeFileSync(
      join(cwd, 'twice.json'),
      '{"perPerson": 9,\n "own": {"a": [{"a": "x: {"}]},\n "perPerson": 8}',
    );
    const twice = await run([...args, 'twice.json'], { ...toy, cwd });
    expect([twice.code, twice.stderr]).toEqual([
      2,
      "error: The description 'twice.json' has the key 'perPerson' twice in one object, in line 3 again. Leave one of them out.\n",
    ]);
    const missing = await run([...args, 'no.json'], { ...toy, cwd });
    expect([missing.code, missing.stderr]).toEqual([
      2,
      expect.stringContaining("The description 'no.json' cannot be read: "),
    ]);
  });

  it('writes a timeline, and over no file with other content', async () => {
    const cwd = temporaryDirectory();
    const args = ['simulate', 'queue', '--timeline', 'out.json'];
    const { code, stdout } = await run(args, { ...toy, cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('The timeline is in out.json.');
    expect(JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8')).traceEvents).toHaveLength(5);
    writeFileSync(join(cwd, 'out.json'), 'mine');
    // What was found is told all the same.
    const unwritten = await run(args, { ...toy, cwd });
    expect(unwritten).toMatchObject({ code: 2, stderr: expect.stringContaining('out.json') as string });
    expect(unwritten.stdout).toContain('waitMs');
    expect(unwritten.stdout).not.toContain('The timeline is in');
    expect(readFileSync(join(cwd, 'out.json'), 'utf8')).toBe('mine');
  });

  it.each([
    [['simulate', 'queue', '--load', '1'], "The parameter load of 'queue' is '1'"],
    [['simulate', 'queue', '--load', '600'], 'More than 500 do not fit.'],
    [['simulate', 'queue', '--doors', 'ajar'], "The parameter doors of 'queue' is 'ajar'"],
    [['simulate', 'wheel'], "unknown command 'wheel'"],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await run(args, toy);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('simulate slo', () => {
  it.each([
    ['81', 40],
    ['80', 40],
    ['79.9', 38],
    ['4', 2],
    ['100000', 500],
  ])('finds the largest load within %s', async (limit, load) => {
    const result = await run(['simulate', 'slo', '--wait', limit, '--json'], toy);
    expect(jsonOf(result)).toMatchObject({ limit: { wait: Number(limit) }, load, waitMs: 2 * load });
  });

  it('says what it found', async () => {
    const { code, stdout } = await run(['simulate', 'slo', '--wait', '50', '--no-doors'], toy);
    expect(code).toBe(0);
    expect(stdout).toContain('The largest load (a multiple of 2) with waitMs up to 50 is 12.');
  });

  it('says where something is drawn, as text and JSON, that a larger load may do', async () => {
    const catalogue = withQueue();
    const level = { ...catalogue.serviceLevel!, isDrawn: () => true };
    const drawn = { catalogue: { ...catalogue, serviceLevel: level } };
    const args = ['simulate', 'slo', '--wait', '50', '--no-doors'];
    const note =
      'As something is drawn, waitMs grows with load on average only. Larger values that were tried, all above the limit: 14, 16. Others may be within it.';
    const { stdout } = await run(args, drawn);
    expect(stdout).toContain(
      'The largest load (a multiple of 2) with waitMs up to 50, of those that were tried, is 12.',
    );
    expect(stdout).toContain(note);
    const json = jsonOf(await run([...args, '--json'], drawn));
    expect(json).toMatchObject({ load: 12, notes: ['All of it was run.', note] });
  });

  it('tells no answer where the search is interrupted', async () => {
    const interrupted = { ...toy, onInterrupt: (listener: () => void) => (listener(), () => {}) };
    const args = ['simulate', 'slo', '--wait', '50'];
    expect((await run(args, interrupted)).stdout).toContain(
      'No largest load is told, as the search was interrupted.',
    );
    expect(jsonOf(await run([...args, '--json'], interrupted))).toMatchObject({ load: null });
  });

  it('tells no answer where a run that it tried did not come to its end', async () => {
    const catalogue = withQueue();
    const unended = { verdict: 'inconclusive', message: 'It was too long.', figures: {} } as const;
    const endless: SimulatedSystem = {
      ...queue,
      simulate: async (configuration, options) => ({
        ...(await queue.simulate(configuration, options)),
        ...(Number(configuration.load) < 8 ? {} : unended),
      }),
    };
    const level = { ...catalogue.serviceLevel!, system: endless };
    const asked = { catalogue: { ...catalogue, serviceLevel: level } };
    const args = ['simulate', 'slo', '--wait', '50'];
    const { code, stdout } = await run(args, asked);
    expect(code).toBe(3);
    expect(stdout).toContain('No largest load is told, as the run with load 8 did not come to its end.');
    expect(stdout).toContain('It was too long.');
    expect(jsonOf(await run([...args, '--json'], asked))).toMatchObject({ load: null });
  });

  it('tells no answer where a run that it tried is violated', async () => {
    const args = ['simulate', 'slo', '--wait', '1800', '--no-doors'];
    const { code, stdout } = await run(args, toy);
    expect(code).toBe(1);
    const said = /^No largest load is told, as the run with load (\d+) is violated\.$/m.exec(stdout);
    expect(4 * Number(said?.[1])).toBeGreaterThan(1_500);
    expect(jsonOf(await run([...args, '--json'], toy))).toMatchObject({ verdict: 'violated', load: null });
  });

  it('tells why not even the least is possible', async () => {
    const large = {
      ...queue,
      parameters: { ...queue.parameters, load: { ...queue.parameters.load!, min: 502 } },
    };
    const catalogue = withQueue();
    const level = { ...catalogue.serviceLevel!, system: large as SimulatedSystem };
    const { code, stderr } = await run(['simulate', 'slo', '--wait', '5000'], {
      catalogue: { ...catalogue, systems: [large as SimulatedSystem], serviceLevel: level },
    });
    expect([code, stderr]).toEqual([2, 'error: Not even load 502 is possible: More than 500 do not fit.\n']);
  });

  it.each([
    [
      ['--wait', '3'],
      'Not even load 2 keeps waitMs within 3: it is 4.0. Raise the limit, or change other parameters.',
    ],
    [['--wait', 'soon'], 'It must be a number above 0.'],
    [[], "required option '--wait <limit>' not specified"],
    [['--wait', '5', '--load', '4'], "unknown option '--load'"],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await run(['simulate', 'slo', ...args], toy);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('simulate sweep', () => {
  it('runs a value once that is given twice, or in two ranges', async () => {
    const args = ['simulate', 'sweep', '--load', '8,8,4..8:2,6..10:4', '--json'];
    const { rows } = jsonOf(await run(args, toy)) as { rows: { load: number }[] };
    expect(rows.map(({ load }) => load)).toEqual([8, 4, 6, 10]);
  });

  it.each([
    ['4', true],
    ['3', false],
    ['1', false],
  ])('says of %s seeds whether one is in the middle', async (seeds, isEven) => {
    const { stdout } = await run(['simulate', 'sweep', '--load', '4', '--seeds', seeds], toy);
    expect(
      stdout.includes(`Of ${seeds} seeds none is in the middle: p50 is the lower of the two that are.`),
    ).toBe(isEven);
  });

  it('runs every combination of values, ranges in steps of the load', async () => {
    const { code, stdout } = await run(
      ['simulate', 'sweep', '--load', '4..8', '--doors', 'on,off', '--wait', '16,20', '--csv'],
      toy,
    );
    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toEqual([
      'load,doors,waitMs,wait,mode',
      '4,on,8.000,16,',
      '4,off,16.000,16,',
      '6,on,12.000,16,',
      '6,off,24.000,none,',
      '8,on,16.000,16,',
      '8,off,32.000,none,',
    ]);
  });

  it('shows a table, and JSON, in which what is impossible has its reason', async () => {
    const args = ['simulate', 'sweep', '--load', '400..600:100'];
    const { code, stdout } = await run(args, toy);
    expect(code).toBe(0);
    expect(stdout).toContain('More than 500 do not fit.');
    expect(jsonOf(await run([...args, '--wait', '900', '--json'], toy))).toMatchObject({
      limits: { wait: [900] },
      seeds: 1,
      rows: [
        { load: 400, waitMs: 800, within: [900] },
        { load: 500, waitMs: 1_000, within: [] },
        { load: 600, reason: 'More than 500 do not fit.' },
      ],
      notes: [],
    });
  });

  it('says of a range without a step that it goes by more than one', async () => {
    const note = '4..9 of load goes by 2, as it names no step. 4..9:1 has all values.';
    const args = ['simulate', 'sweep', '--load', '4..9'];
    expect((await run(args, toy)).stdout.trimEnd().split('\n').at(-1)).toBe(note);
    expect(jsonOf(await run([...args, '--json'], toy))).toMatchObject({
      rows: [{ load: 4 }, { load: 6 }, { load: 8 }],
      notes: [note],
    });
    expect((await run([...args, '--csv'], toy)).stdout).not.toContain('goes by');
    expect((await run(['simulate', 'sweep', '--help'], toy)).stdout.replaceAll(/\s+/g, ' ')).toContain(
      'A range of load that names no step goes by 2.',
    );
  });

  it('ends with 1 where a run is violated', async () => {
    expect((await run(['simulate', 'sweep', '--load', '400', '--no-doors'], toy)).code).toBe(1);
  });

  it('tells percentiles over seeds, the same for the same first seed', async () => {
    const luck: SimulatedSystem = {
      ...queue,
      simulate: async (_configuration, { seed }) => ({
        verdict: 'holds-in-sample',
        figures: { waitMs: seed, luck: 100 - seed },
        utilisation: {},
        bounds: [],
        notes: [],
      }),
    };
    const level = { ...withQueue().serviceLevel!, system: luck };
    const args = ['simulate', 'sweep', '--load', '4', '--seed', '1', '--seeds', '100', '--json'];
    const { rows } = jsonOf(await run(args, { catalogue: { ...withQueue(), serviceLevel: level } })) as {
      rows: unknown[];
    };
    const spread = { least: 1, p5: 5, median: 50, p95: 95, p99: 99, largest: 100 };
    expect(rows).toMatchObject([{ spread, spreads: { [level.figure]: spread } }]);
    const csv = await run([...args.slice(0, -1), '--csv'], {
      catalogue: { ...withQueue(), serviceLevel: { ...level, rate: 'luck' } },
    });
    const [head, row] = csv.stdout.split('\n').map((line) => line.split(','));
    const at = (name: string) => row![head!.indexOf(name)];
    expect(['luck p5', 'luck p50', 'luck p95', 'luck p99'].map(at)).toEqual([
      '4.000',
      '49.000',
      '94.000',
      '98.000',
    ]);
  });

  it.each([
    [['--load', '8..4'], "The range '8..4' of load is empty. Write it from the least to the largest,"],
    [['--load', '4..9:0'], "The range '4..9:0' of load has steps of 0. Write 8..192:8 for steps of 8."],
    [['--load', '2..9000:1', '--doors', 'on,off'], 'The sweep has 17998 configurations, and at most 10000'],
    [['--load', 'many'], "The parameter load of 'queue' is 'many'"],
    [['--csv', '--json'], 'A sweep is printed as CSV or as JSON. Leave --csv or --json out.'],
    [['--wait', '5,soon'], 'It must be a number above 0.'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await run(['simulate', 'sweep', ...args], toy);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('simulate table', () => {
  it('shows each row with its error, and what is fitted', async () => {
    const { code, stdout } = await run(['simulate', 'table'], toy);
    expect(code).toBe(0);
    for (const text of ['first', '100 ms', '101', '+1.0 %', '-4.0 %', '5 %', '-50.0 %', 'speed = 1']) {
      expect(stdout).toContain(text);
    }
    expect(stdout).toContain('All 2 rows are within their bands.');
  });

  it('ends with 1 where a row is outside of its band', async () => {
    const catalogueOf = { catalogue: withQueue([rowOf('first', 106)]) };
    const { code, stdout } = await run(['simulate', 'table'], catalogueOf);
    expect(code).toBe(1);
    expect(stdout).toContain('1 of 1 rows are outside of their bands: first.');
    expect(jsonOf(await run(['simulate', 'table', '--json'], catalogueOf))).toMatchObject({
      rows: [{ name: 'first', published: 100, simulated: [106], isWithinBand: false, nothingFitted: [50] }],
    });
  });
});

describe('simulate table --sensitivity', () => {
  const inputs = [{ name: 'speed', rowsAt: (factor: number) => [rowOf('first', 101 / factor)] }];
  const comparison = { rows: [rowOf('first', 101)], fits: ['speed = 1: how fast; fitted to first.'], inputs };
  const sensitive = { catalogue: { ...withQueue(), comparison } };

  it('tells what a tenth of each input does to each row', async () => {
    const { code, stdout } = await run(['simulate', 'table', '--sensitivity'], sensitive);
    expect(code).toBe(0);
    expect(stdout).toMatch(/speed\s+│ first \+11\.1 \/ -9\.1/);
    const { sensitivities } = jsonOf(await run(['simulate', 'table', '--sensitivity', '--json'], sensitive));
    expect(sensitivities).toEqual([
      {
        input: 'speed',
        row: 'first',
        less: expect.closeTo(1 / 0.9 - 1, 9),
        more: expect.closeTo(1 / 1.1 - 1, 9),
      },
    ]);
  });
});

describe('simulate table with baselines', () => {
  const predicted = {
    ...rowOf('second', 96),
    mode: 'two lanes',
    baseline: { values: [150], meaning: 'a guess' },
  };
  const judged = { ...predicted, name: 'third', judged: ['width'] };

  it('says how many of the predicted rows are nearer than the baseline, and in which mode each was run', async () => {
    const { stdout } = await run(['simulate', 'table'], {
      catalogue: withQueue([rowOf('first', 101), predicted, judged]),
    });
    expect(stdout).toContain('In the mode of two lanes: second, third.');
    expect(stdout).toContain('Of 1 predicted rows, 1 are nearer to what was published than the baseline');
  });

  it('names those that tell nothing apart', async () => {
    const near = { ...predicted, baseline: { values: [99], meaning: 'a guess' } };
    const { stdout } = await run(['simulate', 'table'], { catalogue: withQueue([near]) });
    expect(stdout).toContain('The others do not tell the model from the baseline: second.');
  });
});

describe('check and list', () => {
  it('compare published rows too, where no networks are named', async () => {
    const { code, stdout } = await run(['check', '--runs', '1', '--verbose'], toy);
    expect(code).toBe(0);
    expect(stdout).toContain('comparison, 2 published rows');
    expect(stdout).toContain('All 2 rows are within their bands.');
    expect(stdout).toContain('the table of published rows');
    expect((await run(['check', 'locks', '--runs', '1'], toy)).stdout).not.toContain('published rows');
  });

  it('are violated by a row outside of its band', async () => {
    const result = await run(['check', '--runs', '1', '--json'], {
      catalogue: withQueue([rowOf('first', 106)]),
    });
    expect(result.code).toBe(1);
    const { runs } = jsonOf(result) as { runs: { mode: string }[] };
    expect(runs.at(-1)).toMatchObject({ mode: 'comparison', verdict: 'violated', rows: [{ name: 'first' }] });
  });

  it('tell of systems', async () => {
    expect((await run(['list'], toy)).stdout).toContain('queue: A queue\n  --load   who is in it');
    expect(jsonOf(await run(['list', '--json'], toy))).toMatchObject({ systems: [{ name: 'queue' }] });
  });
});

describe('interrupted runs are inconclusive', () => {
  const interrupted = { onInterrupt: (listener: () => void) => (listener(), () => {}) };

  it.each([
    ['table', ['simulate', 'table'], toy.catalogue],
    ['decode', ['simulate', 'decode'], catalogue],
    ['prefill', ['simulate', 'prefill'], catalogue],
    ['slo', ['simulate', 'slo', '--wait', '50'], toy.catalogue],
    ['sweep', ['simulate', 'sweep', '--load', '4..8'], toy.catalogue],
  ])('%s', async (_name, args, of) => {
    expect((await run(args, { catalogue: of, ...interrupted })).code).toBe(3);
  });
});

describe('the decode and prefill instances', () => {
  const real = { catalogue };

  it('answer with all that is promised', async () => {
    const decode = jsonOf(await run(['simulate', 'decode', '--batch', '96', '--json'], real));
    expect(decode).toMatchObject({
      tpotMs: expect.any(Number),
      stepMs: expect.any(Number),
      layerUs: expect.any(Number),
      streamUs: [expect.any(Number), expect.any(Number)],
      tokensPerSecondPerNpu: expect.any(Number),
      ran: {
        model: 'DeepSeek-R1',
        device: 'Ascend 910 die',
        network: 'Unified Bus',
        calibration: 'fitted',
        mode: 'two microbatches, 16 AIC + 32 AIV for attention, 8 AIC + 16 AIV for MoE',
      },
      parameters: { batch: 96, prompt: 4_096, ep: 320, microbatch: 'paper', seed: 384 },
    });
    const { stdout } = await run(['simulate', 'decode', '--batch', '8'], real);
    expect(stdout).toContain('calibration: fitted; mode: one microbatch, 24 AIC + 48 AIV.');
    for (const { ratio } of decode.bounds as { ratio: number }[]) expect(ratio).toBeLessThanOrEqual(1);
    const prefill = jsonOf(await run(['simulate', 'prefill', '--no-microbatch', '--json'], real));
    expect(prefill).toMatchObject({ tokensPerSecondPerNpu: expect.any(Number), layerUs: expect.any(Number) });
  });

  it('tell the same in a sweep as one by one, as JSON, CSV and text', async () => {
    const sweep = ['simulate', 'sweep', '--batch', '8,96', '--tpot', '15,50'];
    const { rows } = jsonOf(await run([...sweep, '--json'], real)) as { rows: Record<string, unknown>[] };
    const csv = (await run([...sweep, '--csv'], real)).stdout.trim().split('\n');
    const [head, ...lines] = csv.map((line) => line.split(','));
    for (const [at, batch] of [8, 96].entries()) {
      const args = ['simulate', 'decode', '--batch', String(batch)];
      const alone = jsonOf(await run([...args, '--json'], real));
      const { stdout } = await run(args, real);
      const row = rows[at]!;
      for (const name of ['tpotMs', 'stepMs', 'layerUs', 'tokensPerSecondPerNpu']) {
        const value = alone[name] as number;
        expect(row[name]).toBe(value);
        expect(lines[at]![head!.indexOf(name)]).toBe(value.toFixed(3));
        expect(stdout).toMatch(new RegExp(`${name} +│ +${value.toFixed(1)}`));
      }
      expect(row.ran).toEqual(alone.ran);
      expect(row.within).toEqual([15, 50].filter((limit) => (alone.tpotMs as number) <= limit));
    }
  });

  it('are asked with other models, networks and descriptions', async () => {
    const rateOf = async (...args: string[]) =>
      jsonOf(await run(['simulate', 'decode', '--json', ...args], real)).tokensPerSecondPerNpu as number;
    const usual = await rateOf('--batch', '32');
    expect(await rateOf('--batch', '32', '--network', 'rdma')).toBeLessThan(usual);
    expect(await rateOf('--batch', '32', '--model', 'pangu-ultra-moe')).toBeLessThan(usual);
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'own.json'), JSON.stringify({ calibration: { decodeAttentionEfficiency: 1 } }));
    const args = ['simulate', 'decode', '--json', '--batch', '32', '--description', 'own.json'];
    const faster = jsonOf(await run(args, { ...real, cwd })).tokensPerSecondPerNpu;
    expect(faster).toBeGreaterThan(usual);
    writeFileSync(join(cwd, 'own.json'), JSON.stringify({ calibration: { weightReadEfficiency: 1.1 } }));
    const wrong = await run(args, { ...real, cwd });
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringContaining(
        "The description of the system is wrong at 'calibration.weightReadEfficiency': ",
      ),
    ]);
  });

  it('refuse a description that is wrong once, whatever is asked of it', async () => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'own.json'), '{"foo": 1}');
    for (const args of [
      ['decode'],
      ['prefill'],
      ['slo', '--tpot', '50'],
      ['sweep', '--batch', '8,16'],
      ['sweep', '--batch', '8,16', '--csv'],
    ]) {
      const asked = await run(['simulate', ...args, '--description', 'own.json'], { ...real, cwd });
      expect([asked.code, asked.stdout, asked.stderr]).toEqual([
        2,
        '',
        "error: The description of the system is wrong at 'foo': There is no such part; it may have model, device, network, calibration.\n",
      ]);
    }
  });

  it.each([
    [
      ['decode', '--model', 'llama4-behemoth'],
      'GB for weights, buffers and cache, and it has 64.00 GB. Lower batch,',
    ],
    [
      ['decode', '--model', 'gpt'],
      "The parameter model of 'decode' is 'gpt'; it must be one of deepseek-r1,",
    ],
    [
      ['prefill', '--model', 'llama4-behemoth'],
      'GB for weights, and it has 64.00 GB. Raise ep, or choose a smaller model.',
    ],
    [
      ['decode', '--replicas', '100'],
      '100 dies of 320 cannot hold the shared expert alone (replicas): the 256 routed experts of DeepSeek-R1',
    ],
    [['prefill', '--prompt', '20000'], 'A prompt of 20000 tokens is longer than a batch of 16384 tokens.'],
  ])('refuse %j', async (args, message) => {
    const { code, stderr } = await run(['simulate', ...args], real);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('take acceptance and replicas as they are given', async () => {
    const rateOf = async (...args: string[]) =>
      jsonOf(await run(['simulate', 'decode', '--json', ...args], real)).tokensPerSecondPerNpu as number;
    const usual = await rateOf();
    expect((await rateOf('--acceptance', '85')) / usual).toBeCloseTo(1.85 / 1.7, 9);
    // Where the MoE stream is the longer one, fewer replicas of the shared expert make it longer still.
    const short = ['--prompt', '256'];
    expect(await rateOf(...short, '--replicas', '20')).toBeLessThan(await rateOf(...short));
  });

  it('tell what a description puts in the place of parameters, and refuse one that these contradict', async () => {
    const cwd = temporaryDirectory();
    const own = { model: { base: 'pangu-ultra-moe', draftTokens: 0 }, network: { base: 'ub' } };
    writeFileSync(join(cwd, 'own.json'), JSON.stringify(own));
    const args = ['--batch', '32', '--description', 'own.json'];
    const decode = ['simulate', 'decode', '--json', ...args];
    const outcome = jsonOf(await run(decode, { ...real, cwd }));
    const described = 'The model is that of the description: Pangu Ultra MoE, changed.';
    const undrafted = 'Pangu Ultra MoE, changed has no layer for draft tokens: it was run without MTP.';
    const bus = 'The network is that of the description: Unified Bus.';
    expect(outcome.notes).toEqual(expect.arrayContaining([described, bus, undrafted]));
    const unasked = jsonOf(await run([...decode, '--no-mtp'], { ...real, cwd }));
    expect(unasked.notes).not.toContain(undrafted);
    const same = jsonOf(await run([...decode, '--model', 'pangu-ultra-moe'], { ...real, cwd }));
    expect(same.tpotMs).toBe(outcome.tpotMs);
    const prefill = jsonOf(
      await run(['simulate', 'prefill', '--json', '--description', 'own.json'], { ...real, cwd }),
    );
    expect(prefill.notes).toEqual(expect.arrayContaining([described, bus]));
    for (const [part, named] of [
      ['model', 'llama4-behemoth'],
      ['network', 'rdma'],
    ] as const) {
      const refused = await run([...decode, `--${part}`, named], { ...real, cwd });
      expect([refused.code, refused.stderr]).toEqual([
        2,
        expect.stringContaining(
          `The description has a ${part} of its own, and ${part} is ${named}. Leave one of them out, or have the description start from it: "base": "${named}".`,
        ),
      ]);
    }
  });

  it('refuse replicas of a shared expert that the described model does not have', async () => {
    const cwd = temporaryDirectory();
    const model = { base: 'deepseek-r1', sharedExperts: 0 };
    writeFileSync(join(cwd, 'own.json'), JSON.stringify({ model }));
    const args = ['simulate', 'decode', '--replicas', '10', '--description', 'own.json'];
    const { code, stderr } = await run(args, { ...real, cwd });
    expect([code, stderr]).toEqual([
      2,
      'error: DeepSeek-R1, changed has no shared expert, and 10 dies are to hold it alone (replicas). Leave replicas out.\n',
    ]);
  });

  it('refuse what takes longer than can be counted', async () => {
    const cwd = temporaryDirectory();
    const slow = {
      device: { base: 'ascend-910', int8OpsPerSecond: 1e10, bf16OpsPerSecond: 1e10 },
      calibration: { gemmEfficiency: 0.001, decodeAttentionEfficiency: 0.001 },
    };
    writeFileSync(join(cwd, 'own.json'), JSON.stringify(slow));
    const { code, stderr } = await run(['simulate', 'decode', '--description', 'own.json'], { ...real, cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('A stream of decode would work for ')]);
  });

  it('refuse a split of cores that the described die has not', async () => {
    const cwd = temporaryDirectory();
    const device = { name: 'small', int8OpsPerSecond: 1e15, bf16OpsPerSecond: 5e14, hbmBytesPerSecond: 2e12 };
    const rest = { hbmBytes: 64e9, aic: 16, aiv: 32, diesPerNpu: 2 };
    writeFileSync(join(cwd, 'own.json'), JSON.stringify({ device: { ...device, ...rest } }));
    const args = ['simulate', 'decode', '--description', 'own.json'];
    const refused = await run(args, { ...real, cwd });
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining('The attention stream is given 16 AIC (attentionAic) of a die that has 16'),
    ]);
    expect((await run([...args, '--attention-aic', '10'], { ...real, cwd })).code).toBe(0);
  });

  it('refuse a split that leaves a stream without AIV', async () => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'own.json'), JSON.stringify({ device: { base: 'ascend-910', aiv: 1 } }));
    const { code, stderr } = await run(['simulate', 'decode', '--description', 'own.json'], { ...real, cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('Of the 1 AIV of a die, ')]);
  });

  it.each([
    [12, 24, 8],
    [48, 96, 16],
    [48, 96, 32],
  ])('have the cores that the described die has: %i AIC, %i AIV', async (aic, aiv, attentionAic) => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'own.json'), JSON.stringify({ device: { base: 'ascend-910', aic, aiv } }));
    const share = ['--attention-aic', String(Math.min(attentionAic, 23)), '--json'];
    const args = ['simulate', 'decode', ...share, '--description', 'own.json'];
    const outcome = jsonOf(await run(args, { ...real, cwd }));
    expect(outcome).toMatchObject({ verdict: 'holds-in-sample', tpotMs: expect.any(Number) as number });
    const { AIC, AIV } = outcome.utilisation as Record<string, number>;
    // Both are split alike, so that both are held alike; and one stream or the other holds its part at any time but a few.
    expect(AIC).toBeCloseTo(AIV!, 5);
    const parts = [attentionAic, aic - attentionAic].map((part) => part / aic);
    expect(AIC).toBeGreaterThan(0.8 * Math.min(...parts));
    expect(AIC).toBeLessThanOrEqual(1);
  });

  it('say which batch a time for each token allows', async () => {
    const slo = jsonOf(await run(['simulate', 'slo', '--tpot', '50', '--json'], real));
    expect(slo.batch).toBeGreaterThanOrEqual(90);
    expect(slo.tpotMs).toBeLessThanOrEqual(50);
    const next = jsonOf(
      await run(['simulate', 'decode', '--batch', String(Number(slo.batch) + 2), '--json'], real),
    );
    expect(next.tpotMs).toBeGreaterThan(50);
  });

  it('write a timeline of the first eight dies', async () => {
    const cwd = temporaryDirectory();
    const args = ['simulate', 'prefill', '--dies', '9', '--timeline', 'trace.json', '--json'];
    expect((await run(args, { ...real, cwd })).code).toBe(0);
    expect(existsSync(join(cwd, 'trace.json'))).toBe(true);
    const { traceEvents } = JSON.parse(readFileSync(join(cwd, 'trace.json'), 'utf8'));
    const owners = traceEvents.filter(({ name }: { name: string }) => name === 'process_name');
    expect(owners).toHaveLength(8);
  });
});
