import { type SwarmResult, swarmAsync } from '../campaign/swarm.js';
import { confirm } from './evidence.js';
import type { RunWatch } from './progress.js';
import { type SampleRequest, sampleSubject } from './sample.js';

/** As `swarmAsync`, with the example of each fault confirmed. */
export async function swarmConfirmed(
  request: Omit<SampleRequest, 'enumerated'>,
  { signal, onProgress, onSearched }: RunWatch,
): Promise<SwarmResult> {
  const { family, faults = [], seed, runs, secondsMax } = request;
  const result = await swarmAsync(family, {
    seed,
    runs,
    ...(faults.length === 0 ? {} : { faults }),
    fixed: sampleSubject({ ...request, faults: [] }).parameters,
    ...(signal === undefined ? {} : { signal }),
    ...(secondsMax === undefined ? {} : { secondsMax }),
    onProgress: (done) => onProgress?.({ kind: 'campaign', runsMax: runs, ...done }),
  });
  onSearched?.();
  for (const { example } of result.faults) {
    if (example !== undefined) confirm(example.network, example.violation);
  }
  return result;
}
