import { monitorEventLoopDelay } from 'node:perf_hooks';
import { exploreAsync } from '../../../src/index.js';
import { residentPeakBytes } from '../../measure.js';
import { PROBLEMS } from '../problems.js';
import { AS_PEERS_DO, countsOf, measured } from './search.js';
import type { Perform } from './task.js';

/** As `explore`, with memory, and with the pauses that whoever shares the thread has. */
export const perform: Perform<'watch'> = async ({ problem }) => {
  const network = await PROBLEMS[problem].network();
  const residentBefore = process.memoryUsage.rss();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const searched = await measured(async () => {
    const result = await exploreAsync(network, AS_PEERS_DO);
    return { ...countsOf(result), bytesPerState: result.bytesPerState };
  });
  delay.disable();
  const peak = residentPeakBytes();
  return {
    ...searched,
    residentGrowthBytes: peak - residentBefore,
    residentPeakBytes: peak,
    pauseSeconds: delay.max / 1e9,
  };
};
