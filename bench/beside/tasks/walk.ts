import { walk } from '../../../src/index.js';
import { chainWithClaims } from '../../networks/chain-claims.js';
import { BUDGETS, cpuSince } from './search.js';
import type { Perform } from './task.js';

const SEED = 1;

export const perform: Perform<'walk'> = ({ claims, steps }) => {
  const network = chainWithClaims(claims);
  const before = process.cpuUsage();
  const result = walk(network, { ...BUDGETS, seed: SEED, walks: 1, stepsMax: steps });
  return { steps: result.steps, cpuSeconds: cpuSince(before) };
};
