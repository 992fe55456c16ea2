import { minimise } from '../../counterexample/minimise.js';
import { RandomWalks } from '../../explore/random-walk.js';
import { runWatched } from '../../explore/search.js';
import { walkJson } from '../../report/json.js';
import { counted } from '../../report/numbers.js';
import { walkText } from '../../report/walk-text.js';
import { evidenceOf } from '../confirm.js';
import { exitCodeOf } from '../exit-code.js';
import type { NetworkCommand } from '../network-command.js';
import { jsonOption, seedOption, stepsMaxOption, traceDirOption, walksOption } from '../options.js';
import { choose } from '../target.js';

interface WalkCommandOptions {
  readonly seed: number;
  readonly walks: number;
  readonly stepsMax: number;
  readonly json?: boolean;
  readonly traceDir: string;
}

export const walkCommand: NetworkCommand<WalkCommandOptions> = {
  name: 'walk',
  description: 'Takes random walks through one network.',
  options: () => [seedOption(), walksOption(), stepsMaxOption(), jsonOption(), traceDirOption()],
  run: async (session, { target, given, faults, options }) => {
    const { seed, walks, stepsMax, json = false, traceDir } = options;
    const chosen = choose(target, given, faults);
    const { network, subject } = chosen;
    const progress = session.progress(json);
    const result = await runWatched(new RandomWalks(network, { seed, walks, stepsMax }), {
      signal: session.signal,
      onProgress: ({ depth, states }) =>
        progress.update(
          `${subject.network}: walk ${depth} of ${walks}, ${counted(states, 'different state')}`,
        ),
    }).finally(() => progress.stop());
    const evidence = result.violations.map((violation) =>
      evidenceOf(session, chosen, minimise(network, violation), traceDir),
    );
    session.printEither(json, walkJson(subject, result, evidence), () =>
      walkText(subject, result, evidence, session.colours),
    );
    return exitCodeOf(result.verdict);
  },
};
