import type { Property } from '../src/index.js';

/** What claims say to who reads their counterexamples, by their names up to ` of …` or ` at …`. */
export type Sentences = Readonly<Record<string, string>>;

/**
 * Properties with their sentences.
 *
 * @param section of the paper, where they are all of one
 */
export function withSentences(
  properties: readonly Property[],
  sentences: Sentences,
  section?: string,
): Property[] {
  return properties.map((property) => {
    const name = property.name.replace(/ (?:of|at) .*$/u, '');
    if (!Object.hasOwn(sentences, name)) return property;
    return { ...property, sentence: sentences[name]!, ...(section === undefined ? {} : { section }) };
  });
}
