import * as fc from 'fast-check';
import { CheckError } from '../network/errors.js';
import type { NetworkFamily } from '../network/family.js';
import { type Configuration, reasonAgainst } from '../network/parameters.js';
import { clashOf, settledBy } from '../network/patch.js';
import { configurations, isSomePossible } from './arbitraries.js';

/** One run of a swarm: what fast-check draws. */
export interface SwarmRun {
  readonly faults: ReadonlySet<string>;
  readonly configuration: Configuration;
  readonly seed: number;
}

/** Random sets of faults that can be had together, each with a random configuration at which they show. */
export class SwarmArbitrary extends fc.Arbitrary<SwarmRun> {
  private readonly drawable: readonly string[];
  /** By faults: whether there are configurations with all of them. */
  private readonly possible = new Map<string, boolean>();

  constructor(
    private readonly family: NetworkFamily,
    faults: readonly string[],
    private readonly fixed: Configuration,
  ) {
    super();
    this.drawable = faults.filter((fault) => this.parametersOf(new Set([fault])) !== undefined);
    if (this.drawable.length === 0) {
      throw new CheckError(
        faults.length === 0
          ? `The network '${family.name}' has no faults to draw from. Describe some in its \`faults\`, or run the campaign without swarm.`
          : Object.keys(fixed).length === 0
            ? `No fault of '${family.name}' can show: its refuse finds everything impossible that was drawn with one.`
            : `No fault of '${family.name}' can show at the parameters given. Leave parameters out.`,
      );
    }
  }

  override generate(random: fc.Random): fc.Value<SwarmRun> {
    const { faults, parameters } = this.together(this.draw(random));
    const configuration = configurations(this.family, faults, parameters).generate(random, undefined).value;
    const seed = random.nextInt(-0x80000000, 0x7fffffff);
    return new fc.Value({ faults, configuration, seed }, undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is SwarmRun {
    return false;
  }

  override shrink(): fc.Stream<fc.Value<SwarmRun>> {
    return fc.Stream.nil();
  }

  /**
   * Some faults in random order, so that none always gives way to another: in half of the draws a single one, in a quarter two, and so on, as one of
   * many would mostly be hidden by another that shows sooner.
   */
  private draw(random: fc.Random): string[] {
    const shuffled = [...this.drawable];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = random.nextInt(0, last);
      [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
    }
    let size = 1;
    while (size < shuffled.length && random.nextInt(0, 1) === 1) size++;
    return shuffled.slice(0, size);
  }

  /** The faults that can be had together, those drawn first before others, and the parameters at which they show. */
  private together(drawn: readonly string[]): { faults: ReadonlySet<string>; parameters: Configuration } {
    let [faults, parameters]: [ReadonlySet<string>, Configuration] = [new Set(), this.fixed];
    for (const fault of drawn) {
      const more = new Set([...faults, fault]);
      const shared = this.parametersOf(more);
      if (shared !== undefined) [faults, parameters] = [more, shared];
    }
    return { faults, parameters };
  }

  /** The parameters at which some faults show together; `undefined` where they contradict each other or those that are fixed, or are never possible. */
  private parametersOf(faults: ReadonlySet<string>): Configuration | undefined {
    const parameters = sharedParameters(this.family, faults, this.fixed);
    if (parameters === undefined) return undefined;
    const key = JSON.stringify([...faults].sort());
    const isPossible = this.possible.get(key) ?? this.isPossible(faults, parameters);
    this.possible.set(key, isPossible);
    return isPossible ? parameters : undefined;
  }

  private isPossible(faults: ReadonlySet<string>, parameters: Configuration): boolean {
    const { family } = this;
    const defaults = Object.entries(family.parameters).map(([name, parameter]) => [name, parameter.default]);
    const configuration = { ...Object.fromEntries(defaults), ...parameters };
    return (
      reasonAgainst(family, configuration, faults) === undefined || isSomePossible(family, faults, parameters)
    );
  }
}

/** The parameters at which each of some faults shows; `undefined` where they contradict each other or those that are fixed. */
function sharedParameters(
  family: NetworkFamily,
  faults: ReadonlySet<string>,
  fixed: Configuration,
): Configuration | undefined {
  const shared = new Map(Object.entries(fixed));
  if (clashOf(family.faults, [...faults]) !== undefined) return undefined;
  for (const fault of faults) {
    const needed = Object.entries(family.faults[fault]!.configuration ?? {});
    for (const [name, value] of [...needed, ...settledBy(family.faults, [fault])]) {
      if (shared.has(name) && shared.get(name) !== value) return undefined;
      shared.set(name, value);
    }
  }
  return Object.fromEntries(shared);
}
