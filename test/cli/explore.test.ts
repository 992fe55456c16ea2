// Goal: `explore` says what was found, in words and as JSON, and answers with the right exit code. Method: the whole command
// line, in this process, on the small networks of catalogue.ts, whose sizes are known: (countMax + 1) ^ counters states.

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { counters } from './catalogue.js';
import { jsonOf, run, temporaryDirectory } from './harness.js';

/** Text with the one line that tells times and bytes left out. */
function withoutCost(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.includes('XState was asked'))
    .join('\n');
}

/** How a counterexample of a small network can be looked at: too much for a line. */
const look = (traceFile: string) =>
  `Look:  npx cloudmatrix-check replay \\\n  ${traceFile} --html trace.html`;

const KEYS = [
  'network',
  'parameters',
  'faults',
  'verdict',
  'states',
  'steps',
  'depth',
  'terminal',
  'seconds',
  'progress',
  'bytesPerState',
  'xstateCalls',
  'properties',
  'vacuous',
  'neverSeen',
  'coverage',
];

describe('a network that holds', () => {
  it('is described, exit code 0', async () => {
    const { code, stdout, stderr } = await run([
      'explore',
      'counters',
      '--counters',
      '3',
      '--count-max',
      '9',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(withoutCost(stdout)).toBe(`\
counters (counters 3, countMax 9, start idle): holds.
1,000 states, 5,400 steps between them, 28 levels; every state was visited.

  holds  deadlock-freedom, specified-reception, channel-capacity, no-exception, no-stuck-component,
         room (smallest margin 0), full
  charts: 2 of 2 transitions, 4 of 4 guard outcomes
`);
  });

  it('is one JSON object with the documented keys', async () => {
    const result = await run(['explore', 'counters', '--json']);
    expect(result.code).toBe(0);
    expect(result.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(Object.keys(jsonOf(result))).toEqual(KEYS);
    expect(jsonOf(result)).toMatchObject({
      network: 'counters',
      parameters: { counters: 2, countMax: 3, start: 'idle' },
      faults: [],
      verdict: 'holds',
      states: 16,
      steps: 48,
      depth: 7,
      terminal: 0,
      properties: [
        { name: 'deadlock-freedom', verdict: 'holds' },
        { name: 'specified-reception', verdict: 'holds' },
        { name: 'channel-capacity', verdict: 'holds' },
        { name: 'no-exception', verdict: 'holds' },
        { name: 'no-stuck-component', verdict: 'holds' },
        { name: 'room', verdict: 'holds', margin: 0 },
        { name: 'full', verdict: 'holds' },
      ],
    });
  });

  it.each([
    ['options before the network', ['explore', '--count-max', '1', '--start', 'down', 'counters', '--json']],
    ['options with an equals sign', ['explore', 'counters', '--json', '--count-max=1', '--start=down']],
  ])('takes %s', async (_, args) => {
    expect(jsonOf(await run(args)).parameters).toEqual({ counters: 2, countMax: 1, start: 'down' });
  });
});

describe('a violation', () => {
  it('is shown with its steps and its trace, exit code 1', async () => {
    const cwd = temporaryDirectory();
    const { code, stdout } = await run(['explore', 'locks', '--fault', 'L1', '--full'], { cwd });
    const [traceFile] = /cloudmatrix-check-traces\/locks-deadlock-freedom-[0-9a-f]{8}\.trace\.json/.exec(
      stdout,
    ) ?? [''];
    expect(code).toBe(1);
    expect(withoutCost(stdout)).toBe(`\
locks with fault L1: violated.
6 states, 7 steps between them, 3 levels; the search ended at the violation (--all goes on after
it).

  violated      deadlock-freedom
  inconclusive  specified-reception, channel-capacity, no-exception, no-stuck-component
  charts: 5 of 5 states, 5 of 5 transitions

deadlock-freedom is violated after 2 steps (proven shortest): no step makes progress, and ann in state 'halfway', \
bob in state 'halfway', left in state 'taken', right in state 'taken' are neither done nor at rest; \
ann waits: NEXT from the environment would be held up by a receiver that does not take what it sends; \
bob waits: NEXT from the environment would be held up by a receiver that does not take what it sends; \
left waits for FREE, and nothing is on its way to it; right waits for FREE, and nothing is on its way to it
  1. environment ⇒ ann: NEXT
         delivers ann ⇒ left: TAKE
         left.state: 'free' → 'taken'
         ann.state: 'idle' → 'halfway'
  2. environment ⇒ bob: NEXT
         delivers bob ⇒ right: TAKE
         right.state: 'free' → 'taken'
         bob.state: 'idle' → 'halfway'

${look(traceFile)}
`);
    expect(existsSync(join(cwd, traceFile))).toBe(true);
  });

  it('is shown even if its trace cannot be written, with the reason', async () => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'taken'), 'a file, not a directory');
    const args = ['explore', 'counters', '--fault', 'C1', '--counters', '1', '--trace-dir', 'taken'];
    const result = await run(args, { cwd });
    expect(result.code).toBe(1);
    expect(result.stdout).toMatch(/room is violated after 3 steps/);
    expect(result.stdout).toMatch(/There is no trace file\. The file\s+'.*'\s+cannot be written:\s/);
    const json = jsonOf(await run([...args, '--json'], { cwd }));
    expect(json.violation).toMatchObject({
      property: 'room',
      traceFile: null,
      traceProblem: expect.stringMatching(/^The file '.*' cannot be written: /) as string,
    });
  });

  it('is part of the JSON object', async () => {
    const cwd = temporaryDirectory();
    const args = [
      'explore',
      'counters',
      '--fault',
      'C1',
      '--counters',
      '1',
      '--json',
      '--trace-dir',
      'traces',
    ];
    const result = await run(args, { cwd });
    expect(result.code).toBe(1);
    expect(Object.keys(jsonOf(result))).toEqual([...KEYS, 'named', 'violation']);
    const up = 'environment ⇒ counter.0: UP';
    expect(jsonOf(result)).toMatchObject({
      parameters: { counters: 1, countMax: 2, start: 'idle' },
      faults: ['C1'],
      verdict: 'violated',
    });
    expect(jsonOf(result).violation).toEqual({
      property: 'room',
      message: 'the margin is -1',
      minimality: 'proven shortest',
      steps: [up, up, up],
      traceFile: expect.stringMatching(/^traces\/counters-room-[0-9a-f]{8}\.trace\.json$/),
      explanation: expect.objectContaining({ property: 'room', outcome: 'violated', key: [1, 2, 3] }),
    });
  });

  it('does not end the search with --all', async () => {
    const args = ['explore', 'counters', '--fault', 'C1', '--counters', '1', '--all'];
    const { code, stdout } = await run(args);
    expect(code).toBe(1);
    expect(stdout).toContain('4 states, 6 steps between them, 4 levels; every state was visited.\n');
    expect(stdout).toContain('  violated  room (smallest margin -1)\n  holds     deadlock-freedom, ');
  });

  it('of a witness is one that is never reached, without a trace', async () => {
    const cwd = temporaryDirectory();
    const { code, stdout } = await run(['explore', 'counters', '--fault', 'C2'], { cwd });
    expect(code).toBe(1);
    expect(withoutCost(stdout)).toBe(`\
counters (counters 2, countMax 3, start idle) with fault C2: violated.
1 state, 0 steps between them, 1 level; every state was visited.

  never reached  full
  holds          deadlock-freedom, specified-reception, channel-capacity, no-exception,
                 no-stuck-component, room (smallest margin 3)
  charts: 0 of 2 transitions, 0 of 4 guard outcomes
  never taken:
    counter: counter --DOWN [isAboveZero]--> (no target)
    counter: counter --UP [hasRoom]--> (no target)
`);
    expect(existsSync(join(cwd, 'cloudmatrix-check-traces'))).toBe(false);
  });

  it('that a fault does not show is told, and others are shown', async () => {
    const cwd = temporaryDirectory();
    const args = ['explore', 'counters', '--fault', 'C3', '--counters', '1'];
    const healthy = await run(args, { cwd });
    expect(healthy.code).toBe(0);
    const sentence =
      'The fault C3 names room, which holds in this network; it is known to show with the defaults.';
    expect(healthy.stdout.trimEnd().endsWith(`\n\n${sentence}`)).toBe(true);
    const both = await run(['explore', 'locks', '--fault', 'L1', '--json'], { cwd });
    expect(jsonOf(both)['named']).toEqual([
      { fault: 'L1', property: 'deadlock-freedom', verdict: 'violated' },
    ]);
  });

  it.each([
    [{}, 'the defaults'],
    [{ counters: 1, countMax: 1 }, 'counters 1, countMax 1'],
  ])('that a fault does not show where it is to is not told as known: %j', async (configuration, known) => {
    const faults = { C3: { ...counters.faults['C3']!, configuration } };
    const catalogue = { families: [{ ...counters, faults }], machines: {} };
    const { code, stdout } = await run(['explore', 'counters', '--fault', 'C3'], { catalogue });
    expect(code).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      `The fault C3 names room, which holds in this network, though these are the parameters that it is to show with: ${known}.`,
    );
  });

  it.each([
    [{ isTTY: true }, [], true],
    [{ isTTY: true, env: { NO_COLOR: '1' } }, [], false],
    [{ isTTY: true }, ['--json'], false],
    [{}, [], false],
  ])('is told with colours on a terminal only: %j %j', async (io, options, isColoured) => {
    const { stdout } = await run(['explore', 'locks', '--fault', 'L1', ...options], io);
    expect(stdout).toContain('deadlock-freedom');
    expect(stdout.includes('\u001b[31m✗ deadlock-freedom is violated')).toBe(isColoured);
    expect(stdout.includes('\u001b')).toBe(isColoured);
  });

  it('takes several faults', async () => {
    const result = await run(['explore', 'counters', '--fault', 'C3', '--fault', 'C1', '--json']);
    expect(jsonOf(result)).toMatchObject({ faults: ['C3', 'C1'], verdict: 'violated' });
  });
});

