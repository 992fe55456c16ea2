import { choose, walkConfirmed } from '../../index.js';
import { walkJson } from '../../report/json.js';
import { walkText } from '../../report/walk-text.js';
import { exitCodeOf } from '../exit-code.js';
import type { NetworkCommand } from '../network-command.js';
import {
  type BudgetOptions,
  budgetsOf,
  jsonOption,
  memoryMaxOption,
  secondsMaxOption,
  seedOption,
  stepsMaxOption,
  traceDirOption,
  walksOption,
} from '../options.js';
import { tracesOf } from '../trace-module.js';
import { watchSearch } from '../watch.js';

interface WalkCommandOptions extends BudgetOptions {
  readonly seed: number;
  readonly walks: number;
  readonly stepsMax: number;
  readonly json?: boolean;
  readonly traceDir: string;
}

export const walkCommand: NetworkCommand<WalkCommandOptions> = {
  name: 'walk',
  description: 'Takes random walks through one network.',
  options: () => [
    seedOption(),
    walksOption(),
    stepsMaxOption(),
    secondsMaxOption(),
    memoryMaxOption(),
    jsonOption(),
    traceDirOption(),
  ],
  run: async (session, { target, given, faults, options }) => {
    const { seed, walks, stepsMax, json = false, traceDir, secondsMax } = options;
    const chosen = choose(target.family, given, faults);
    const { subject } = chosen;
    const progress = session.progress(json);
    const { result, evidence } = await walkConfirmed(
      chosen,
      { ...budgetsOf(options), seed, walks, stepsMax },
      tracesOf(session, target, traceDir),
      watchSearch(session, { mode: 'walk', subject, secondsMax }, progress),
    ).finally(() => progress.stop());
    session.printEither(json, walkJson(subject, result, evidence), () =>
      walkText(subject, result, evidence, session.colours),
    );
    return exitCodeOf(result.verdict);
  },
};
