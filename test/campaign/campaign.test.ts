/**
 * A campaign must be reproducible from its seed, must shrink what it finds, must say how far it came when it is interrupted, and
 * must never take an unmet witness for success. Checked on a small family whose counterexamples are known.
 */
import { describe, expect, it } from 'vitest';
import { assign, setup } from 'xstate';
import {
  always,
  campaign,
  type CampaignResult,
  campaignAsync,
  CheckError,
  defineNetwork,
  type NetworkFamily,
  reachable,
  swarm,
} from '../../src/index.js';

/** Counts up to `limit` by ones or twos; the claim is that it never passes `bound`. */
const counter = setup({
  types: {} as { context: { n: number; limit: number }; input: { limit: number } },
  guards: { isBelow: ({ context }) => context.n < context.limit },
  actions: {
    one: assign({ n: ({ context }) => context.n + 1 }),
    two: assign({ n: ({ context }) => context.n + 2 }),
  },
}).createMachine({
  id: 'counter',
  context: ({ input }) => ({ n: 0, limit: input.limit }),
  initial: 'counting',
  states: {
    counting: {
      tags: 'rest',
      on: { ONE: { guard: 'isBelow', actions: 'one' }, TWO: { guard: 'isBelow', actions: 'two' } },
    },
  },
});

const family: NetworkFamily = {
  name: 'counters',
  title: 'counters',
  parameters: {
    counters: { kind: 'integer', min: 1, max: 4, default: 2, description: 'counters' },
    limit: { kind: 'integer', min: 1, max: 20, default: 10, description: 'where they stop' },
    extra: { kind: 'choice', values: ['none', 'some'], default: 'none', description: 'without meaning' },
  },
  faults: {
    F1: {
      title: 'the bound is 6',
      link: 'https://example.org',
      property: 'bounded',
      configuration: { limit: 9 },
    },
  },
  refuse: ({ counters, limit }) => (Number(counters) * Number(limit) > 60 ? 'too many.' : undefined),
  build: ({ counters, limit }, faults) =>
    defineNetwork({
      name: 'counters',
      components: Object.fromEntries(
        Array.from({ length: Number(counters) }, (_, index) => [
          `counter.${index}`,
          { machine: counter, input: { limit: Number(limit) }, stimuli: [{ type: 'ONE' }, { type: 'TWO' }] },
        ]),
      ),
      properties: [
        always('bounded', (view) => (faults.has('F1') ? 6 : Number(limit) + 1) - view.context('counter.0').n),
        reachable('moves', (view) => view.context('counter.0').n > 0),
        ...(faults.has('unmet') ? [reachable('never', () => false)] : []),
      ],
    }),
  exhaustive: [{}],
  campaign: { ranges: { limit: { min: 1, max: 12 } }, stepsMax: 60 },
};

const withoutTime = ({ seconds: _seconds, violation, ...rest }: CampaignResult) => ({
  ...rest,
  found: violation && { configuration: violation.configuration, violation: violation.violation },
});

