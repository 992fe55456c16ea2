// Goal: a trace file holds a counterexample whole, and a damaged one is refused with the place of the damage. Method: random
// traces written and read again; the text of one damaged in each way.

import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatTrace, readTrace, type TraceFile, writeTrace } from '../../src/counterexample/trace-file.js';
import { CheckError } from '../../src/network/errors.js';

const trace: TraceFile = {
  network: './networks/two-phase-commit.js#network',
  parameters: { managers: 2, mode: 'plain' },
  faults: ['B1'],
  property: 'agreement',
  message: 'it is false in this state',
  minimality: 'locally minimal',
  initial: 0,
  steps: ['tm ⇒ rm.0: PREPARE', 'environment ⇒ rm.1: ABORT'],
};

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'cloudmatrix-check-traces-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The sentence that reading a file with this text is refused with. */
function refusal(text: string | Uint8Array): string {
  const path = join(directory, 'damaged.json');
  writeFileSync(path, text);
  try {
    readTrace(path);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(CheckError);
    return (thrown as CheckError).message.replace(path, 'FILE');
  }
  throw new Error('nothing was refused');
}

describe('a written trace', () => {
  const name = fc.string({ minLength: 1 });
  const traces = fc.record({
    network: name,
    parameters: fc.dictionary(name, fc.oneof(fc.integer(), fc.string())),
    faults: fc.array(fc.string()),
    property: name,
    message: fc.string(),
    minimality: fc.constantFrom('proven shortest' as const, 'locally minimal' as const, 'as found' as const),
    initial: fc.nat(),
    steps: fc.array(fc.string({ unit: 'grapheme' })),
  });
  const located = fc
    .record({ path: name, export: fc.option(fc.string(), { nil: undefined }) })
    .map(({ path, export: chosen }) => ({ path, ...(chosen === undefined ? {} : { export: chosen }) }));

  it('reads as it was with its module and its deliveries', () => {
    const labels = fc.array(fc.array(fc.string()), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(located, labels, (module, deliveries) => {
        const sandbox = mkdtempSync(join(directory, 'random-'));
        const steps = deliveries.map((_, index) => `step ${index}`);
        const read = readTrace(writeTrace(sandbox, { ...trace, module, steps, deliveries }));
        const { deliveries: told = steps.map(() => []) } = read;
        expect({ module: read.module, deliveries: told }).toEqual({ module, deliveries });
      }),
      { seed: 384, numRuns: 50 },
    );
  });

  it('reads as it was, whatever is in it', () => {
    fc.assert(
      fc.property(traces, (written) => {
        const sandbox = mkdtempSync(join(directory, 'random-'));
        expect(readTrace(writeTrace(sandbox, written))).toEqual(written);
        // A property's or network's name leads to no other directory.
        expect(readdirSync(sandbox)).toHaveLength(1);
      }),
      { seed: 384, numRuns: 200 },
    );
  });

  it('has a name that tells what it is, and the same for the same content', () => {
    const path = writeTrace(directory, trace);
    expect(path).toMatch(/two-phase-commit\.js-network-agreement-[0-9a-f]{8}\.trace\.json$/);
    expect(writeTrace(directory, trace)).toBe(path);
    expect(writeTrace(directory, { ...trace, initial: 1 })).not.toBe(path);
    expect(readFileSync(path, 'utf8')).toBe(formatTrace(trace));
  });

  it('keeps the cycle of a run that goes on for ever, and is of version 2', () => {
    const endless: TraceFile = { ...trace, loop: 1, minimality: 'shortest stem, locally minimal cycle' };
    const path = writeTrace(directory, endless);
    expect(readTrace(path)).toEqual(endless);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ version: 2, loop: 1 });
  });

  it('of version 1 is read as it was', () => {
    const path = join(directory, 'first.json');
    writeFileSync(path, JSON.stringify({ ...JSON.parse(formatTrace(trace)), version: 1 }));
    expect(readTrace(path)).toEqual(trace);
  });

  it('is never written over a file with other content', () => {
    const path = writeTrace(directory, { ...trace, initial: 2 });
    writeFileSync(path, 'mine');
    expect(() => writeTrace(directory, { ...trace, initial: 2 })).toThrow(
      `The file '${path}' exists already with other content. Choose another name, or remove it first.`,
    );
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });
});

