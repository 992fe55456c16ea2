import { MODELS } from '../../src/cloudmatrix/cost/model.js';
import { CheckError, type Configuration, type Parameter } from '../../src/index.js';
import { NETWORKS } from './description.js';
import { isStill, JITTER_PARAMETERS, jitterOptions } from './jitter.js';

/** Parameters that decode and prefill have in common. */
export const COMMON_PARAMETERS = {
  model: { kind: 'choice', values: Object.keys(MODELS), default: 'deepseek-r1', description: 'the model' },
  ...JITTER_PARAMETERS,
  network: {
    kind: 'choice',
    values: Object.keys(NETWORKS),
    default: 'ub',
    description: 'what joins the dies',
  },
  dies: {
    kind: 'integer',
    min: 0,
    max: 768,
    default: 0,
    description: 'dies to run; 0: one where all are alike, else all',
  },
} as const satisfies Readonly<Record<string, Parameter>>;

/** What these parameters, and load balance, say of a run. @throws CheckError where more dies are to be run than there are */
export function commonOptions(configuration: Configuration, seed: number) {
  const { dies, ep } = configuration as Record<string, number>;
  if (dies! > ep!) {
    throw new CheckError(
      `${dies} dies are to be run (dies), and the instance has ${ep} (ep). Lower dies, raise ep, or leave dies out.`,
    );
  }
  const eplb = configuration.eplb === 'drawn' ? ('drawn' as const) : ('perfect' as const);
  const jitter = jitterOptions(configuration);
  const areAlike = eplb === 'perfect' && isStill(jitter);
  return {
    dies: dies === 0 ? (areAlike ? 1 : ep!) : dies!,
    eplb,
    jitter,
    seed,
  };
}

/** Of loads that are drawn, those of the dies that are run decide alone: the first dies may hold the shared expert, and be no sample of all. */
export function sampleNotes(
  { eplb, dies = 1 }: { readonly eplb?: 'perfect' | 'drawn'; readonly dies?: number },
  ranks: number,
): string[] {
  return eplb === 'drawn' && dies < ranks
    ? [
        `Loads are drawn, and only those of the first ${dies} dies were waited for: no sample of all ${ranks}. Leave --dies out to run all.`,
      ]
    : [];
}

/**
 * What was asked for, and changes nothing in the mode that is run.
 *
 * @param without by parameter that has no effect, what the mode lacks for it; `undefined`: it has an effect
 */
export function idleNotes(
  configuration: Configuration,
  parameters: Readonly<Record<string, Parameter>>,
  without: Readonly<Record<string, string | undefined>>,
): string[] {
  const { jitter, stragglers } = configuration;
  const lacking = {
    jitterLaw: jitter === 0 ? 'no stage takes longer by a draw (jitter is 0)' : undefined,
    stragglerFactor: stragglers === 0 ? 'no stage is a straggler (stragglers is 0)' : undefined,
    ...without,
  };
  return Object.entries(lacking).flatMap(([name, why]) =>
    why === undefined || configuration[name] === parameters[name]!.default
      ? []
      : [`${name} ${configuration[name]} has no effect, as ${why}.`],
  );
}