describe('a witness that is to be shown', () => {
  const one = ['explore', 'counters', '--counters', '1', '--count-max', '2', '--show', 'full'];
  const up = 'environment ⇒ counter.0: UP';

  it('has the shortest way to it, and a trace that replays', async () => {
    const cwd = temporaryDirectory();
    const { code, stdout } = await run([...one, '--full'], { cwd });
    const [traceFile] = /cloudmatrix-check-traces\/counters-full-[0-9a-f]{8}\.trace\.json/.exec(stdout)!;
    expect(code).toBe(0);
    expect(withoutCost(stdout)).toContain(`
full is reached after 2 steps (proven shortest): this state is its witness
  1. ${up}
         counter.0.count: 0 → 1
  2. ${up}
         counter.0.count: 1 → 2

Look:  npx cloudmatrix-check replay ${traceFile} \\
  --html trace.html
`);
    const replayed = await run(['replay', traceFile], { cwd });
    expect(replayed.code).toBe(0);
    expect(replayed.stdout).toContain('full is reached after 2 steps (proven shortest)');
  });

  it('is part of the JSON object', async () => {
    const result = await run([...one, '--json']);
    expect(Object.keys(jsonOf(result))).toEqual([...KEYS, 'witnesses']);
    expect(jsonOf(result).witnesses).toEqual([
      {
        property: 'full',
        isReached: true,
        minimality: 'proven shortest',
        steps: [up, up],
        traceFile: expect.stringMatching(/counters-full-[0-9a-f]{8}\.trace\.json$/),
        explanation: expect.objectContaining({ property: 'full', outcome: 'reached' }),
      },
    ]);
  });

  it.each([
    {
      args: ['--fault', 'C2'],
      code: 1,
      says: 'full is never reached: no state of the network is its witness.',
    },
    { args: ['--states-max', '1'], code: 3, says: 'full was not reached before the search ended.' },
    {
      args: ['--fault', 'C1', '--fault', 'C2'],
      code: 1,
      says: 'full is never reached: no state of the network is its witness.',
    },
  ])('is said not to be reached: $args', async ({ args, code, says }) => {
    const result = await run([...one, ...args]);
    expect(result.code).toBe(code);
    expect(result.stdout.trimEnd().split('\n').at(-1)).toBe(says);
    expect(jsonOf(await run([...one, ...args, '--json'])).witnesses).toEqual([
      { property: 'full', isReached: false },
    ]);
  });

  it('must be one, exit code 2', async () => {
    expect(await run([...one, '--show', 'room'])).toEqual({
      code: 2,
      stdout: '',
      stderr: "error: The network 'counters' has no witness 'room'; its witnesses are full.\n",
    });
  });
});

