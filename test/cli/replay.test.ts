// Goal: a trace file runs again, on XState itself, and says whether the violation is still there; a file that is damaged or does
// not belong to the network is met with a sentence. Exit codes: 1 violated, 0 not any more, 2 wrong input.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { PlainNetwork } from '../../src/reference/plain-network.js';
import { formatTrace, type TraceFile } from '../../src/counterexample/trace-file.js';
import { always, reachable } from '../../src/index.js';
import type { Catalogue } from '../../src/check/catalogue.js';
import { type CounterContext, counters } from './catalogue.js';
import { jsonOf, run, temporaryDirectory } from './harness.js';

const UP = 'environment ⇒ counter.0: UP';

const trace: TraceFile = {
  network: 'counters',
  parameters: { counters: 1, countMax: 1, start: 'idle' },
  faults: ['C1'],
  property: 'room',
  message: 'the margin is -1',
  minimality: 'proven shortest',
  initial: 0,
  steps: [UP, UP],
};

let cwd: string;
beforeEach(() => {
  cwd = temporaryDirectory();
});

function replay(changes: Partial<TraceFile>, ...options: string[]) {
  writeFileSync(join(cwd, 'a.trace.json'), formatTrace({ ...trace, ...changes }));
  return run(['replay', 'a.trace.json', ...options], { cwd });
}

/** Counters with one more witness: a counter past its maximum. */
const withOver: Catalogue = {
  families: [
    {
      ...counters,
      build: (configuration, faults) => {
        const network = counters.build(configuration, faults);
        const over = reachable('over', (view) => {
          const { count } = view.context<CounterContext>('counter.0');
          return count > Number(configuration.countMax);
        });
        return { ...network, properties: [...network.properties, over] };
      },
    },
  ],
  machines: {},
};

