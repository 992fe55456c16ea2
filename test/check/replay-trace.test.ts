// Goal: a trace of version 1, as files of it were written before figures had their present names, is read and leads where it says; on a network
// that has changed, the outcome tells how. Method: the text of such a file, on the counters with their fault and without.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { choose, readTrace, replayTrace } from '../../src/index.js';
import { counters } from '../cli/catalogue.js';

const TEXT = `{
  "format": "cloudmatrix-check trace",
  "version": 1,
  "network": "counters",
  "parameters": {
    "counters": 1,
    "countMax": 1,
    "start": "idle"
  },
  "faults": [
    "C1"
  ],
  "property": "room",
  "message": "the margin is -1",
  "minimality": "proven shortest",
  "initial": 0,
  "steps": [
    "environment ⇒ counter.0: UP",
    "environment ⇒ counter.0: UP"
  ]
}
`;

function traceOf(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'cloudmatrix-check-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'counters.trace.json');
  writeFileSync(path, text);
  return readTrace(path);
}

it('leads to its violation, of a family or of the network itself', () => {
  const trace = traceOf(TEXT);
  const { subject, isViolated, message, rendered } = replayTrace(counters, trace);
  expect({ subject, isViolated, message }).toEqual({
    subject: { network: 'counters', parameters: { counters: 1, countMax: 1, start: 'idle' }, faults: ['C1'] },
    isViolated: true,
    message: 'the margin is -1',
  });
  expect(rendered).toMatch(/^room is violated after 2 steps \(proven shortest\): the margin is -1\n/);
  const { network } = choose(counters, trace.parameters, trace.faults);
  expect(replayTrace(network, { ...trace, parameters: {}, faults: [] })).toMatchObject({ isViolated: true });
});

it('leads nowhere on a network without the fault, and is told so', () => {
  const trace = traceOf(TEXT.replace('"C1"', '').replace('"countMax": 1', '"countMax": 2'));
  const outcome = replayTrace(counters, trace);
  expect(outcome).toMatchObject({ isViolated: false, isReached: false });
  expect(outcome).not.toHaveProperty('rendered');
});
