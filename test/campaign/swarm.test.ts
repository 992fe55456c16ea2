// Goal: a swarm of faults tells for each fault whether its property catches it, never takes "was not tried" for "is caught", and is
// reproducible. Method: counters whose faults are known: one that is caught, one that is caught by another property than it should,
// one without effect, and two that contradict each other.

import { describe, expect, it } from 'vitest';
import {
  always,
  CheckError,
  type NetworkFamily,
  type SwarmFault,
  type SwarmResult,
  swarmAsync,
} from '../../src/index.js';
import { replay } from '../../src/index.js';
import { counters, type CounterContext } from '../cli/catalogue.js';

const { C1, C3 } = counters.faults as {
  readonly C1: NetworkFamily['faults'][string];
  readonly C3: typeof C1;
};

/** C1 counts past the maximum, and so does `other`, which names a property that this does not violate; C3 does nothing. */
const family: NetworkFamily = {
  ...counters,
  faults: { C1, other: { ...C1, property: 'even', configuration: { countMax: 1 } }, C3 },
  build: (configuration, faults) => {
    const past = faults.has('C1') || faults.has('other');
    const network = counters.build(configuration, new Set(past ? ['C1'] : []));
    const even = always('even', (view) => view.context<CounterContext>('counter.0').count >= 0);
    return { ...network, properties: [...network.properties, even] };
  },
};

const byId = ({ faults }: SwarmResult) =>
  Object.fromEntries(faults.map((each) => [each.fault, each])) as Record<string, SwarmFault>;

