import { Option } from 'commander';
import { choose, compareChoicesAsync, speaksOfEndlessRuns, walkConfirmed } from '../../index.js';
import { choicesJson, choicesText } from '../../report/choices-text.js';
import { walkJson } from '../../report/json.js';
import { walkText } from '../../report/walk-text.js';
import type { CommandModule } from '../command-module.js';
import { exitCodeOf } from '../exit-code.js';
import { addNetworkCommand, type NetworkCommand } from '../network-command.js';
import {
  type BudgetOptions,
  budgetsOf,
  fullOption,
  jsonOption,
  memoryMaxOption,
  secondsMaxOption,
  seedOption,
  stepsMaxOption,
  traceDirOption,
  walksOption,
} from '../options.js';
import { positiveInteger } from '../numbers.js';
import { tracesOf } from '../trace-module.js';
import { watchSearch } from '../watch.js';

interface WalkCommandOptions extends BudgetOptions {
  readonly seed: number;
  readonly walks: number;
  readonly stepsMax: number;
  /** Steps by each way of choosing. */
  readonly compare?: number;
  readonly json?: boolean;
  readonly full?: boolean;
  readonly traceDir: string;
}

const walkCommand: NetworkCommand<WalkCommandOptions> = {
  name: 'walk',
  description: 'Takes random walks through one network.',
  options: () => [
    seedOption(),
    walksOption(),
    stepsMaxOption(),
    secondsMaxOption(),
    memoryMaxOption(),
    new Option(
      '--compare <steps>',
      'tell what so many steps see that are chosen evenly, by swarm and as campaigns do it',
    ).argParser(positiveInteger),
    fullOption(),
    jsonOption(),
    traceDirOption(),
  ],
  run: async (session, { target, given, faults, options }) => {
    const { seed, walks, stepsMax, json = false, traceDir, secondsMax } = options;
    const chosen = choose(target.family, given, faults);
    const { subject } = chosen;
    if (options.compare !== undefined) {
      const compared = await compareChoicesAsync(chosen.network, {
        ...budgetsOf(options),
        signal: session.signal,
        seed,
        steps: options.compare,
        stepsMax,
      });
      session.printEither(json, choicesJson(subject, compared), () =>
        choicesText(subject, compared, session.tableWidth),
      );
      return exitCodeOf('holds-in-sample');
    }
    const progress = session.progress(json);
    const { result, evidence } = await walkConfirmed(
      chosen,
      { ...budgetsOf(options), seed, walks, stepsMax },
      tracesOf(session, target, traceDir),
      watchSearch(session, { mode: 'walk', subject, secondsMax }, progress),
    ).finally(() => progress.stop());
    session.printEither(json, walkJson(subject, result, evidence), () =>
      walkText(subject, result, evidence, session.colours, speaksOfEndlessRuns(chosen.network), {
        isFull: options.full ?? false,
        colours: session.colours,
        width: session.width,
      }),
    );
    return exitCodeOf(result.verdict);
  },
};

export const add: CommandModule['add'] = (program, invocation) =>
  addNetworkCommand(program, invocation, walkCommand);