describe('a damaged trace', () => {
  it('that is cut off is not JSON', () => {
    expect(refusal(formatTrace(trace).slice(0, 100))).toMatch(
      /^The trace file 'FILE' is not JSON: .*\. Write it anew by running the check again\.$/,
    );
  });

  it.each([
    { change: { format: 'another' }, at: "at 'format'" },
    { change: { version: 3 }, at: "at 'version'" },
    { change: { loop: -1 }, at: "at 'loop'" },
    { change: { loop: 2 }, at: "at 'loop'" },
    { change: { loop: '0' }, at: "at 'loop'" },
    { change: { loop: 0, steps: [] }, at: "at 'loop'" },
    { change: { loop: 0, version: 1 }, at: "at 'loop'" },
    { change: { network: '' }, at: "at 'network'" },
    { change: { parameters: { managers: null } }, at: "at 'parameters.managers'" },
    { change: { faults: 'B1' }, at: "at 'faults'" },
    { change: { property: undefined }, at: "at 'property'" },
    { change: { minimality: 'shortest' }, at: "at 'minimality'" },
    { change: { initial: -1 }, at: "at 'initial'" },
    { change: { initial: 0.5 }, at: "at 'initial'" },
    { change: { steps: ['a', 1] }, at: "at 'steps.1'" },
    { change: { steps: 'ab' }, at: "at 'steps'" },
    { change: { module: './x.js' }, at: "at 'module'" },
    { change: { module: { path: '' } }, at: "at 'module.path'" },
    { change: { deliveries: [[], [1]] }, at: "at 'deliveries.1.0'" },
    { change: { deliveries: [[]] }, at: "at 'deliveries'" },
    { change: { comment: 'mine' }, at: 'at the top' },
    { change: { ['x'.repeat(100_000)]: '\u001b' }, at: 'at the top' },
  ])('is refused with the place: $change $at', ({ change, at }) => {
    const text = JSON.stringify({ ...JSON.parse(formatTrace(trace)), ...change });
    const sentence = refusal(text);
    expect(sentence.startsWith(`The trace file 'FILE' is damaged ${at}: `)).toBe(true);
    expect(sentence.endsWith('. Write it anew by running the check again.')).toBe(true);
  });

  it.each(['null', '[]', '"trace"', '3'])('that is %s is refused', (text) => {
    expect(refusal(text)).toMatch(/^The trace file 'FILE' is damaged at the top: /);
  });

  it.each([
    { what: 'empty', bytes: Buffer.alloc(0), reason: 'it is empty' },
    { what: 'binary', bytes: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x00]), reason: 'it is not text in UTF-8' },
    {
      what: 'begun with a byte order mark',
      bytes: Buffer.from(`\ufeff${formatTrace(trace)}`),
      reason: 'it begins with a byte order mark, which JSON has not; an editor may have added it',
    },
  ])('that is $what is refused', ({ bytes, reason }) => {
    expect(refusal(bytes)).toBe(
      `The trace file 'FILE' is not JSON: ${reason}. Write it anew by running the check again.`,
    );
  });

  it('that is larger than any trace is refused without being read', () => {
    const path = join(directory, 'huge.json');
    writeFileSync(path, '');
    truncateSync(path, 2 ** 32);
    expect(() => readTrace(path)).toThrow(/it has 4,096 MiB, and traces of up to 128 MiB are read\./);
    expect(() => readTrace('/dev/zero')).toThrow(
      "The trace file '/dev/zero' cannot be read: it is not a file.",
    );
    expect(() => readTrace(directory)).toThrow(/cannot be read: it is a directory\.$/);
  });

  it('that is not there cannot be read', () => {
    expect(() => readTrace(join(directory, 'gone.json'))).toThrow(
      /^The trace file '.*gone\.json' cannot be read: ENOENT/,
    );
  });
});
