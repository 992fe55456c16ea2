/** A block of KV as the store knows it: by its key, and by the key of the block before it, empty for the first of a chain. */
export interface Block {
  readonly key: string;
  readonly parent: string;
}

/**
 * The hash of a block: of the hash before it and of its own tokens (docs/paper/facts.md 10). It has no collisions: it is the text of the whole prefix, so
 * that counterexamples can be read.
 */
export const hashOf = (previous: string, tokens: string): string => previous + tokens;

/**
 * The blocks of a sequence of tokens, each of which is known by what it holds and by all that stands before it: two sequences share the blocks of their
 * common prefix, and no others.
 *
 * @param blocks the tokens of each block, in order, as a text of one length for all
 * @param shard what else tells blocks apart: the namespace of the tenant, the rank whose part of each KV vector it is
 * @param hash of the hash of the block before, empty for the first one, and of a block's own tokens
 */
export function chainOf(blocks: readonly string[], { namespace, rank }: Shard, hash = hashOf): Block[] {
  const keyed = (hashed: string): string => (hashed === '' ? '' : `${namespace}${hashed}${rank}`);
  let previous = '';
  return blocks.map((tokens) => {
    const parent = previous;
    previous = hash(previous, tokens);
    return { key: keyed(previous), parent: keyed(parent) };
  });
}

/** A block of a prompt, and what is in it when it has been computed. */
export interface PromptBlock extends Block {
  /** All tokens up to its end, which its KV depends on, and whose part of it: what it is, whatever key it goes by. */
  readonly holds: string;
}

/** What is before and behind the hash in a key; empty where there is one tenant, or one rank. */
export interface Shard {
  readonly namespace: string;
  readonly rank: string;
}
