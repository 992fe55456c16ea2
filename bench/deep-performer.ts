/** Runs the deep check with the id that is the argument, and tells the process that started this one how far it has come and what came of it. */
import { DEEP_CHECKS } from './deep-checks.js';
import type { FromDeepProcess } from './deep-process.js';

const tell = (message: FromDeepProcess) => process.send?.(message);
const check = DEEP_CHECKS.find(({ id }) => id === process.argv[2])!;
const summary = await check.run({
  progress: (progress) => tell({ progress }),
  fault: (fault) => tell({ fault }),
});
tell({ summary });
