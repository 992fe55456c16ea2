import { boundsJson } from './bounds-json.js';
import type { CheckResult, CheckRun } from '../check/result.js';
import { comparisonJson } from './comparison-text.js';
import { campaignJson, explorationJson } from './json.js';

/** The object that `check --json` prints: the verdict, and each run as the command for it alone would print it. */
export function checkJson({ verdict, seed, runs, left, networks }: CheckResult) {
  const unseen = networks.map(({ network, unseen: things }) => ({ network, ...things }));
  const coverage = networks.map(({ network, coverage: covered }) => ({ network, ...covered }));
  const hardCases = networks.map(({ network, hardCases: table }) => ({ network, ...table }));
  return { verdict, seed, left, unseen, hardCases, coverage, runs: runs.map(runJson) };
}

/** One run, as the command for it alone would print it. */
export function runJson(run: CheckRun) {
  switch (run.mode) {
    case 'exhaustive':
      return { mode: run.mode, ...explorationJson(run.subject, run.result, run.evidence) };
    case 'random':
      return { mode: run.mode, ...campaignJson(run.subject, run.result, run.runsMax, run.evidence) };
    case 'bounds':
      return { mode: run.mode, ...boundsJson(run.subject, run.result) };
    case 'comparison': {
      const { verdict, seconds, inconclusive } = run.result;
      const left = inconclusive === undefined ? {} : { inconclusive };
      return { mode: run.mode, verdict, seconds, ...comparisonJson(run.comparison, run.values), ...left };
    }
    case 'canary': {
      const { subject, property, verdict, result } = run;
      const { states, steps, depth, seconds } = result;
      const outcome = verdict === 'MISSED' ? 'missed' : verdict;
      return { mode: run.mode, ...subject, property, verdict: outcome, states, steps, depth, seconds };
    }
  }
}
