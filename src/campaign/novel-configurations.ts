import * as fc from 'fast-check';
import type { Configuration } from '../network/parameters.js';

/** So many configurations are drawn, of which the one with the most that is novel is run. */
const DRAWS = 6;
/** Values of a parameter that has more of them, as a seed has, are always novel: they tell nothing. */
const VALUES_MAX = 16;

/**
 * Configurations that differ from those drawn before: of several the one in which the most values, and pairs of values of two parameters, come up for the
 * first time. A fault that shows at one value of a parameter only is come to sooner.
 */
export class NovelConfigurations extends fc.Arbitrary<Configuration> {
  private readonly values = new Map<string, Set<number | string>>();
  private readonly seen = new Map<string, number>();

  constructor(private readonly any: fc.Arbitrary<Configuration>) {
    super();
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<Configuration> {
    let best = this.any.generate(random, bias);
    let novelty = this.noveltyOf(best.value);
    for (let draw = 1; draw < DRAWS; draw++) {
      const other = this.any.generate(random, bias);
      const own = this.noveltyOf(other.value);
      if (own > novelty) [best, novelty] = [other, own];
    }
    for (const [name, value] of Object.entries(best.value)) {
      const values = this.values.get(name) ?? new Set();
      this.values.set(name, values.add(value));
    }
    for (const key of this.keysOf(best.value)) this.seen.set(key, (this.seen.get(key) ?? 0) + 1);
    return best;
  }

  override canShrinkWithoutContext(_value: unknown): _value is Configuration {
    return false;
  }

  override shrink(): fc.Stream<fc.Value<Configuration>> {
    return fc.Stream.nil();
  }

  private noveltyOf(configuration: Configuration): number {
    return this.keysOf(configuration).reduce((sum, key) => sum + 1 / (1 + (this.seen.get(key) ?? 0)), 0);
  }

  /** Values, and pairs of them; a value alone counts as much as all pairs that it is in. */
  private keysOf(configuration: Configuration): string[] {
    const values = Object.entries(configuration)
      .filter(([name]) => (this.values.get(name)?.size ?? 0) <= VALUES_MAX)
      .map(([name, value]) => `${name} ${value}`);
    return values.flatMap((one, index) => [
      one,
      ...values.slice(index + 1).map((other) => `${one} ${other}`),
    ]);
  }
}
