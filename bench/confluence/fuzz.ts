/**
 * Compares the reduced search with the unreduced one on random networks by a seed, and shows what they differ on, made small:
 *
 *     node dist/bench/confluence/fuzz.js [--kind KIND] SEED [COUNT [FIRST [CONDITION-TO-LEAVE-OUT]]]
 */
import { parseArgs } from 'node:util';
import type { Condition } from '../../src/explore/reduction/conditions.js';
import { type Comparing, compareOn, compareReductions } from './compare-reduction.js';
import { describeDrawing } from './describe-drawing.js';
import { drawings, KINDS, networkOf } from './random-network.js';
import { tryReduction } from '../../src/explore/reduction/reduced-trial.js';
import { smallestThat } from './smaller.js';

const { values, positionals } = parseArgs({
  options: { kind: { type: 'string', default: 'mixed' } },
  allowPositionals: true,
});
const kind = KINDS.find((each) => each === values.kind);
if (kind === undefined) throw new Error(`there are these kinds: ${KINDS.join(', ')}`);
const [seed = 1, count = 500, first = 1] = positionals.slice(0, 3).map(Number);
const dropped = new Set(positionals.slice(3) as Condition[]);
const SHOWN_MAX = 5;
const print = (text: string) => process.stdout.write(`${text}\n`);

const comparing: Comparing = { kind, count, seed, first, statesMax: 1_500, graphMax: 120, dropped };
const startedAt = performance.now();
const result = compareReductions(tryReduction, comparing);
const { differences, ...sums } = result;
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
print(
  `${kind} networks of seed ${seed}: ${JSON.stringify(sums)} in ${seconds} s, ${differences.length} differences`,
);
for (const { network, what } of differences.slice(0, SHOWN_MAX)) {
  print(`\nnetwork ${network} of seed ${seed}: ${what.join('; ')}`);
  let at = 0;
  for (const drawing of drawings(seed, kind)) {
    if (++at < network) continue;
    const found = (candidate: typeof drawing) => compareOn(networkOf(candidate), tryReduction, comparing);
    const kindsOf = (whats: readonly string[]) =>
      whats.map((each) => each.replace(/.*is not/, 'is not').split(':')[0]);
    const kinds = kindsOf(what);
    const smallest = smallestThat((candidate) => {
      const outcome = compareOn(candidate, tryReduction, comparing);
      return outcome !== 'too large' && kindsOf(outcome.what).some((kind) => kinds.includes(kind));
    }, drawing);
    const outcome = found(smallest);
    print(describeDrawing(smallest));
    print(`  ${outcome === 'too large' ? outcome : outcome.what.join('; ')}`);
    break;
  }
}
process.exitCode = differences.length > 0 ? 1 : 0;
