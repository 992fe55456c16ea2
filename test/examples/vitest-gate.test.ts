// Goal: the gate of the examples passes as it stands. Method: its tests are run as tests of this file.

import { vi } from 'vitest';
import { exportsOf } from './example.js';

vi.mock('cloudmatrix-check', () => import('../../src/index.js'));

await exportsOf('vitest-gate.test.js');
