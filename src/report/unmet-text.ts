import type { PropertyVerdict } from '../property/verdict.js';

/**
 * Which witnesses a sample did not meet, in a sentence that begins with a small letter.
 *
 * @param raise the options of which a larger value makes the sample larger
 */
export function unmetText(properties: readonly PropertyVerdict[], raise: string): string {
  const unmet = properties.filter(({ verdict }) => verdict === 'inconclusive');
  const names = unmet.map(({ name }) => `'${name}'`).join(', ');
  const witnesses = unmet.length === 1 ? 'the witness' : 'the witnesses';
  return `the sample did not meet ${witnesses} ${names}; raise ${raise}, or explore the network.`;
}
