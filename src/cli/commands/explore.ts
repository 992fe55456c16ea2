import { Option } from 'commander';
import { BreadthFirst } from '../../explore/breadth-first.js';
import { runWatched } from '../../explore/search.js';
import { explorationText } from '../../report/exploration-text.js';
import { explorationJson } from '../../report/json.js';
import { evidenceOf } from '../confirm.js';
import { exitCodeOf } from '../exit-code.js';
import type { NetworkCommand } from '../network-command.js';
import {
  type BudgetOptions,
  budgetsOf,
  jsonOption,
  memoryMaxOption,
  secondsMaxOption,
  statesMaxOption,
  strictOption,
  traceDirOption,
} from '../options.js';
import { searchText } from '../session.js';
import { choose } from '../target.js';

interface ExploreCommandOptions extends BudgetOptions {
  readonly all?: boolean;
  readonly strict?: boolean;
  readonly json?: boolean;
  readonly traceDir: string;
}

export const exploreCommand: NetworkCommand<ExploreCommandOptions> = {
  name: 'explore',
  description: 'Goes through the whole state space of one network.',
  options: () => [
    statesMaxOption(),
    secondsMaxOption(),
    memoryMaxOption(),
    new Option('--all', 'go on after a violation, to the end of the state space'),
    strictOption(),
    jsonOption(),
    traceDirOption(),
  ],
  run: async (session, { target, given, faults, options }) => {
    const { all = false, strict = false, json = false, traceDir } = options;
    const chosen = choose(target, given, faults);
    const { network, subject } = chosen;
    const progress = session.progress(json);
    const search = new BreadthFirst(network, {
      ...budgetsOf(options),
      afterViolation: all ? 'continue' : 'stop',
    });
    const result = await runWatched(search, {
      signal: session.signal,
      onProgress: (done) => progress.update(searchText(subject.network, done)),
    }).finally(() => progress.stop());
    const evidence = result.violations.map((violation) => evidenceOf(session, chosen, violation, traceDir));
    session.printEither(json, explorationJson(subject, result, evidence), () =>
      explorationText(subject, result, evidence, session.colours),
    );
    return exitCodeOf(result.verdict, strict && result.vacuous.length > 0);
  },
};
