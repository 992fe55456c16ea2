import { swarm } from '../campaign/swarm.js';
import { configurationOf } from '../network/parameters.js';
import { counted } from '../report/numbers.js';
import { swarmJson, swarmText } from '../report/swarm-text.js';
import { confirm } from './confirm.js';
import { exitCodeOf } from './exit-code.js';
import { type CampaignRequest, campaignProgress } from './run-campaign.js';
import type { Session } from './session.js';

/** Runs a swarm of faults, confirms what caught each of them, and prints the table. */
export async function runSwarm(
  session: Session,
  { target, given, faults, seed, runs, secondsMax }: Omit<CampaignRequest, 'traceDir' | 'enumerated'>,
  isJson: boolean,
): Promise<number> {
  const { family } = target;
  const configuration = configurationOf(family, given);
  const fixed = Object.fromEntries(Object.keys(given).map((name) => [name, configuration[name]!]));
  const progress = session.progress(isJson);
  const subject = { network: family.name, parameters: fixed, faults };
  session.know({ searching: { mode: 'campaign', secondsMax }, subject });
  const result = await swarm(family, {
    seed,
    runs,
    ...(faults.length === 0 ? {} : { faults }),
    fixed,
    signal: session.signal,
    ...(secondsMax === undefined ? {} : { secondsMax }),
    onProgress: (done) => {
      progress.update(`${family.name}: run ${done.runs} of ${runs}, ${counted(done.steps, 'step')}`);
      session.know({ progress: campaignProgress(done, runs) });
    },
  }).finally(() => progress.stop());
  session.know({ searching: undefined });
  for (const { example } of result.faults) {
    if (example !== undefined) confirm(example.network, example.violation);
  }
  session.printEither(isJson, swarmJson(subject, result, runs), () =>
    swarmText(subject, result, runs, session.colours),
  );
  return exitCodeOf(result.verdict);
}
