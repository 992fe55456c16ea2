import { Option } from 'commander';
import { readTrace, type ReplayOutcome, replayTrace } from '../../index.js';
import { replayJson, replayText } from '../../report/replay-text.js';
import type { CommandModule } from '../command-module.js';
import { EXIT } from '../exit-code.js';
import { fullOption, htmlFileOption, jsonOption, secondsMaxOption } from '../options.js';
import type { Session } from '../session.js';
import { problemsOf, tellUnwritten } from '../unwritten.js';
import { beginSearch } from '../watch.js';
import { targetOfTrace } from '../trace-module.js';

interface ReplayCommandOptions {
  readonly json?: boolean;
  readonly full?: boolean;
  readonly html?: string;
  /** The network that the trace is replayed on, in place of the one that it names. */
  readonly network?: string;
  readonly secondsMax?: number;
}

export const add: CommandModule['add'] = (program, { session, finish }) => {
  program
    .command('replay <file>')
    .description('Runs the trace of a counterexample, or of a witness, again, on XState itself.')
    .addOption(
      new Option(
        '--network <network>',
        'run it on this network: a name, or the path of a module; a module that is not below the present folder must be named',
      ),
    )
    .addOption(secondsMaxOption('most seconds of the replay'))
    .addOption(fullOption())
    .addOption(jsonOption())
    .addOption(htmlFileOption())
    .action(async (file: string, options: ReplayCommandOptions) =>
      finish(await replayFile(session, file, options)),
    );
};

/** @throws CheckError for a file that is damaged, or whose steps the network cannot take */
async function replayFile(session: Session, file: string, options: ReplayCommandOptions): Promise<number> {
  const pages = options.html === undefined ? undefined : await import('../page.js');
  const page = pages?.targetFile(session, options.html!);
  const trace = readTrace(session.path(file));
  const target = await targetOfTrace(session, file, trace, options.network);
  const { secondsMax } = options;
  const { steps, parameters, faults } = trace;
  const subject = { network: target.family.name, parameters, faults };
  beginSearch(session, { mode: 'replay', subject, secondsMax });
  const replayed = replayTrace(target.family, trace, {
    ...(secondsMax === undefined ? {} : { secondsMax }),
    signal: session.signal,
    onProgress: (taken) =>
      session.know({
        progress: { states: 0, steps: taken, depth: 0, frontier: Math.max(0, steps.length - taken) },
      }),
  });
  session.know({ searching: undefined });
  const outcome = target.module === undefined ? replayed : { ...replayed, module: target.reference };
  const unwritten = await problemsOf(async () => {
    if (page !== undefined) await pages!.writeReplayPage(session, page, { target, outcome });
  });
  session.printEither(options.json ?? false, replayJson(outcome), () =>
    replayText(outcome, {
      isFull: options.full ?? false,
      width: session.width,
      colours: session.colours,
    }),
  );
  if (unwritten.length > 0) return tellUnwritten(session, unwritten);
  pages?.tellOfPage(session, page, options.json !== true);
  return exitCode(outcome);
}

function exitCode(outcome: ReplayOutcome): number {
  const { isWitness, isViolated, isReached, isUndecided, otherProperty, metAfter, inconclusive } = outcome;
  if (inconclusive !== undefined) return EXIT.inconclusive;
  if (isViolated || otherProperty !== undefined) return EXIT.violated;
  if (isUndecided) return EXIT.inconclusive;
  if (isReached) return EXIT.holds;
  if (isWitness) return metAfter === undefined ? EXIT.inconclusive : EXIT.holds;
  return metAfter === undefined ? EXIT.holds : EXIT.violated;
}
