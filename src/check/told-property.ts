import { sentenceOf } from '../counterexample/explain/sentences.js';
import type { Network } from '../network/network.js';

/** What a property says in words, and in which section of the paper it stands; what is not told is left out. */
export interface ToldProperty {
  readonly sentence?: string;
  readonly section?: string;
}

export function toldProperty(network: Network, name: string): ToldProperty {
  const { sentence, section } = sentenceOf(network, name);
  return { ...(sentence === null ? {} : { sentence }), ...(section === null ? {} : { section }) };
}
