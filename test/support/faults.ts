import { describe, expect, it } from 'vitest';
import {
  briefText,
  choose,
  configurationOf,
  explain,
  explore,
  type Fault,
  namedByFaults,
  type NetworkFamily,
  replay,
} from '../../src/index.js';
import { isOfWaysOn } from '../../src/network/property-names.js';
import { exploredOnce } from './explored-once.js';
import { inThread } from './in-thread.js';
import { sharingFamily } from './sharing.js';
import { IS_WHOLE } from './whole.js';

/** The shortest counterexample of each fault, step by step, and how a reader of the bug report would tell it. */
export type Counterexamples = Readonly<Record<string, NonNullable<Fault['counterexample']>>>;

const SEED = 384;
const RUNS = 100;
/** Of faults that are found once in some hundred runs: in fewer they would be found by luck. */
const RARE_RUNS = 1_000;

/**
 * Whether a fault shows only where all states are known: in runs that never end, or by ways that are not there. Random runs end, so that a campaign
 * can say nothing of it.
 */
function needsExploration(family: NetworkFamily, id: string, shown: Fault['counterexample']): boolean {
  const faults = new Set([id]);
  const network = family.build(configurationOf(family, {}, faults), faults);
  return shown?.loop !== undefined || isOfWaysOn(network, family.faults[id]!.property);
}

/**
 * Each seeded fault of a family must be caught by its property: exhaustively, with the literal shortest counterexample, which XState
 * itself confirms; and by the random campaign with the default seed, unless it needs an exploration. Without it, a network of the same size violates nothing.
 * Faults that are too large to be enumerated are described by tests of their own.
 *
 * @param elsewhere counterexamples of faults that do not bring their own
 * @param rare faults that the campaign takes many runs to find: it is tried in the mode `whole` only
 */
export function describeFaults(
  original: NetworkFamily,
  elsewhere: Counterexamples = {},
  rare: readonly string[] = [],
): void {
  const family = sharingFamily(original);
  const counterexampleOf = (id: string) => family.faults[id]!.counterexample ?? elsewhere[id];
  const enumerable = Object.entries(family.faults).filter(([, { isLarge }]) => isLarge !== true);

  /** What there is without faults; many faults show at the same size. */
  const healthy = exploredOnce(family);

  describe(`the faults of ${family.name}`, () => {
    it('all have a literal counterexample', () => {
      const without = enumerable.filter(([id]) => counterexampleOf(id) === undefined);
      expect(without.map(([id]) => id)).toEqual([]);
      expect(Object.keys(elsewhere).filter((id) => !enumerable.some(([each]) => each === id))).toEqual([]);
    });

    for (const [id, fault] of enumerable) {
      const { property } = fault;
      it(`${id} violates ${property}: ${counterexampleOf(id)?.tells}`, () => {
        // As the command `explore` goes on, past what else the fault violates before.
        const chosen = choose(family, {}, [id]);
        const { network } = chosen;
        const named = namedByFaults(chosen);
        expect(named).toMatchObject([{ fault: id, property, isThere: true }]);
        const result = explore(network, { until: named.map((each) => each.property) });
        const violation = result.violations.find((each) => each.property === property);
        const { steps, loop } = counterexampleOf(id)!;
        const minimality = loop === undefined ? 'proven shortest' : 'shortest stem, locally minimal cycle';
        expect(violation).toMatchObject({ minimality, steps });
        expect(violation?.loop).toBe(loop);
        expect(replay(network, violation!)).toMatchObject({ isViolated: true });
        // What words leave out would be told as it is in JavaScript.
        if (IS_WHOLE) expect(briefText(explain(network, violation!))).not.toMatch(/undefined|NaN|\[object/u);
      });

      it(`${id} is what violates it: without it a network of the same size violates nothing`, async () => {
        const refused = family.refuse?.(configurationOf(family, {}, new Set([id])), new Set());
        if (refused !== undefined) {
          // The fault is that nobody checks the size.
          expect(() => configurationOf(family, fault.configuration ?? {})).toThrow(refused);
          return;
        }
        const { violations, verdict } = await healthy(fault.configuration ?? {});
        expect(violations).toEqual([]);
        expect(verdict).toBe('holds');
      });

      if (needsExploration(family, id, counterexampleOf(id)) || (!IS_WHOLE && rare.includes(id))) continue;

      it(`${id} is found by the campaign`, async () => {
        const runs = rare.includes(id) ? RARE_RUNS : RUNS;
        const options = { seed: SEED, runs, minimise: false, shrink: false };
        const found = await inThread('findFault', family.name, id, options);
        expect(found).toEqual({ verdict: 'violated', property, isViolated: true });
      });
    }
  });
}
