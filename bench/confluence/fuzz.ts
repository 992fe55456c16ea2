/**
 * Compares the reduced search with the unreduced one on random networks by a seed, and shows what they differ on, made small:
 *
 *     node dist/bench/confluence/fuzz.js --help
 */
import { Command, Option } from 'commander';
import { positiveInteger, seedNumber } from '../../src/cli/numbers.js';
import { type Condition, CONDITIONS } from '../../src/explore/reduction/conditions.js';
import { tryReduction } from '../../src/explore/reduction/reduced-trial.js';
import {
  type Comparing,
  compareOn,
  compareReductions,
  type ReductionComparison,
} from './compare-reduction.js';
import { describeDrawing } from './describe-drawing.js';
import { type DrawingKind, drawings, KINDS, networkOf } from './random-network.js';
import { smallestThat } from './smaller.js';

interface FuzzOptions {
  readonly kind: DrawingKind;
  readonly seed: number;
  readonly count: number;
  readonly first: number;
  readonly without: readonly Condition[];
}

const STATES_MAX = 1_500;
const GRAPH_MAX = 120;
const SHOWN_MAX = 5;

new Command('fuzz')
  .description('Compares the reduced search with the unreduced one on random networks.')
  .addOption(new Option('--kind <kind>', 'of networks').choices(KINDS).default('mixed'))
  .option('--seed <seed>', 'by which they are drawn', seedNumber, 1)
  .option('--count <count>', 'of networks that are compared', positiveInteger, 500)
  .option('--first <number>', 'of the first of them', positiveInteger, 1)
  .addOption(
    new Option('--without <conditions...>', 'leave out conditions of the rule')
      .choices(CONDITIONS)
      .default([], 'none'),
  )
  .action(({ without, ...options }: FuzzOptions) => {
    const sizes = { statesMax: STATES_MAX, graphMax: GRAPH_MAX, dropped: new Set(without) };
    const { differences } = compare({ ...options, ...sizes });
    process.exitCode = differences.length > 0 ? 1 : 0;
  })
  .parse();

function compare(comparing: Comparing & Pick<FuzzOptions, 'kind' | 'seed'>): ReductionComparison {
  const { kind, seed } = comparing;
  const startedAt = performance.now();
  const result = compareReductions(tryReduction, comparing);
  const { differences, ...sums } = result;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  print(
    `${kind} networks of seed ${seed}: ${JSON.stringify(sums)} in ${seconds} s, ${differences.length} differences`,
  );
  for (const { network, what } of differences.slice(0, SHOWN_MAX)) {
    print(`\nnetwork ${network} of seed ${seed}: ${what.join('; ')}`);
    showSmallest(network, what, comparing);
  }
  return result;
}

/** What may be left out of a network that still shows a difference of the same kind. */
function showSmallest(network: number, what: readonly string[], comparing: Comparing): void {
  let at = 0;
  for (const drawing of drawings(comparing.seed, comparing.kind)) {
    if (++at < network) continue;
    const kindsOf = (whats: readonly string[]) =>
      whats.map((each) => each.replace(/.*is not/, 'is not').split(':')[0]);
    const kinds = kindsOf(what);
    const smallest = smallestThat((candidate) => {
      const outcome = compareOn(candidate, tryReduction, comparing);
      return outcome !== 'too large' && kindsOf(outcome.what).some((kind) => kinds.includes(kind));
    }, drawing);
    const outcome = compareOn(networkOf(smallest), tryReduction, comparing);
    print(describeDrawing(smallest));
    print(`  ${outcome === 'too large' ? outcome : outcome.what.join('; ')}`);
    return;
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
