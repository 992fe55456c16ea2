// Goal: the example of the functions gives what its comments say. Method: its lines, one by one.

import { expect, it, vi } from 'vitest';
import { exportsOf } from './example.js';

vi.mock('cloudmatrix-check', () => import('../../src/index.js'));

const { run } = await exportsOf<{ run(): string[] }>('from-code.js');

it('explores, walks, minimises and replays', () => {
  const [patient, forgetful, counterexample] = run();
  expect(patient).toBe('patient: holds, 17 states, 47 steps');
  expect(forgetful).toMatch(/^forgetful: violated, /);
  expect(counterexample).toContain('\n  1. drop client ⇒ server: REQUEST\n');
});
