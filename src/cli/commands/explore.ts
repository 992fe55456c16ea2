import { Option } from 'commander';
import { choose, exploreConfirmed, namedByFaults } from '../../index.js';
import { explorationText } from '../../report/exploration-text.js';
import { explorationJson } from '../../report/json.js';
import type { CommandModule } from '../command-module.js';
import { exitCodeOf } from '../exit-code.js';
import { addNetworkCommand, type NetworkCommand } from '../network-command.js';
import {
  type BudgetOptions,
  budgetsOf,
  fullOption,
  htmlFileOption,
  jsonOption,
  memoryMaxOption,
  progressChecksOf,
  progressChecksOption,
  reductionOf,
  reductionOptions,
  secondsMaxOption,
  showOption,
  statesMaxOption,
  strictOption,
  threadsOfOne,
  threadsOption,
  traceDirOption,
} from '../options.js';
import { tracesOf } from '../trace-module.js';
import { problemsOf, tellUnwritten } from '../unwritten.js';
import { watchSearch } from '../watch.js';

interface ExploreCommandOptions extends BudgetOptions {
  readonly all?: boolean;
  readonly show?: readonly string[];
  readonly progressChecks?: boolean;
  readonly reduction?: boolean;
  readonly searchThreads?: number;
  readonly strict?: boolean;
  readonly json?: boolean;
  readonly full?: boolean;
  readonly html?: string;
  readonly traceDir: string;
}

const exploreCommand: NetworkCommand<ExploreCommandOptions> = {
  name: 'explore',
  description: 'Goes through the whole state space of one network.',
  options: () => [
    statesMaxOption(),
    secondsMaxOption(),
    memoryMaxOption(),
    new Option('--all', 'go on after a violation, to the end of the state space'),
    showOption(),
    progressChecksOption(),
    ...reductionOptions(),
    threadsOption('as many as there are processors, at most 4'),
    strictOption(),
    fullOption(),
    jsonOption(),
    htmlFileOption(),
    traceDirOption(),
  ],
  run: async (session, { target, given, faults, options }) => {
    const { all = false, show = [], strict = false, json = false, traceDir, secondsMax } = options;
    const chosen = choose(target.family, given, faults);
    const { subject } = chosen;
    const named = namedByFaults(chosen);
    const until = named.filter(({ isThere }) => isThere).map(({ property }) => property);
    const pages = options.html === undefined ? undefined : await import('../page.js');
    const page = pages?.targetFile(session, options.html!);
    const progress = session.progress(json);
    const { result, evidence, witnesses, unwritten } = await exploreConfirmed(
      chosen,
      {
        ...budgetsOf(options),
        ...progressChecksOf(options),
        ...reductionOf(options),
        ...threadsOfOne(options),
        ...(all ? { afterViolation: 'continue' } : { until }),
        show,
      },
      tracesOf(session, target, traceDir),
      watchSearch(session, { mode: 'explore', subject, secondsMax }, progress),
    )
      .then(async (explored) => {
        const problems = await problemsOf(async () => {
          if (page === undefined) return;
          progress.update('writing the page');
          await pages!.writeExplorePage(session, page, { target, chosen, ...explored });
        });
        return { ...explored, unwritten: problems };
      })
      .finally(() => progress.stop());
    session.printEither(json, explorationJson(subject, result, evidence, witnesses, named), () =>
      explorationText(subject, result, evidence, session.colours, witnesses, {
        named,
        isAll: all,
        layout: { isFull: options.full ?? false, width: session.width, colours: session.colours },
      }),
    );
    if (unwritten.length > 0) return tellUnwritten(session, unwritten);
    pages?.tellOfPage(session, page, !json);
    return exitCodeOf(result.verdict, strict && result.vacuous.length > 0);
  },
};

export const add: CommandModule['add'] = (program, invocation) =>
  addNetworkCommand(program, invocation, exploreCommand);
