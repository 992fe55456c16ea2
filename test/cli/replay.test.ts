// Goal: a trace file runs again, on XState itself, and says whether the violation is still there; a file that is damaged or does
// not belong to the network is met with a sentence. Exit codes: 1 violated, 0 not any more, 2 wrong input.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { formatTrace, type TraceFile } from '../../src/counterexample/trace-file.js';
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

describe('a violation that is still there', () => {
  it('is shown with its steps, exit code 1', async () => {
    expect(await replay({})).toEqual({
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
    });
  });

  it('is what explore wrote', async () => {
    const found = await run(['explore', 'locks', '--fault', 'L1', '--json'], { cwd });
    const { traceFile } = jsonOf(found).violation as { traceFile: string };
    const { code, stdout } = await run(['replay', traceFile], { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^locks with fault L1\ndeadlock-freedom is violated after 2 steps/);
    expect(JSON.parse(readFileSync(join(cwd, traceFile), 'utf8'))).toMatchObject({
      network: 'locks',
      faults: ['L1'],
    });
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
      says: "There is no module './gone.js'. Check the path.",
    },
    {
      what: 'a fault that the network does not have',
      changes: { faults: ['Z1'] },
      says: "The network 'counters' has no fault 'Z1'; it has C1, C2, C3.",
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
      text: formatTrace(trace).replace('"version": 1', '"version": 2'),
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

  it('a file that is not there is wrong input', async () => {
    const { code, stderr } = await run(['replay', 'gone.trace.json'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: The trace file '.*gone\.trace\.json' cannot be read: ENOENT/);
  });
});
