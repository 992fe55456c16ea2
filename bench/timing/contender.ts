import { TIMING_CONTENDERS, type TimingContenderId } from './contenders.js';

// The whole of a contender's own process: `node contender.js <contender> <dies> <steps> <ring ns>` writes one JSON object to
// standard output. See `runTimingBenchmark`.

const [id, ...sizes] = process.argv.slice(2);
const [dies, steps, ringNs] = sizes.map(Number) as [number, number, number];
const before = performance.now();
const outcome = TIMING_CONTENDERS[id as TimingContenderId].run({ dies, steps, ringNs });
const seconds = (performance.now() - before) / 1000;
// maxRSS is in kibibytes.
const residentPeakBytes = process.resourceUsage().maxRSS * 1024;
process.stdout.write(`${JSON.stringify({ ...outcome, seconds, residentPeakBytes })}\n`);
