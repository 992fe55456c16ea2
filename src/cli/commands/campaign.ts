import { Option } from 'commander';
import { campaignText } from '../../report/campaign-text.js';
import { campaignJson } from '../../report/json.js';
import { exitCodeOf } from '../exit-code.js';
import type { NetworkCommand } from '../network-command.js';
import { jsonOption, runsOption, secondsMaxOption, seedOption, traceDirOption } from '../options.js';
import { runCampaign } from '../run-campaign.js';
import { runSwarm } from '../run-swarm.js';

interface CampaignCommandOptions {
  readonly seed: number;
  readonly runs: number;
  readonly secondsMax?: number;
  readonly swarm?: boolean;
  readonly json?: boolean;
  readonly traceDir: string;
}

export const campaignCommand: NetworkCommand<CampaignCommandOptions> = {
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
    jsonOption(),
    traceDirOption(),
  ],
  run: async (session, { target, given, faults, options }) => {
    const { seed, runs, secondsMax, json = false, traceDir } = options;
    if (options.swarm) return runSwarm(session, { target, given, faults, seed, runs, secondsMax }, json);
    const request = { target, given, faults, seed, runs, traceDir, secondsMax };
    const { subject, result, evidence } = await runCampaign(session, request, session.progress(json));
    session.printEither(json, campaignJson(subject, result, runs, evidence), () =>
      campaignText(subject, result, runs, evidence, session.colours),
    );
    return exitCodeOf(result.verdict);
  },
};
