import { Option } from 'commander';
import {
  campaignConfirmed,
  choose,
  type SampleRequest,
  sampleSubject,
  speaksOfEndlessRuns,
  swarmConfirmed,
} from '../../index.js';
import { campaignText } from '../../report/campaign-text.js';
import { campaignJson } from '../../report/json.js';
import { swarmJson, swarmText } from '../../report/swarm-text.js';
import type { CommandModule } from '../command-module.js';
import { exitCodeOf } from '../exit-code.js';
import { addNetworkCommand, type NetworkCommand } from '../network-command.js';
import {
  fullOption,
  jsonOption,
  runsOption,
  secondsMaxOption,
  seedOption,
  traceDirOption,
} from '../options.js';
import type { Session } from '../session.js';
import { tracesOf } from '../trace-module.js';
import { watchSearch } from '../watch.js';

interface CampaignCommandOptions {
  readonly seed: number;
  readonly runs: number;
  readonly secondsMax?: number;
  readonly swarm?: boolean;
  readonly json?: boolean;
  readonly full?: boolean;
  readonly traceDir: string;
}

const campaignCommand: NetworkCommand<CampaignCommandOptions> = {
  name: 'campaign',
  description: 'Runs random configurations of one network; parameters that are given stay as they are.',
  options: () => [
    seedOption(),
    runsOption(),
    secondsMaxOption(),
    new Option(
      '--swarm',
      'give each run a random set of the faults (of those given, or of all), and tell which are never caught',
    ),
    fullOption(),
    jsonOption(),
    traceDirOption(),
  ],
  run: async (session, { target, given, faults, options }) => {
    const { seed, runs, secondsMax, json = false, traceDir } = options;
    const request = { family: target.family, given, faults, seed, runs, secondsMax };
    if (options.swarm) return runSwarm(session, request, json);
    const subject = sampleSubject(request);
    const progress = session.progress(json);
    const { result, evidence } = await campaignConfirmed(
      request,
      tracesOf(session, target, traceDir),
      watchSearch(session, { mode: 'campaign', subject, secondsMax }, progress),
    ).finally(() => progress.stop());
    const isEndless = speaksOfEndlessRuns(choose(target.family, given, faults).network);
    session.printEither(json, campaignJson(subject, result, runs, evidence), () =>
      campaignText(subject, result, runs, evidence, session.colours, isEndless, {
        isFull: options.full ?? false,
        colours: session.colours,
        width: session.width,
      }),
    );
    return exitCodeOf(result.verdict);
  },
};

export const add: CommandModule['add'] = (program, invocation) =>
  addNetworkCommand(program, invocation, campaignCommand);

async function runSwarm(
  session: Session,
  request: SampleRequest & { readonly faults: readonly string[] },
  isJson: boolean,
): Promise<number> {
  const { runs, faults, secondsMax } = request;
  const subject = { ...sampleSubject({ ...request, faults: [] }), faults };
  const progress = session.progress(isJson);
  const result = await swarmConfirmed(
    request,
    watchSearch(session, { mode: 'campaign', subject, secondsMax }, progress),
  ).finally(() => progress.stop());
  session.printEither(isJson, swarmJson(subject, result, runs), () =>
    swarmText(subject, result, runs, session.colours, session.tableWidth),
  );
  return exitCodeOf(result.verdict);
}
