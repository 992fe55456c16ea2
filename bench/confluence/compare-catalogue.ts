import { catalogue } from '../../properties/catalogue.js';
import { tookPart } from '../../src/check/took-part.js';
import { configurationOf, explore } from '../../src/index.js';
import type { DeepOutcome } from '../deep-check.js';

/** Larger networks take too long to be searched both ways. */
const STATES_MAX = 20_000;

/** Compares the reduced search with the unreduced one on the configurations that `check` explores, as far as they are small. */
export function compareCatalogue(onProgress: (progress: string) => void): DeepOutcome {
  const faults: string[] = [];
  let [compared, states, visited] = [0, 0, 0];
  for (const family of catalogue.families) {
    for (const given of family.exhaustive ?? []) {
      const name = `${family.name} ${JSON.stringify(given)}`;
      onProgress(name);
      const network = family.build(configurationOf(family, given), new Set());
      const full = explore(network, { statesMax: STATES_MAX, progressChecks: false });
      if (full.inconclusive !== undefined) continue;
      const reduced = explore(network, { reduction: true, progressChecks: false });
      if (tookPart(reduced.reduction) === undefined) continue;
      compared++;
      states += full.states;
      visited += reduced.states;
      if (reduced.terminal !== full.terminal)
        faults.push(`${name}: ${reduced.terminal} terminal states for ${full.terminal}`);
      full.properties.forEach(({ name: property, verdict }, at) => {
        const other = reduced.properties[at]!.verdict;
        if (other !== verdict) faults.push(`${name}: ${property} ${other} for ${verdict}`);
      });
    }
  }
  return { summary: `${compared} networks, ${visited} states visited for ${states}`, faults };
}
