import type { RunPosition } from '../check/options.js';
import type { CheckRun } from '../check/result.js';
import { counted, roundedSeconds } from './numbers.js';
import { secondsOf } from './progress-text.js';
import { PLAIN, verdictWords } from './palette.js';
import { parametersText, subjectText } from './subject.js';

/** Which run of how many, and what it is about: `3 of 75  dispatch-combine dies 3`. */
export function positionText(position: RunPosition): string {
  const { run, runs } = position;
  return `${String(run).padStart(String(runs).length)} of ${runs}  ${aboutText(position)}`;
}

/** A run that is done, in one line: `3 of 75  dispatch-combine dies 3: holds, 1,550,131 states, 9 s`. */
export function runLine(run: CheckRun, position: RunPosition): string {
  const verdict = verdictWords(run.mode === 'canary' ? run.verdict : run.result.verdict, PLAIN);
  const size = sizeText(run);
  return `${positionText(position)}: ${[verdict, ...size, roundedSeconds(secondsOf(run))].join(', ')}`;
}

function aboutText({ mode, subject, notable }: RunPosition): string {
  const { network, faults } = subject;
  switch (mode) {
    case 'random':
      return `${network}, random runs`;
    case 'bounds':
      return `${network}, bounds`;
    case 'canary':
      return subjectText({ network, parameters: {}, faults });
    case 'comparison':
      return network;
    case 'exhaustive': {
      const named = parametersText(notable);
      return named === '' ? network : `${network} ${named}`;
    }
  }
}

function sizeText(run: CheckRun): string[] {
  switch (run.mode) {
    case 'random':
      return [counted(run.result.runs, 'run')];
    case 'bounds':
      return [counted(run.result.bounds.length, 'claim')];
    case 'comparison':
      return [counted(run.values.length, 'row')];
    default:
      return run.result.states === undefined ? [] : [counted(run.result.states, 'state')];
  }
}
