// Goal: the example's words are those of its counterexample. Method: the literal brief, whose circle goes over all three.

import { expect, it, vi } from 'vitest';
import { briefText, explain, explore } from '../../src/index.js';
import { exportsOf } from './example.js';

vi.mock('cloudmatrix-check', () => import('../../src/index.js'));

const { told } = await exportsOf('words.js');

it('three philosophers wait for each other in a circle', () => {
  const [violation] = explore(told!).violations;
  const explanation = explain(told!, violation!);
  expect(explanation.why.circle.map(({ isInCircle }) => isInCircle)).toEqual([true, true, true]);
  expect(briefText(explanation)).toContain(`
Why: a circle of waits over Ann, Bob and Cyd
  philosopher.0  Ann waits for fork.1, which Bob has since 2
  philosopher.1  Bob waits for fork.2, which Cyd has since 3
  philosopher.2  Cyd waits for fork.0, which Ann has since 1

Steps
 ▸ 1  Ann takes fork.0
 ▸ 2  Bob takes fork.1
 ▸ 3  Cyd takes fork.2`);
});
