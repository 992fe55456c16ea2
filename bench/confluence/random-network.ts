import fc from 'fast-check';
import {
  type ChannelSpec,
  type ComponentSpec,
  defineNetwork,
  type FairnessSpec,
  type Network,
  type Property,
} from '../../src/index.js';
import { fairnessAmong } from '../twins/random-properties.js';
import { chartAmong, type DrawnChart, EVENTS, specOf, STATES } from './random-charts.js';
import { randomClaims } from './random-claims.js';
import { leanings } from './random-leanings.js';

const IDS = ['a', 'b', 'c', 'd'] as const;
/** One network of so many has claims about runs that never end. */
const ENDLESS_IN = 3;

/** What a network is made of: it can be made smaller. */
export interface Drawing {
  readonly charts: readonly DrawnChart[];
  /** By component, the one whose chart it has; its own, if left out. */
  readonly sameAs: readonly (number | undefined)[];
  /** By component, how far the names that it calls others by are from theirs. */
  readonly turned: readonly number[];
  readonly channels: {
    readonly default: ChannelSpec;
    readonly events: Readonly<Record<string, ChannelSpec>>;
  };
  readonly properties: readonly Property[];
  readonly fairness: FairnessSpec & object;
}

/** Small networks in which much is independent, and little of it quite. */
const drawing: fc.Arbitrary<Drawing> = leanings
  .chain((drawn) => fc.tuple(fc.constant(drawn), fc.integer(drawn.components)))
  .chain(([drawn, count]) => {
    const ids = IDS.slice(0, count);
    const each = <T>(arbitrary: fc.Arbitrary<T>) =>
      fc.array(arbitrary, { minLength: count, maxLength: count });
    return fc.record({
      charts: each(chartAmong(ids, drawn)),
      sameAs: each(fc.option(fc.nat(count - 1), { nil: undefined, freq: 2 })),
      turned: each(fc.constantFrom(0, 0, 0, 1)),
      channels: fc.record({
        default: drawn.channel,
        events: fc.dictionary(fc.constantFrom(...EVENTS), drawn.channel, {
          maxKeys: 2,
          noNullPrototype: true,
        }),
      }),
      properties: randomClaims(ids, STATES, ENDLESS_IN),
      fairness: fairnessAmong(ids, EVENTS),
    });
  });

/** The network that is drawn. */
export function networkOf({ charts, sameAs, turned, channels, properties, fairness }: Drawing): Network {
  const ids = IDS.slice(0, charts.length);
  const specs = charts.map(specOf);
  const components: Record<string, ComponentSpec> = Object.fromEntries(
    ids.map((id, at) => {
      const spec = specs[sameAs[at] ?? at]!;
      const aliases = Object.fromEntries(ids.map((name, to) => [name, ids[(to + 1) % ids.length]!]));
      return [id, turned[at] === 0 ? spec : { ...spec, aliases }];
    }),
  );
  // A rule about a stimulus that there is not is refused.
  const units = fairness.units.filter(
    (rule) =>
      !('stimulus' in rule) ||
      components[rule.component]!.stimuli!.some(({ type }) => type === rule.stimulus),
  );
  return defineNetwork({
    name: 'random',
    components,
    channels,
    properties,
    fairness: { ...fairness, units },
  });
}

/** Drawings by a seed, without end. */
export function drawings(seed: number): Iterable<Drawing> {
  return fc.sample(fc.noShrink(fc.infiniteStream(drawing, { noHistory: true })), { seed, numRuns: 1 })[0]!;
}
