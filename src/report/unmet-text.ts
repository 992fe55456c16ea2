import type { PropertyVerdict } from '../property/verdict.js';

/**
 * Which witnesses a sample did not meet, and what it says nothing of, in a sentence that begins with a small letter.
 *
 * @param raise the options of which a larger value makes the sample larger
 */
export function unmetText(properties: readonly PropertyVerdict[], raise: string): string {
  const unmet = properties.filter(({ verdict }) => verdict === 'inconclusive');
  const witnesses = unmet.filter(({ isWitness }) => isWitness);
  const others = unmet.filter(({ isWitness }) => !isWitness);
  const came = `came to what ${namesText(others)} ${others.length === 1 ? 'waits' : 'wait'} for`;
  const met = `the sample did not meet ${witnesses.length === 1 ? 'the witness' : 'the witnesses'} ${namesText(witnesses)}`;
  const said =
    others.length === 0
      ? met
      : witnesses.length === 0
        ? `none of the runs ${came}`
        : `${met}, and none of its runs ${came}`;
  return `${said}; raise ${raise}, or explore the network.`;
}

const namesText = (properties: readonly PropertyVerdict[]) =>
  properties.map(({ name }) => `'${name}'`).join(', ');
