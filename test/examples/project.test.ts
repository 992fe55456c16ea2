// Goal: each protocol of the example project holds, and its bug is found. Method: complete exploration with exact counts and literal counterexamples, of
// the modules as the command line loads them. That the project's own tests run as they stand is tried with the package (test/package).

import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as own from '../../src/index.js';
import { exportsOf } from '../../src/load/exports.js';

async function networkOf(file: string, name: string): Promise<own.Network> {
  const path = fileURLToPath(new URL(`../../examples/project/src/${file}.network.ts`, import.meta.url));
  return (await exportsOf(path, file, { 'cloudmatrix-check': own }))[name] as own.Network;
}

describe('in order', () => {
  it.each([
    { file: 'reconnect', states: 63 },
    { file: 'payment', states: 23 },
    { file: 'election', states: 41 },
  ])('$file has $states states', async ({ file, states }) => {
    expect(own.explore(await networkOf(file, file))).toMatchObject({ verdict: 'holds', states, vacuous: [] });
  });
});

describe('with its bug', () => {
  it.each([
    {
      file: 'reconnect',
      name: 'hasty',
      property: 'both speak of one session',
      steps: [
        'client ⇒ server: CONNECT {session: 1}',
        'environment ⇒ client: LINK_LOST',
        'server ⇒ client: ACCEPTED {session: 1}',
      ],
    },
    {
      file: 'payment',
      name: 'forgetful',
      property: 'nobody pays for nothing',
      steps: [
        'order ⇒ stock: RESERVE',
        'stock ⇒ order: RESERVED',
        'order ⇒ bank: CHARGE',
        'order ⏱ patience in charging',
      ],
    },
    {
      file: 'election',
      name: 'amnesia',
      property: 'at most one leader',
      steps: [
        'environment ⇒ a: STAND',
        "a ⇒ voter: ASK {candidate: 'a'}",
        'voter ⇒ a: VOTE',
        'environment ⇒ b: STAND',
        'crash voter',
        "b ⇒ voter: ASK {candidate: 'b'}",
        'voter ⇒ b: VOTE',
      ],
    },
  ])('$file violates $property', async ({ file, name, property, steps }) => {
    const { violations } = own.explore(await networkOf(file, name));
    expect(violations).toMatchObject([{ property, steps, minimality: 'proven shortest' }]);
  });
});
