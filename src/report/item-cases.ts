import type { Evidence } from '../check/evidence.js';
import type { CheckResult, CheckRun } from '../check/result.js';
import { budgetText } from './budget-text.js';
import { evidenceText } from './evidence.js';
import { phrase } from './unseen-text.js';

/** What became of one property of a run, as a test case. */
export interface ItemCase {
  readonly name: string;
  /** `not judged`: the search ended at a violation of another property, which is the one to mend. */
  readonly outcome: 'holds' | 'violated' | 'inconclusive' | 'not judged';
  /** What is wrong, or what is not known and why. */
  readonly text?: string;
  /** The counterexample, if there is one. */
  readonly evidence?: Evidence;
}

/** What is vacuous of a network, told as if it were an item of the check: where it is refused, it is what there is to mend. */
export interface VacuousItem {
  readonly name: string;
  readonly cases: readonly ItemCase[];
}

export function vacuousItems({ networks }: Pick<CheckResult, 'networks'>): readonly VacuousItem[] {
  return networks
    .filter(({ unseen }) => unseen.vacuous.length > 0)
    .map(({ network, unseen }) => ({
      name: `vacuous: ${network}`,
      cases: unseen.vacuous.map((each) => ({
        name: phrase(each),
        outcome: 'violated',
        text: `It is vacuous, which --strict refuses: ${each.why}.`,
      })),
    }));
}

/** A case for each property of a run, bound of a suite, row of a table, and canary. */
export function itemCases(run: CheckRun): readonly ItemCase[] {
  switch (run.mode) {
    case 'exhaustive':
    case 'random': {
      const { inconclusive } = run.result;
      const isEnded = inconclusive === undefined && run.evidence.length > 0;
      return run.result.properties.map(({ name, verdict, isWitness }): ItemCase => {
        const evidence = run.evidence.find(({ violation }) => violation.property === name);
        if (evidence !== undefined) {
          return { name, outcome: 'violated', text: evidenceText(evidence), evidence };
        }
        if (verdict === 'violated') {
          const text = isWitness ? 'No state is such, and one must be reachable.' : 'It is violated.';
          return { name, outcome: 'violated', text };
        }
        if (verdict === 'inconclusive') {
          if (isEnded) return { name, outcome: 'not judged', text: 'The search ended at a violation.' };
          const text =
            inconclusive === undefined
              ? isWitness
                ? 'The sample did not meet it.'
                : 'No run of the sample came to what it waits for.'
              : budgetText(inconclusive.budget, 'not everything searched');
          return { name, outcome: 'inconclusive', text };
        }
        return { name, outcome: 'holds' };
      });
    }
    case 'canary': {
      const name = `the canary: ${run.subject.faults.join(', ')} violates ${run.property}`;
      if (run.verdict === 'caught') return [{ name, outcome: 'holds' }];
      return run.verdict === 'MISSED'
        ? [
            {
              name,
              outcome: 'violated',
              text: 'The fault was not found: a check that cannot fail proves nothing.',
            },
          ]
        : [{ name, outcome: 'inconclusive', text: 'The search did not come to its end.' }];
    }
    case 'bounds':
      return run.result.bounds.map(({ name, verdict, violation }): ItemCase => {
        if (verdict === 'violated')
          return { name, outcome: 'violated', text: violation?.message ?? 'It is broken.' };
        return verdict === 'inconclusive'
          ? { name, outcome: 'inconclusive', text: 'Not all of its inputs were tried.' }
          : { name, outcome: 'holds' };
      });
    case 'comparison':
      return run.values.map(({ row, isWithinBand }): ItemCase =>
        isWithinBand
          ? { name: row.name, outcome: 'holds' }
          : { name: row.name, outcome: 'violated', text: 'The simulated figure is outside of its band.' },
      );
  }
}