describe('a budget that runs out', () => {
  it('leaves the verdict open, exit code 3', async () => {
    const { code, stdout } = await run(['explore', 'counters', '--states-max', '3']);
    expect(code).toBe(3);
    expect(withoutCost(stdout)).toBe(`\
counters (counters 2, countMax 3, start idle): inconclusive.
5 states, 5 steps between them, 2 levels; not every state was visited.
The budget of states ran out, with 3 states left to expand. Raise --states-max, or make the parameters smaller.

  inconclusive  deadlock-freedom, specified-reception, channel-capacity, no-exception,
                no-stuck-component, room (smallest margin 2), full
  charts: 2 of 2 transitions, 3 of 4 guard outcomes
`);
  });

  it.each([
    { args: ['--states-max', '3'], budget: 'states' },
    { args: ['--seconds-max', '0.000001'], budget: 'seconds' },
    { args: ['--memory-max', '1'], budget: 'memory' },
  ])('is named in the JSON object: $budget', async ({ args, budget }) => {
    const large = ['--counters', '4', '--count-max', '100'];
    const result = await run(['explore', 'counters', ...large, ...args, '--json']);
    expect(result.code).toBe(3);
    expect(Object.keys(jsonOf(result))).toEqual([...KEYS, 'inconclusive']);
    expect(jsonOf(result).inconclusive).toMatchObject({ budget, frontier: expect.any(Number) });
  });
});
