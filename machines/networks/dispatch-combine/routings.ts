import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { expertCount, type Sizes } from '../../moe/placement.js';
import type { Routing } from '../../moe/protocol.js';

interface Tokens extends Sizes {
  /** Most tokens of a die. */
  readonly tokens: number;
}

/** Every choice of `k` different experts, in every order: a token's first expert is not its second. */
function choices(experts: number, k: number): number[][] {
  if (k === 0) return [[]];
  return choices(experts, k - 1).flatMap((chosen) =>
    Array.from({ length: experts }, (_, expert) => expert)
      .filter((expert) => !chosen.includes(expert))
      .map((expert) => [...chosen, expert]),
  );
}

/** Number of routings that `everyRouting` would list. */
export function routingCount(sizes: Tokens): number {
  const experts = expertCount(sizes);
  let ofToken = 1;
  for (let choice = 0; choice < sizes.topK; choice++) ofToken *= experts - choice;
  let count = 0;
  for (let tokens = 0; tokens <= sizes.tokens; tokens++) count += ofToken ** tokens;
  return count;
}

/**
 * Every routing of up to `tokens` tokens, none included. Tokens in another order are another routing: what a bug does may depend on it.
 * does.
 */
export function everyRouting(sizes: Tokens): Routing[] {
  const ofToken = choices(expertCount(sizes), sizes.topK);
  const found: Routing[] = [[]];
  let longest: Routing[] = [[]];
  for (let tokens = 1; tokens <= sizes.tokens; tokens++) {
    longest = longest.flatMap((routing) => ofToken.map((chosen) => [...routing, chosen]));
    found.push(...longest);
  }
  return found;
}

/** Full batches, spread evenly: token t of die d goes to the experts after number d * tokens + t, one after the other. */
export function balancedRouting(sizes: Tokens, die: number): Routing {
  const { tokens, topK } = sizes;
  const experts = expertCount(sizes);
  return Array.from({ length: tokens }, (_, token) =>
    Array.from({ length: topK }, (_, choice) => (die * tokens + token + choice + 1) % experts),
  );
}

/** Routings that a die's gate chooses from, besides none at all. */
const SAMPLES = 5;

/** What a sampled routing is drawn by. */
interface Drawn extends Tokens {
  /** Per cent of the choices that go to expert 0. */
  readonly skew: number;
  readonly routingSeed: number;
}

/** A few routings for one die, drawn by a seed: any number of tokens, any experts; always also the one without tokens. */
export function sampledRoutings(sizes: Drawn, die: number): Routing[] {
  const { tokens, topK, skew, routingSeed } = sizes;
  const random = xoroshiro128plus(routingSeed * 65_537 + die);
  const below = (limit: number) => (random.next() >>> 0) % limit;
  const drawToken = () => {
    const experts = Array.from({ length: expertCount(sizes) }, (_, expert) => expert);
    return Array.from({ length: topK }, () => {
      const isHottest = experts[0] === 0 && below(100) < skew;
      return experts.splice(isHottest ? 0 : below(experts.length), 1)[0]!;
    });
  };
  const drawn = Array.from({ length: SAMPLES }, () => Array.from({ length: below(tokens + 1) }, drawToken));
  const byText = new Map([[] as Routing, ...drawn].map((routing) => [JSON.stringify(routing), routing]));
  return [...byText.values()];
}
