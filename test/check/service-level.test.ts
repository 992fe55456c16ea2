// Goal: a largest load is told as found only if the search for it came to its end and met no violation.
// Method: a system whose figure is its load, of which one load is violated, or is under way when somebody interrupts.

import { expect, it } from 'vitest';
import { largestLoad, type ServiceLevel } from '../../src/index.js';
import type { SystemOutcome } from '../../src/check/system.js';

function levelWith(verdictOf: (load: number) => SystemOutcome['verdict']): ServiceLevel {
  return {
    system: {
      name: 's',
      title: 't',
      faults: {},
      parameters: { load: { kind: 'integer', min: 1, max: 40, default: 1, description: '' } },
      simulate: ({ load }) =>
        Promise.resolve<SystemOutcome>({
          verdict: verdictOf(Number(load)),
          figures: { tpotMs: Number(load) },
          utilisation: {},
          bounds: [],
          notes: [],
        }),
    },
    parameter: 'load',
    multiple: 1,
    figure: 'tpotMs',
    option: 'tpot',
    description: '',
  };
}

async function searched(
  limit: number,
  verdictOf: (load: number, stop: () => void) => SystemOutcome['verdict'],
) {
  const signal = { aborted: false };
  const stop = () => void (signal.aborted = true);
  const tried: number[] = [];
  const level = levelWith((load) => verdictOf(load, stop));
  const { load, outcome } = await largestLoad(level, {}, limit, {
    seed: 1,
    signal,
    onTry: (each) => void tried.push(each),
  });
  return { load, verdict: outcome.verdict, tried };
}

it('is the largest within the limit', async () => {
  expect(await searched(23, () => 'holds-in-sample')).toMatchObject({ load: 23, verdict: 'holds-in-sample' });
});

it('is inconclusive where the search was interrupted: the largest load that was tried to its end', async () => {
  const found = await searched(23, (load, stop) => {
    if (load === 8) stop();
    return 'holds-in-sample';
  });
  expect(found).toEqual({ load: 4, verdict: 'inconclusive', tried: [1, 2, 4, 8] });
});

it('is inconclusive where its very first load was interrupted', async () => {
  const found = await searched(23, (_, stop) => {
    stop();
    return 'holds-in-sample';
  });
  expect(found).toEqual({ load: 1, verdict: 'inconclusive', tried: [1] });
});

it('is the load that is violated, with which the search ends', async () => {
  const found = await searched(23, (load) => (load === 4 ? 'violated' : 'holds-in-sample'));
  expect(found).toEqual({ load: 4, verdict: 'violated', tried: [1, 2, 4] });
});
