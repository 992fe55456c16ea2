import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Routing, Sizes } from '../moe/protocol.js';

/** Every choice of `k` different experts, in ascending order. */
function subsets(experts: number, k: number, from = 0): number[][] {
  if (k === 0) return [[]];
  const found: number[][] = [];
  for (let expert = from; expert <= experts - k; expert++) {
    for (const rest of subsets(experts, k - 1, expert + 1)) found.push([expert, ...rest]);
  }
  return found;
}

/** Number of routings that `everyRouting` would list. */
export function routingCount({ dies, expertsPerDie, tokens, topK }: Sizes): number {
  const choices = subsets(dies * expertsPerDie, topK).length;
  let count = 1;
  let ofLength = 1;
  for (let token = 1; token <= tokens; token++) {
    ofLength = (ofLength * (choices + token - 1)) / token;
    count += ofLength;
  }
  return count;
}

/**
 * Every routing of up to `tokens` tokens, none included. Tokens of a die are alike, so that routings that differ only in the order
 * of tokens are one.
 */
export function everyRouting({ dies, expertsPerDie, tokens, topK }: Sizes): Routing[] {
  const choices = subsets(dies * expertsPerDie, topK);
  const extend = (routing: number[][], from: number): number[][][] => [
    routing,
    ...(routing.length === tokens
      ? []
      : choices.slice(from).flatMap((choice, index) => extend([...routing, choice], from + index))),
  ];
  return extend([], 0);
}

/** Full batches, spread evenly: token t of die d goes to the experts from d * tokens + t on, one after the other. */
export function balancedRouting({ dies, expertsPerDie, tokens, topK }: Sizes, die: number): Routing {
  const experts = dies * expertsPerDie;
  return Array.from({ length: tokens }, (_, token) =>
    Array.from({ length: topK }, (_, choice) => (die * tokens + token + choice) % experts),
  );
}

/** Routings that a die's gate chooses from, besides none at all. */
const SAMPLES = 5;

/** A few routings for one die, drawn by a seed: any number of tokens, any experts; always also the one without tokens. */
export function sampledRoutings(
  { dies, expertsPerDie, tokens, topK }: Sizes,
  die: number,
  seed: number,
): Routing[] {
  const random = xoroshiro128plus(seed * 65_537 + die);
  const below = (limit: number) => (random.next() >>> 0) % limit;
  const drawToken = () => {
    const experts = Array.from({ length: dies * expertsPerDie }, (_, expert) => expert);
    return Array.from({ length: topK }, () => experts.splice(below(experts.length), 1)[0]!);
  };
  const drawn = Array.from({ length: SAMPLES }, () => Array.from({ length: below(tokens + 1) }, drawToken));
  const byText = new Map([[] as Routing, ...drawn].map((routing) => [JSON.stringify(routing), routing]));
  return [...byText.values()];
}
