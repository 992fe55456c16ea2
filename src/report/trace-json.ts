import type { Evidence } from '../check/evidence.js';

/** Where the trace of a counterexample is, or why there is none although one was wanted. */
export function traceJson({ traceFile, traceProblem }: Pick<Evidence, 'traceFile' | 'traceProblem'>) {
  return { traceFile, ...(traceProblem === undefined ? {} : { traceProblem }) };
}
