/** What is used of a package that brings no types. */
declare module '@bcoe/v8-coverage' {
  import type { Profiler } from 'node:inspector';

  interface ProcessCoverage {
    readonly result: Profiler.ScriptCoverage[];
  }

  /** Sums up what processes ran. */
  export function mergeProcessCovs(coverages: readonly ProcessCoverage[]): ProcessCoverage;
}