describe('a violation that is still there', () => {
  it('is shown with its steps, exit code 1', async () => {
    expect(await replay({}, '--full')).toEqual({
      code: 1,
      stderr: '',
      stdout: `\
counters (counters 1, countMax 1, start idle) with fault C1
room is violated after 2 steps (proven shortest): the margin is -1
  1. ${UP}
         counter.0.count: 0 → 1
  2. ${UP}
         counter.0.count: 1 → 2
`,
    });
  });

  it('is one JSON object', async () => {
    const result = await replay({}, '--json');
    expect(result.code).toBe(1);
    expect(jsonOf(result)).toEqual({
      network: 'counters',
      parameters: trace.parameters,
      faults: ['C1'],
      property: 'room',
      isViolated: true,
      message: 'the margin is -1',
      steps: [UP, UP],
      explanation: expect.objectContaining({ property: 'room', message: 'the margin is -1' }),
    });
  });

  it('tells what else the same steps violate', async () => {
    const limit = always('below its limit', () => false, { sentence: 'A counter stays below its limit.' });
    const catalogue: Catalogue = {
      families: [
        {
          ...counters,
          build: (configuration, faults) => {
            const network = counters.build(configuration, faults);
            return { ...network, properties: [...network.properties, limit] };
          },
        },
      ],
      machines: {},
    };
    writeFileSync(join(cwd, 'a.trace.json'), formatTrace(trace));
    const replayed = (...options: string[]) =>
      run(['replay', 'a.trace.json', ...options], { cwd, catalogue });
    const also = '\n\nAlso violated, by the same steps: below its limit';
    expect((await replayed()).stdout).toMatch(new RegExp(`✗ room is violated[^]*${also}\n$`));
    expect((await replayed('--full')).stdout).toContain(`${also}: it is false in this state.\n`);
    expect(jsonOf(await replayed('--json'))).toMatchObject({
      also: [{ property: 'below its limit', message: 'it is false in this state' }],
      explanation: { also: [{ sentence: 'A counter stays below its limit.' }] },
    });
  });

  it('is what explore wrote', async () => {
    const found = await run(['explore', 'locks', '--fault', 'L1', '--json'], { cwd });
    const { traceFile } = jsonOf(found).violation as { traceFile: string };
    const { code, stdout } = await run(['replay', traceFile], { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^locks with fault L1\n✗ deadlock-freedom is violated after 2 steps/);
    expect(JSON.parse(readFileSync(join(cwd, traceFile), 'utf8'))).toMatchObject({
      network: 'locks',
      faults: ['L1'],
    });
  });
});

describe('deliveries within steps', () => {
  const [ann, bob] = ['ann ⇒ left: TAKE', 'bob ⇒ right: TAKE'];
  const changes: Partial<TraceFile> = {
    network: 'locks',
    parameters: {},
    faults: ['L1'],
    property: 'deadlock-freedom',
    steps: ['environment ⇒ ann: NEXT', 'environment ⇒ bob: NEXT'],
  };

  it('are written by explore, and are those of the replay', async () => {
    const found = await run(['explore', 'locks', '--fault', 'L1', '--json'], { cwd });
    const { traceFile, deliveries } = jsonOf(found).violation as { traceFile: string; deliveries: unknown };
    expect(deliveries).toEqual([[ann], [bob]]);
    expect(JSON.parse(readFileSync(join(cwd, traceFile), 'utf8'))).toMatchObject({ deliveries });
    const { code, stdout } = await run(['replay', traceFile, '--full'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain(`environment ⇒ bob: NEXT\n         delivers ${bob}\n`);
    expect(jsonOf(await run(['replay', traceFile, '--json'], { cwd }))).toMatchObject({ deliveries });
  });

  it.each([
    {
      deliveries: [[ann], [bob, ann]],
      says: `Step 2 delivers '${bob}' where the trace says '${bob}', '${ann}'.`,
    },
    { deliveries: [[bob], [bob]], says: `Step 1 delivers '${ann}' where the trace says '${bob}'.` },
    { deliveries: undefined, says: `Step 1 delivers '${ann}' where the trace says nothing further.` },
  ])('that are others are wrong input: $says', async ({ deliveries, says }) => {
    const { code, stdout, stderr } = await replay({ ...changes, ...(deliveries && { deliveries }) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`error: ${says} The trace belongs to another network,`);
  });
});

describe('a violation that is not there any more', () => {
  it('is told to be gone, exit code 0', async () => {
    expect(await replay({ faults: [], parameters: { ...trace.parameters, countMax: 2 } })).toEqual({
      code: 0,
      stderr: '',
      stdout:
        'counters (counters 1, countMax 2, start idle): room is not violated as the trace says. All of its 2 steps can still be ' +
        'taken, and nothing is violated at their end any more.\n',
    });
  });

  it('may have given way to another, exit code 1', async () => {
    const result = await replay({ property: 'deadlock-freedom' });
    expect(result.code).toBe(1);
    expect(result.stdout).toBe(
      'counters (counters 1, countMax 1, start idle) with fault C1: deadlock-freedom is not violated as the trace says. All of its 2 ' +
        'steps can still be taken, and at their end room is violated instead: the margin is -1.\n',
    );
    const json = jsonOf(await replay({ property: 'deadlock-freedom' }, '--json'));
    expect(json).toMatchObject({ isViolated: false, otherProperty: 'room' });
  });
});

describe('a violation that is not at the end of the steps', () => {
  const DOWN = 'environment ⇒ counter.0: DOWN';

  it('is looked for in one pass, however long the trace and however many the properties', async () => {
    const successors = vi.spyOn(PlainNetwork.prototype, 'successors');
    onTestFinished(() => successors.mockRestore());
    const steps = Array.from({ length: 2_000 }, (_, at) => (at % 2 === 0 ? UP : DOWN));
    const { code } = await replay({ faults: [], steps });
    expect(code).toBe(0);
    expect(successors.mock.calls.length).toBeLessThanOrEqual(steps.length + 1);
  });

  it('is told to be there earlier, exit code 1', async () => {
    const { code, stdout } = await replay({ steps: [UP, UP, DOWN] });
    expect(code).toBe(1);
    expect(stdout).toBe(
      'counters (counters 1, countMax 1, start idle) with fault C1: room is not violated as the trace says. All of its 3 steps can ' +
        'still be taken, and it is violated after 2 steps already; nothing is violated at their end.\n',
    );
    expect(jsonOf(await replay({ steps: [UP, UP, DOWN] }, '--json'))).toMatchObject({
      isViolated: false,
      metAfter: 2,
    });
  });
});

describe('a violation before the end of the steps, at which it still is', () => {
  it('is told to be there earlier, and not to be the shortest', async () => {
    const steps = [UP, UP, 'environment ⇒ counter.0: DOWN', UP];
    const { code, stdout } = await replay({ steps });
    expect(code).toBe(1);
    expect(stdout).toContain('\nroom is violated after 2 steps already; the trace goes on to 4 steps.\n');
    expect(stdout).toContain('room is violated after 4 steps (as found)');
    expect((await replay({ steps }, '--full')).stdout).toContain('room is violated after 4 steps (as found)');
    const told = jsonOf(await replay({ steps }, '--json'));
    expect(told).toMatchObject({ isViolated: true, metAfter: 2, explanation: { minimality: 'as found' } });
  });

  it('of the steps of the search is told at their end only', async () => {
    const { stdout } = await replay({});
    expect(stdout).not.toContain('already');
    expect(stdout).toContain(`(${trace.minimality})`);
  });
});

describe('the way to a witness', () => {
  const full: Partial<TraceFile> = {
    property: 'full',
    message: 'the witness is reached',
    faults: [],
    steps: [UP],
  };

  it('is shown with its steps, exit code 0', async () => {
    expect(await replay(full, '--full')).toEqual({
      code: 0,
      stderr: '',
      stdout: `\
counters (counters 1, countMax 1, start idle)
full is reached after 1 step (proven shortest): this state is its witness
  1. ${UP}
         counter.0.count: 0 → 1
`,
    });
    const json = jsonOf(await replay(full, '--json'));
    expect(json).toMatchObject({ property: 'full', isReached: true, isViolated: false });
  });

  it('may lead to something that is violated as well, exit code 1', async () => {
    const over = { ...trace, property: 'over', message: '' };
    writeFileSync(join(cwd, 'a.trace.json'), formatTrace(over));
    const { code, stdout } = await run(['replay', 'a.trace.json'], { cwd, catalogue: withOver });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /over is reached after 2 steps .*\n\nThere room is violated: the margin is -1\.\n$/s,
    );
  });

  it('that leads elsewhere leaves it open, exit code 3', async () => {
    const { code, stdout } = await replay({ ...full, parameters: { ...trace.parameters, countMax: 2 } });
    expect({ code, stdout }).toEqual({
      code: 3,
      stdout:
        'counters (counters 1, countMax 2, start idle): full is not reached as the trace says. All of its 1 step can still be taken, and ' +
        'nothing is violated at their end.\n',
    });
  });

  it('that passes by it has reached it, exit code 0', async () => {
    const { code, stdout } = await replay({ ...full, steps: [UP, 'environment ⇒ counter.0: DOWN'] });
    expect(code).toBe(0);
    expect(stdout).toContain('and it is reached after 1 step already; nothing is violated at their end.');
  });
});

it('that has no time left says so, and nothing of the trace: exit code 3', async () => {
  const { code, stdout } = await replay({}, '--seconds-max', '1e-9');
  expect(code).toBe(3);
  expect(stdout).toContain(
    ': inconclusive. The budget of seconds ran out, with 2 steps left to take. Raise --seconds-max, or make the parameters smaller.',
  );
  const json = jsonOf(await replay({}, '--seconds-max', '1e-9', '--json'));
  expect(json).toMatchObject({ isViolated: false, inconclusive: { budget: 'seconds', taken: 0 } });
  expect((await replay({}, '--seconds-max', '60')).code).toBe(1);
});

describe('a trace that cannot be run', () => {
  it.each<{ what: string; changes: Partial<TraceFile>; says: string }>([
    {
      what: 'a step that is not enabled',
      changes: { faults: [] },
      says:
        `Step 2 of the trace, '${UP}', is not enabled in network 'counters' at that point; enabled are: environment ⇒ counter.0: ` +
        'DOWN. The trace belongs to another network, or to other parameters or faults.',
    },
    {
      what: 'an unknown network',
      changes: { network: 'dispatch' },
      says: "There is no network 'dispatch'. There are counters, locks; or give the path of a module that exports one.",
    },
    {
      what: 'a module that is gone',
      changes: { network: './gone.js#network' },
      says:
        "There is no module './gone.js', which the trace names. Name its network yourself: npx cloudmatrix-check replay a.trace.json " +
        '--network <module>',
    },
    {
      what: 'a fault that the network does not have',
      changes: { faults: ['Z1'] },
      says: "The network 'counters' has no fault 'Z1'; it has C1, C2, C3.",
    },
    {
      what: 'a parameter that the network does not have',
      changes: { parameters: { ...trace.parameters, countMin: 1 } },
      says: "The network 'counters' has no parameter 'countMin'; it has counters, countMax, start. Did you mean 'countMax'?",
    },
    {
      what: 'a parameter with the name of what every object has',
      changes: { parameters: JSON.parse('{"__proto__": 1}') as Record<string, number> },
      says: "The network 'counters' has no parameter '__proto__'; it has counters, countMax, start.",
    },
    {
      what: 'a parameter out of range',
      changes: { parameters: { ...trace.parameters, counters: 9 } },
      says: "The parameter counters of 'counters' is '9'; it must be a whole number from 1 to 4.",
    },
    {
      what: 'a property that the network does not have',
      changes: { property: 'rooms' },
      says:
        "The network 'counters' has no property 'rooms'; it has deadlock-freedom, specified-reception, channel-capacity, " +
        "no-exception, no-stuck-component, room, full. Did you mean 'room'?",
    },
    {
      what: 'a witness that the network does not have, whatever its steps',
      changes: { property: 'constructor', steps: ['no such step'] },
      says:
        "The network 'counters' has no property 'constructor'; it has deadlock-freedom, specified-reception, channel-capacity, " +
        'no-exception, no-stuck-component, room, full.',
    },
    {
      what: 'deliveries that do not come about',
      changes: { deliveries: [[], ['a ⇒ b: X', 'b ⇒ c: Y']] },
      says:
        "Step 2 delivers nothing further where the trace says 'a ⇒ b: X', 'b ⇒ c: Y'. The trace belongs to another network, or to " +
        "other parameters or faults. Of what the trace names, not all is there: there is no component 'a'. So it shows nothing. " +
        'If that is called otherwise now, make the trace anew; if it is gone, let the trace go, too.',
    },
    {
      what: 'a step of a megabyte',
      changes: { steps: [`environment ⇒ counter.0: UP {text: '\u001b${'x'.repeat(2 ** 20)}'}`] },
      says:
        `Step 1 of the trace, 'environment ⇒ counter.0: UP {text: '\\u001b${'x'.repeat(263)}… (1,048,615 characters)', is not ` +
        `enabled in network 'counters' at that point; enabled are: ${UP}. The trace belongs to another network, or to other ` +
        'parameters or faults.',
    },
    {
      what: 'an initial state that the network does not have',
      changes: { initial: 4 },
      says: "The trace starts in initial state 4, which network 'counters' does not have.",
    },
  ])('$what is wrong input', async ({ changes, says }) => {
    expect(await replay(changes)).toEqual({ code: 2, stdout: '', stderr: `error: ${says}\n` });
  });

  it.each([
    { what: 'not JSON', text: 'steps:', says: /is not JSON: .* Write it anew by running the check again\.$/ },
    {
      what: 'of another version',
      text: formatTrace(trace).replace('"version": 2', '"version": 3'),
      says: /is damaged at 'version': .* Write it anew by running the check again\.$/,
    },
    {
      what: 'without steps',
      text: formatTrace(trace).replace('"steps"', '"steeps"'),
      says: /is damaged at 'steps': .* Write it anew by running the check again\.$/,
    },
  ])('a file that is $what is wrong input', async ({ text, says }) => {
    writeFileSync(join(cwd, 'a.trace.json'), text);
    const { code, stdout, stderr } = await run(['replay', 'a.trace.json'], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.trimEnd()).toMatch(says);
  });

  it('a file of 100,000 wrong steps is told at its first', async () => {
    const steps = new Array(100_000).fill(1);
    writeFileSync(join(cwd, 'a.trace.json'), JSON.stringify({ ...JSON.parse(formatTrace(trace)), steps }));
    const { code, stderr } = await run(['replay', 'a.trace.json'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("is damaged at 'steps.0': it must be a text. Write it anew");
  });

  it('a directory is wrong input', async () => {
    const { code, stdout, stderr } = await run(['replay', '.'], { cwd });
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: The trace file '${cwd}' cannot be read: it is a directory.\n`,
    });
  });

  it('a file that is not there is wrong input', async () => {
    const { code, stderr } = await run(['replay', 'gone.trace.json'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: The trace file '.*gone\.trace\.json' cannot be read: ENOENT/);
  });
});
