// The checker from code: all states, random walks, and a counterexample made small and run again. Run: node examples/from-code.js

import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { explore, minimise, renderCounterexample, replay, walk } from 'cloudmatrix-check';
import { forgetful, patient } from './lossy-request.js';

export function run() {
  const all = explore(patient, { statesMax: 1e6, secondsMax: 60 });
  const sample = walk(forgetful, { seed: 1, walks: 100, stepsMax: 1_000 });
  const [violation] = sample.violations;
  const small = minimise(forgetful, violation);
  return [
    `patient: ${all.verdict}, ${all.states} states, ${all.steps} steps`,
    `forgetful: ${sample.verdict}, seen in ${sample.states} states`,
    renderCounterexample(small, replay(forgetful, small)),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const line of run()) process.stdout.write(`${line}\n`);
}
