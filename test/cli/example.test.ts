// Goal: the example of the README gives the verdicts that the README shows. Method: the command line on the file itself, whose
// import of this package by name is answered with the sources.

import { expect, it, vi } from 'vitest';
import { jsonOf, run, temporaryDirectory } from './harness.js';

vi.mock('cloudmatrix-check', () => import('../../src/index.js'));

const cwd = new URL('../..', import.meta.url).pathname;

it('a client that asks once waits for ever when its request is lost', async () => {
  const args = ['explore', 'examples/request.js#forgetful', '--trace-dir', temporaryDirectory()];
  const { code, stdout } = await run(args, { cwd });
  expect(code).toBe(1);
  expect(stdout).toContain(`
deadlock-freedom is violated after 1 step (proven shortest): no step brings the network on, and client in state 'waiting' is \
neither done nor at rest
  1. drop client ⇒ server: REQUEST
         client ⇒ server: [REQUEST] → –
`);
});

it('a client that asks again is served', async () => {
  const result = await run(['explore', 'examples/request.js#patient', '--json'], { cwd });
  expect(result.code).toBe(0);
  expect(jsonOf(result)).toMatchObject({ verdict: 'holds', states: 17, steps: 47, depth: 8 });
});
