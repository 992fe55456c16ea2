import { counted } from '../report/numbers.js';
import type { RunProgress } from '../index.js';
import type { SearchMode } from './known.js';

/** How far a run has come, in a few words. */
export function runText(done: RunProgress, mode?: SearchMode): string {
  switch (done.kind) {
    case 'search':
      if (done.during !== undefined) return `${counted(done.states, 'state')}, ${done.during}`;
      return mode === 'walk'
        ? `walk ${done.depth} of ${done.depth + done.frontier}, ${counted(done.states, 'different state')}`
        : `${counted(done.states, 'state')}, level ${done.depth}, ${counted(done.frontier, 'state')} to expand`;
    case 'campaign':
      return `run ${done.runs} of ${done.runsMax}, ${counted(done.steps, 'step')}`;
    case 'bounds':
      return `${done.bound}, ${counted(done.runs, 'input')}`;
    case 'comparison':
      return done.row;
  }
}
