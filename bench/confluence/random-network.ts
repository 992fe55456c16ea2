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
import { choosingCharts } from './choosing-charts.js';
import { chartAmong, type DrawnChart, EVENTS, specOf, STATES } from './random-charts.js';
import { randomClaims } from './random-claims.js';
import { leanings } from './random-leanings.js';
import { type DrawnMonitor, monitorAmong, monitorOf } from './random-monitors.js';
import { talkativeCharts } from './talkative-charts.js';

/** Names of components, as many as there are. */
export const IDS = ['a', 'b', 'c', 'd', 'e'] as const;
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
  /** Those that are drawn state by state: they can be made smaller. */
  readonly monitors: readonly DrawnMonitor[];
  readonly fairness: FairnessSpec & object;
}

/** Small networks in which much is independent, and little of it quite. */
const mixed: fc.Arbitrary<Drawing> = leanings
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
      monitors: fc.constant([]),
      fairness: fairnessAmong(ids, EVENTS),
    });
  });

/** Networks in which steps show several things, and call others that show things, too: of several observations of a step, the later ones matter. */
const talkative: fc.Arbitrary<Drawing> = talkativeCharts([IDS[0], IDS[1]]).chain((charts) => {
  const ids = IDS.slice(0, charts.length);
  return fc.record({
    charts: fc.constant(charts),
    sameAs: fc.constant(ids.map(() => undefined)),
    turned: fc.constant(ids.map(() => 0)),
    channels: fc.record({
      default: fc.record<ChannelSpec>({
        kind: fc.constantFrom('sync', 'sync', 'sync', 'sync', 'bag', 'fifo'),
      }),
      events: fc.constant({}),
    }),
    properties: fc.constant([]),
    monitors: fc.array(monitorAmong(ids), { minLength: 1, maxLength: 2 }),
    fairness: fc.constant({ default: 'weak' as const, units: [] }),
  });
});

/** Networks in which several components may do one of several things by themselves, of which much is independent. */
const choosing: fc.Arbitrary<Drawing> = choosingCharts(IDS).chain((charts) => {
  const ids = IDS.slice(0, charts.length);
  return fc.record({
    charts: fc.constant(charts),
    sameAs: fc.constant(ids.map(() => undefined)),
    turned: fc.constant(ids.map(() => 0)),
    channels: fc.record({
      default: fc.oneof(
        fc.record<ChannelSpec>({ kind: fc.constantFrom('sync', 'bag', 'fifo'), deferring: fc.boolean() }),
        fc.record<ChannelSpec>({
          kind: fc.constantFrom('bag', 'fifo'),
          capacity: fc.constantFrom(1, 2),
          whenFull: fc.constantFrom('block', 'error'),
        }),
      ),
      events: fc.constant({}),
    }),
    properties: randomClaims(ids, STATES, ENDLESS_IN),
    monitors: fc.array(monitorAmong(ids), { maxLength: 1 }),
    fairness: fairnessAmong(ids, EVENTS),
  });
});

/** The network that is drawn. */
export function networkOf({
  charts,
  sameAs,
  turned,
  channels,
  properties,
  monitors,
  fairness,
}: Drawing): Network {
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
    properties: [...properties, ...monitors.map((each, at) => monitorOf(each, `monitor ${at}`))],
    fairness: { ...fairness, units },
  });
}

const ARBITRARIES = { mixed, talkative, choosing };

/** Mixed: a little of everything, and monitors of a few kinds. Talkative: little but what is shown, and monitors of any kind. Choosing: components that choose. */
export type DrawingKind = keyof typeof ARBITRARIES;

export const KINDS = Object.keys(ARBITRARIES) as readonly DrawingKind[];

/** Drawings of a kind by a seed, without end. */
export function drawings(seed: number, kind: DrawingKind = 'mixed'): Iterable<Drawing> {
  return fc.sample(fc.noShrink(fc.infiniteStream(ARBITRARIES[kind], { noHistory: true })), {
    seed,
    numRuns: 1,
  })[0]!;
}
