// Goal: the timed run of the examples has the times that its delays give. Method: the run, line by line (the tool is used for 6 x 30 of
// 190 ms), and the same network explored, where timers fire at any moment.

import { expect, it, vi } from 'vitest';
import { explore, type Network } from '../../src/index.js';
import { exportsOf } from './example.js';

vi.mock('cloudmatrix-check', () => import('../../src/index.js'));

const { run, workshop } = await exportsOf<{ run(): string[]; workshop: Network }>('timed-run.js');

it('runs at the delays of its charts', () => {
  expect(run()).toEqual([
    'worker.0 works from 10 to 40 ms',
    'worker.1 works from 40 to 70 ms',
    'worker.0 works from 70 to 100 ms',
    'worker.1 works from 100 to 130 ms',
    'worker.0 works from 130 to 160 ms',
    'worker.1 works from 160 to 190 ms',
    'holds-in-sample: over after 190 ms, the tool was in use for 95 % of the time',
  ]);
});

it('holds whatever the delays', () => {
  expect(explore(workshop)).toMatchObject({ verdict: 'holds', states: 91, steps: 144, depth: 19 });
});
