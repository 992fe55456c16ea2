import { minimise } from '../../counterexample/minimise.js';
import { RandomWalks } from '../../explore/random-walk.js';
import { walkJson } from '../../report/json.js';
import { counted } from '../../report/numbers.js';
import { walkText } from '../../report/walk-text.js';
import { evidenceOf } from '../confirm.js';
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
import { search } from '../search.js';
import { choose } from '../target.js';

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
    const { seed, walks, stepsMax, json = false, traceDir } = options;
    const chosen = choose(target, given, faults);
    const { network, subject } = chosen;
    const progress = session.progress(json);
    const result = await search(session, {
      mode: 'walk',
      subject,
      budgets: budgetsOf(options),
      begin: (budgets) => new RandomWalks(network, { ...budgets, seed, walks, stepsMax }),
      onProgress: ({ depth, states }) =>
        progress.update(
          `${subject.network}: walk ${depth} of ${walks}, ${counted(states, 'different state')}`,
        ),
      then: (found, budgets) => {
        session.know({ violations: found.violations });
        return {
          ...found,
          violations: found.violations.map((violation) => minimise(network, violation, budgets)),
        };
      },
    }).finally(() => progress.stop());
    const evidence = result.violations.map((violation) => evidenceOf(session, chosen, violation, traceDir));
    session.printEither(json, walkJson(subject, result, evidence), () =>
      walkText(subject, result, evidence, session.colours),
    );
    return exitCodeOf(result.verdict);
  },
};