describe('campaign', () => {
  it('holds in the sample, with the tightest margin of all runs, when nothing is wrong', async () => {
    const result = await campaignAsync(family, { seed: 1, runs: 60 });
    expect(result).toMatchObject({ verdict: 'holds-in-sample', runs: 60, seed: 1, isInterrupted: false });
    expect(result.properties).toContainEqual({ name: 'bounded', verdict: 'holds-in-sample', margin: 0 });
    expect(result.properties).toContainEqual({ name: 'moves', verdict: 'holds-in-sample', isWitness: true });
    expect(result.configurations).toBeGreaterThan(20);
  });

  it('gives the same result for the same seed, and another one for another seed', async () => {
    const [first, again, other] = [
      await campaignAsync(family, { seed: 7, runs: 30 }),
      await campaignAsync(family, { seed: 7, runs: 30 }),
      await campaignAsync(family, { seed: 8, runs: 30 }),
    ];
    expect(withoutTime(again)).toEqual(withoutTime(first));
    expect(other.steps).not.toBe(first.steps);
  });

  it('finds a fault, shrinks it by fast-check and makes configuration and schedule minimal', async () => {
    const result = await campaignAsync(family, { seed: 3, runs: 200, faults: ['F1'] });
    expect(result.verdict).toBe('violated');
    expect(result.shrunk!.from).toBeGreaterThan(4);
    expect(result.violation).toMatchObject({
      configuration: { counters: 1, limit: 6, extra: 'none' },
      violation: {
        property: 'bounded',
        minimality: 'proven shortest',
        steps: ['ONE', 'TWO', 'TWO', 'TWO'].map((type) => `environment ⇒ counter.0: ${type}`),
      },
    });
    expect(result.properties.filter(({ verdict }) => verdict === 'holds-in-sample')).toEqual([]);
  });

  it('keeps what it has found where the defaults are impossible, or faults show with different words', async () => {
    const refuse: NetworkFamily['refuse'] = ({ extra }) => (extra === 'none' ? 'later.' : undefined);
    const fixed = { extra: 'some' };
    const refusing = await campaignAsync({ ...family, refuse }, { seed: 3, runs: 50, faults: ['F1'], fixed });
    expect(refusing.violation).toMatchObject({ configuration: { counters: 1, extra: 'some' } });
    expect(refusing.violation!.violation).toMatchObject({
      minimality: 'proven shortest',
      steps: { length: 4 },
    });
    const { F1 } = family.faults as { readonly F1: NetworkFamily['faults'][string] };
    const faults = {
      F1: { ...F1, configuration: { limit: 9, extra: 'none' } },
      F2: { ...F1, configuration: { extra: 'some' } },
    };
    const two = await campaignAsync(
      { ...family, faults },
      { seed: 3, runs: 50, faults: ['F1', 'F2'], fixed },
    );
    expect(two.violation!.violation).toMatchObject({ minimality: 'proven shortest', steps: { length: 4 } });
  });

  it('keeps what it has found where a claim cannot be evaluated elsewhere', async () => {
    const build: NetworkFamily['build'] = (configuration, faults) => {
      const network = family.build(configuration, faults);
      if (configuration.counters === 2) return network;
      const wrong = always('wrong', () => {
        throw new Error('no such thing');
      });
      return { ...network, properties: [...network.properties, wrong] };
    };
    const ranges = { counters: { min: 2, max: 2 } };
    const campaign = { ...family.campaign, ranges: { ...family.campaign.ranges, ...ranges } };
    const result = await campaignAsync({ ...family, build, campaign }, { seed: 3, runs: 50, faults: ['F1'] });
    expect(result.violation).toMatchObject({ configuration: { counters: 2 } });
  });

  it('keeps what it has found where a smaller configuration cannot be built, and refuses one that was drawn', async () => {
    const buildBut =
      (count: number): NetworkFamily['build'] =>
      (configuration, faults) => {
        if (configuration.counters === count) throw new TypeError(`never ${count}`);
        return family.build(configuration, faults);
      };
    const ranges = { ...family.campaign.ranges, counters: { min: 2, max: 2 } };
    const of = (count: number): NetworkFamily => ({
      ...family,
      build: buildBut(count),
      campaign: { ...family.campaign, ranges },
    });
    const result = await campaignAsync(of(1), { seed: 3, runs: 50, faults: ['F1'] });
    expect(result.violation).toMatchObject({ configuration: { counters: 2 } });
    const refused = campaignAsync(of(2), { seed: 3, runs: 50, faults: ['F1'] });
    await expect(refused).rejects.toBeInstanceOf(CheckError);
    await expect(refused).rejects.toThrow(
      /cannot be built: never 2\. That was with counters 2, .*, faults F1; where that is impossible, the refuse of '.*' must say so\.$/u,
    );
  });

  it('reports the schedule as fast-check shrank it when asked not to minimise: locally minimal, one component', async () => {
    const result = await campaignAsync(family, { seed: 3, runs: 200, faults: ['F1'], minimise: false });
    const { violation } = result.violation!;
    expect(violation.minimality).toBe('locally minimal');
    // No step can be left out: without its smallest, the counts come to no more than the bound.
    const counts = violation.steps.map((step) => (step.endsWith('TWO') ? 2 : 1));
    const sum = counts.reduce((total, count) => total + count, 0);
    expect(sum).toBeGreaterThan(6);
    expect(sum - Math.min(...counts)).toBeLessThanOrEqual(6);
    expect(violation.steps.every((step) => step.startsWith('environment ⇒ counter.0:'))).toBe(true);
  });

  it('keeps fixed parameters, and those at which a fault shows', async () => {
    const result = await campaignAsync(family, {
      seed: 3,
      runs: 50,
      fixed: { counters: 2, extra: 'some' },
      faults: ['F1'],
      minimise: false,
    });
    expect(result.violation!.configuration).toEqual({ counters: 2, limit: 9, extra: 'some' });
  });

  it('keeps fixed parameters where it makes the configuration small, and makes the others small', async () => {
    const options = { seed: 3, runs: 50, faults: ['F1'] };
    const free = await campaignAsync(family, options);
    expect(free.violation!.configuration).toEqual({ counters: 1, limit: 6, extra: 'none' });
    const fixed = { counters: '3', extra: 'some' } as Record<string, string>;
    const kept = await campaignAsync(family, { ...options, fixed });
    expect(kept.violation).toMatchObject({
      configuration: { counters: 3, limit: 6, extra: 'some' },
      violation: { minimality: 'proven shortest', steps: { length: 4 } },
    });
    const limited = await campaignAsync(family, { ...options, fixed: { limit: 12 } });
    expect(limited.violation!.configuration).toEqual({ counters: 1, limit: 12, extra: 'none' });
  });

  it('is inconclusive about a witness that no run met', async () => {
    const unmet: NetworkFamily = {
      ...family,
      build: (configuration) => {
        const network = family.build(configuration, new Set());
        return { ...network, properties: [reachable('never', () => false)] };
      },
    };
    const result = await campaignAsync(unmet, { seed: 1, runs: 5 });
    expect(result.verdict).toBe('inconclusive');
    expect(result.properties).toContainEqual({ name: 'never', verdict: 'inconclusive', isWitness: true });
  });

  it('has met a witness that any run met, whatever the last one met', () => {
    const parities: NetworkFamily = {
      ...family,
      build: (configuration, faults) => ({
        ...family.build(configuration, faults),
        // No run meets both.
        properties: [0, 1].map((rest) =>
          reachable(`rest ${rest}`, () => Number(configuration.limit) % 2 === rest),
        ),
      }),
    };
    const { properties } = campaign(parities, { seed: 1, runs: 30 });
    const witnesses = properties.filter(({ name }) => name.startsWith('rest'));
    expect(witnesses).toEqual(
      [0, 1].map((rest) => ({ name: `rest ${rest}`, verdict: 'holds-in-sample', isWitness: true })),
    );
  });

  it('does not draw what a fault settles', () => {
    const built = new Set<unknown>();
    const settling: NetworkFamily = {
      ...family,
      faults: {
        F1: { title: '', link: '', property: 'bounded', patch: { parameters: { limit: 5 } } },
      },
      build: (configuration) => {
        built.add(configuration.limit);
        return family.build(configuration, new Set());
      },
    };
    expect(campaign(settling, { seed: 1, runs: 20, faults: ['F1'] }).configurations).toBeGreaterThan(1);
    expect([...built]).toEqual([5]);
  });

  it('asks a part of its questions again at its end: a claim that answers otherwise then is refused', () => {
    let isOver = false;
    const fickle: NetworkFamily = {
      ...family,
      build: (configuration, faults) => ({
        ...family.build(configuration, faults),
        properties: [always('fickle', () => !isOver)],
      }),
    };
    const onProgress = () => void (isOver = true);
    const fixed = { counters: 1, limit: 2, extra: 'none' };
    expect(() => campaign(fickle, { seed: 1, runs: 1, fixed, onProgress })).toThrow(
      'gives different answers for one state; it must depend on the view only.',
    );
  });

  it('looks for one property beyond violations of others, and makes it small as that', () => {
    const twofold: NetworkFamily = {
      ...family,
      build: (configuration, faults) => ({
        ...family.build(configuration, faults),
        properties: [
          always('still', (view) => view.context<{ n: number }>('counter.0').n === 0),
          always('near', (view) => view.context<{ n: number }>('counter.0').n < 4),
        ],
      }),
    };
    const options = { seed: 1, runs: 20, until: 'near' };
    const { violation } = campaign(twofold, options);
    expect(violation).toMatchObject({
      configuration: { counters: 1, limit: 3, extra: 'none' },
      violation: { property: 'near', minimality: 'proven shortest', steps: { length: 2 } },
    });
    const found = campaign(twofold, { ...options, minimise: false }).violation!.violation;
    expect([found.property, found.steps.length > 1]).toEqual(['near', true]);
  });

  it('refuses to look for a property that no network has that it drew; one that some have is enough', () => {
    const options = { seed: 1, runs: 10 };
    expect(() => campaign(family, { ...options, until: 'boundd' })).toThrow(
      /^The campaign over 'counters' is to go on until 'boundd' is violated, and no network that it drew has such a property; they have .*, bounded, moves\. Did you mean 'bounded'\?$/,
    );
    const some: NetworkFamily = {
      ...family,
      build: (configuration, faults) => ({
        ...family.build(configuration, faults),
        properties: configuration.counters === 4 ? [always('rare', () => true)] : [],
      }),
    };
    const fixed = { counters: 3 };
    expect(campaign(some, { ...options, until: 'rare' }).verdict).toBe('holds-in-sample');
    expect(() => campaign(some, { ...options, until: 'rare', fixed })).toThrow(/no network that it drew has/);
    expect(campaign(family, { ...options, until: 'no-exception' }).runs).toBe(10);
  });

  it('makes a violation small where the same is violated, and not where something else is', () => {
    const other: NetworkFamily = {
      ...family,
      build: (configuration, faults) => {
        const isSmall = Number(configuration.limit) < 5;
        return {
          ...family.build(configuration, faults),
          properties: [
            always('found', (view) => isSmall || view.context<{ n: number }>('counter.0').n < 3),
            ...(isSmall ? [always('other', (view) => view.context<{ n: number }>('counter.0').n === 0)] : []),
          ],
        };
      },
      campaign: { ranges: { limit: { min: 8, max: 12 } }, stepsMax: 60 },
    };
    expect(campaign(other, { seed: 1, runs: 20 }).violation).toMatchObject({
      configuration: { counters: 1, limit: 5, extra: 'none' },
      violation: { property: 'found', steps: { length: 2 } },
    });
  });

  it('stops when it is interrupted, and then nothing holds', async () => {
    const controller = new AbortController();
    const result = await campaignAsync(family, {
      seed: 1,
      runs: 1_000,
      signal: controller.signal,
      onProgress: ({ runs }) => {
        if (runs === 10) controller.abort();
      },
    });
    expect(result).toMatchObject({ runs: 10, isInterrupted: true, verdict: 'inconclusive' });
    expect(result.properties).toContainEqual(expect.objectContaining({ name: 'bounded' }));
    expect(result.properties.filter(({ verdict }) => verdict !== 'inconclusive')).toEqual([]);
  });

  it('knows nothing when it is interrupted before its first run, and ends at once', async () => {
    const onProgress = () => {
      throw new Error('no run should be made');
    };
    const result = await campaignAsync(family, {
      seed: 1,
      runs: 1_000_000,
      signal: AbortSignal.abort(),
      onProgress,
    });
    expect(result).toMatchObject({ verdict: 'inconclusive', runs: 0, properties: [], isInterrupted: true });
    expect(result.violation).toBeUndefined();
  });

  it('gives up when the given parameters leave no possible configuration to draw', async () => {
    const narrow: NetworkFamily = {
      ...family,
      refuse: ({ limit }) => (Number(limit) === 10 ? undefined : 'only ten will do.'),
      campaign: { ranges: { limit: { min: 1, max: 9 } }, stepsMax: 10 },
    };
    await expect(campaignAsync(narrow, { seed: 1, runs: 5 })).rejects.toThrow(
      "The campaign over 'counters' finds no possible configuration with the given parameters; the last one drawn was refused: only ten will do.",
    );
  });

  it('draws what only a fault makes possible, and makes it small there', async () => {
    const fenced: NetworkFamily = {
      ...family,
      refuse: ({ limit }, faults) => (Number(limit) > 10 && !faults.has('F1') ? 'too far.' : undefined),
      faults: { F1: { title: 'the bound is 6', link: 'https://example.org', property: 'bounded' } },
      campaign: { ranges: { limit: { min: 11, max: 12 } }, stepsMax: 60 },
    };
    await expect(campaignAsync(fenced, { seed: 3, runs: 5 })).rejects.toThrow('was refused: too far.');
    const result = await campaignAsync(fenced, { seed: 3, runs: 200, faults: ['F1'] });
    expect(result.violation!.configuration).toEqual({ counters: 1, limit: 6, extra: 'none' });
    const onlyFar: NetworkFamily = {
      ...fenced,
      refuse: ({ limit }, faults) => (Number(limit) < 7 && faults.has('F1') ? 'too near.' : undefined),
    };
    const far = await campaignAsync(onlyFar, { seed: 3, runs: 200, faults: ['F1'] });
    expect(far.violation!.configuration).toEqual({ counters: 1, limit: 7, extra: 'none' });
  });

  it('makes runs as long as the family says for their configuration', async () => {
    const bySize: NetworkFamily = {
      ...family,
      campaign: { ...family.campaign, stepsMax: ({ limit }) => (limit === 12 ? 1 : 2) },
    };
    const fixed = (limit: number) => campaignAsync(bySize, { seed: 1, runs: 10, fixed: { limit } });
    expect((await fixed(12)).steps).toBe(10);
    expect((await fixed(11)).steps).toBe(20);
  });

  it('refuses an unknown fault', async () => {
    for (const stepsMax of [0, () => Number.NaN]) {
      const endless = { ...family, campaign: { ranges: {}, stepsMax } };
      const sentence = 'it must be a whole number of at least 1.';
      expect(() => campaign(endless, { seed: 1, runs: 1 })).toThrow(sentence);
      await expect(campaignAsync(endless, { seed: 1, runs: 1 })).rejects.toThrow(sentence);
      expect(() => swarm(endless, { seed: 1, runs: 1 })).toThrow(sentence);
    }
    await expect(campaignAsync(family, { seed: 1, runs: 1, faults: ['F9'] })).rejects.toThrow(
      "The network 'counters' has no fault 'F9'; it has F1.",
    );
  });
});

it('a violation of a claim that smaller configurations do not have is made small in those that have it', () => {
  const claimed: NetworkFamily = {
    ...family,
    build: ({ counters, limit }) =>
      defineNetwork({
        name: 'counters',
        components: Object.fromEntries(
          Array.from({ length: Number(counters) }, (_, at) => [
            `counter.${at}`,
            { machine: counter, input: { limit: Number(limit) }, stimuli: [{ type: 'ONE' }] },
          ]),
        ),
        properties: Array.from({ length: Number(counters) }, (_, at) =>
          always(`below ${at}`, (view) => at < 2 || view.context<{ n: number }>(`counter.${at}`).n < 2),
        ),
      }),
  };
  const { violation } = campaign(claimed, { seed: 3, runs: 30 });
  expect(violation).toMatchObject({
    configuration: { counters: 3, limit: 2 },
    violation: { property: 'below 2' },
  });
});