describe('a swarm of faults', () => {
  it('tells caught faults from those that only another property catches, and from those that nothing catches', async () => {
    const result = await swarmAsync(family, { seed: 1, runs: 80 });
    expect(result).toMatchObject({ verdict: 'violated', runs: 80, seed: 1, isInterrupted: false });
    const { C1: caught, other, C3: missed } = byId(result);
    expect(caught).toMatchObject({ property: 'room', verdict: 'caught' });
    expect(caught!.violations).toEqual([{ property: 'room', runs: caught!.violated }]);
    expect(caught!.violated).toBeGreaterThan(0);
    expect(caught!.violated).toBeLessThanOrEqual(caught!.runs);
    expect(other).toMatchObject({ property: 'even', verdict: 'missed' });
    expect(other!.violations).toEqual([{ property: 'room', runs: other!.violated }]);
    expect(other!.example).toBeUndefined();
    // C3 has no effect of its own, but shares runs with faults that do, and that violate its property.
    expect(missed!.verdict).toBe('missed');
    expect(missed!.violations.map(({ property }) => property)).toEqual(['room']);
    expect(missed!.violated).toBeLessThan(missed!.runs);
    expect(missed).not.toHaveProperty('example');
  });

  it('takes no fault for caught where the healthy network violates its property by the same steps', async () => {
    const build: NetworkFamily['build'] = (configuration) => counters.build(configuration, new Set(['C1']));
    const result = await swarmAsync({ ...family, build }, { seed: 1, runs: 20, faults: ['C1'] });
    expect(result).toMatchObject({ verdict: 'violated', faults: [{ verdict: 'missed', runs: 20 }] });
    expect(result.faults[0]!.violated).toBeGreaterThan(0);
  });

  it('takes a fault for caught that is caught together with another one only', async () => {
    const build: NetworkFamily['build'] = (configuration, faults) =>
      counters.build(configuration, new Set(faults.size === 2 ? ['C1'] : []));
    const result = await swarmAsync({ ...family, faults: { C1, C3 }, build }, { seed: 1, runs: 40 });
    expect(result.faults).toMatchObject([
      { fault: 'C1', verdict: 'caught', example: { faults: ['C1', 'C3'] } },
      { fault: 'C3', verdict: 'caught', example: { faults: ['C1', 'C3'] } },
    ]);
  });

  it('misses a fault without effect that is drawn alone', async () => {
    const result = await swarmAsync(family, { seed: 1, runs: 10, faults: ['C3'] });
    expect(result).toMatchObject({
      verdict: 'violated',
      faults: [{ fault: 'C3', verdict: 'missed', runs: 10, violated: 0, violations: [] }],
    });
  });

  it('holds in the sample when each fault is caught, with the shortest way that was found, which replays', async () => {
    const result = await swarmAsync(family, { seed: 1, runs: 20, faults: ['C1'] });
    expect(result.verdict).toBe('holds-in-sample');
    const { example, runs } = result.faults[0]!;
    expect(runs).toBe(20);
    expect(example).toMatchObject({ faults: ['C1'], configuration: { countMax: 2 } });
    expect(example!.violation.minimality).toBe('as found');
    expect(replay(example!.network, example!.violation).isViolated).toBe(true);
  });

  it('draws each fault at the parameters at which it shows, and never two that contradict each other', async () => {
    const built: { countMax: unknown; faults: readonly string[] }[] = [];
    const recording: NetworkFamily = {
      ...family,
      build: (configuration, faults) => {
        built.push({ countMax: configuration.countMax, faults: [...faults].sort() });
        return family.build(configuration, faults);
      },
    };
    await swarmAsync(recording, { seed: 3, runs: 120 });
    const texts = built.map(({ countMax, faults }) =>
      faults.includes('C1') || faults.includes('other') ? `${faults.join()} ${countMax}` : faults.join(),
    );
    // And the healthy network, in which it is tried whether a fault is to blame.
    expect([...new Set(texts)].sort()).toEqual(['', 'C1 2', 'C1,C3 2', 'C3', 'C3,other 1', 'other 1']);
  });

  it('takes a fault for caught in a configuration that there is with it only', async () => {
    const refuse: NetworkFamily['refuse'] = (_, faults) =>
      faults.size === 0 ? 'a fault is needed.' : undefined;
    const result = await swarmAsync({ ...family, refuse }, { seed: 1, runs: 20, faults: ['C1'] });
    expect(result.faults).toMatchObject([{ verdict: 'caught' }]);
  });

  it('leaves out a fault that cannot be had together with those drawn before', async () => {
    const built: (readonly string[])[] = [];
    const exclusive: NetworkFamily = {
      ...family,
      faults: { C1, C3 },
      refuse: (_, faults) => (faults.size > 1 ? 'one fault at a time.' : undefined),
      build: (configuration, faults) => {
        built.push([...faults]);
        return family.build(configuration, faults);
      },
    };
    await swarmAsync(exclusive, { seed: 3, runs: 60 });
    expect(built.every(({ length }) => length <= 1)).toBe(true);
    expect(new Set(built.flat())).toEqual(new Set(['C1', 'C3']));
  });

  it('is inconclusive about a fault that was in no run', async () => {
    const result = await swarmAsync(family, {
      seed: 1,
      runs: 30,
      faults: ['C1', 'other'],
      fixed: { countMax: 2 },
    });
    expect(result.verdict).toBe('inconclusive');
    expect(byId(result).C1!.verdict).toBe('caught');
    expect(byId(result).other).toMatchObject({ verdict: 'inconclusive', runs: 0 });
  });

  it('is inconclusive about what was not caught before it was interrupted', async () => {
    const controller = new AbortController();
    const result = await swarmAsync(family, {
      seed: 1,
      runs: 1_000,
      faults: ['C3'],
      signal: controller.signal,
      onProgress: ({ runs }) => {
        if (runs === 5) controller.abort();
      },
    });
    expect(result).toMatchObject({ verdict: 'inconclusive', runs: 5, isInterrupted: true });
    expect(result.faults[0]).toMatchObject({ verdict: 'inconclusive', runs: 5 });
  });

  it('gives the same result for the same seed, and another one for another seed', async () => {
    const outcome = async (seed: number) => {
      const { seconds: _, ...rest } = await swarmAsync(family, { seed, runs: 40 });
      return JSON.stringify(rest);
    };
    expect(await outcome(7)).toBe(await outcome(7));
    expect(await outcome(7)).not.toBe(await outcome(8));
  });

  it('lets errors of the network through', async () => {
    const build = () => {
      throw new Error('no such network');
    };
    await expect(swarmAsync({ ...family, build }, { seed: 1, runs: 5 })).rejects.toThrow('no such network');
  });

  it('is wrong input where the healthy network, in which it is tried whether a fault is to blame, cannot be built', async () => {
    const build: NetworkFamily['build'] = (configuration, faults) => {
      if (faults.size === 0) throw new TypeError('nothing to break');
      return family.build(configuration, faults);
    };
    const error: unknown = await swarmAsync(
      { ...family, build },
      { seed: 1, runs: 20, faults: ['C1'] },
    ).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CheckError);
    expect((error as CheckError).message).toMatch(
      /^The network 'counters' cannot be built: nothing to break\. That was with counters \d, countMax 2, start idle, no faults; where that is impossible, the refuse of 'counters' must say so\.$/u,
    );
  });

  it('draws faults where the defaults of the others are impossible', async () => {
    const refuse: NetworkFamily['refuse'] = ({ counters: count }) =>
      count === 2 ? 'never two of them.' : undefined;
    const result = await swarmAsync({ ...family, refuse }, { seed: 1, runs: 20, faults: ['C1'] });
    expect(result.faults).toMatchObject([{ verdict: 'caught', runs: 20 }]);
    expect(result.faults[0]!.example!.configuration.counters).not.toBe(2);
    await expect(
      swarmAsync({ ...family, refuse: () => 'never.' }, { seed: 1, runs: 20, faults: ['C1'] }),
    ).rejects.toThrow(
      "No fault of 'counters' can show: its refuse finds everything impossible that was drawn with one.",
    );
  });

  it('needs faults to draw from', async () => {
    await expect(swarmAsync({ ...family, faults: {} }, { seed: 1, runs: 5 })).rejects.toThrow(
      "The network 'counters' has no faults to draw from. Describe some in its `faults`, or run the campaign without swarm.",
    );
    await expect(
      swarmAsync(family, { seed: 1, runs: 5, faults: ['C1'], fixed: { countMax: 3 } }),
    ).rejects.toThrow("No fault of 'counters' can show at the parameters given. Leave parameters out.");
    await expect(swarmAsync(family, { seed: 1, runs: 5, faults: ['C9'] })).rejects.toThrow(
      "The network 'counters' has no fault 'C9'; it has C1, other, C3.",
    );
  });
});
