// Goal: what components hold in their states is added up rightly: spans, shares of the time, and more than there is. Method: workers
// that hold cores for known times.

import { setup } from 'xstate';
import { describe, expect, it } from 'vitest';
import { defineNetwork, type Resources, simulate, type Span } from '../../src/index.js';

const worker = setup({
  types: {} as { context: { units: number; ns: number }; input: { units: number; ns: number } },
  delays: { rest: 10, work: ({ context }) => context.ns },
}).createMachine({
  id: 'worker',
  context: ({ input }) => input,
  initial: 'resting',
  states: {
    resting: { after: { rest: 'working' } },
    working: { after: { work: 'writing' } },
    writing: { after: { work: 'over' } },
    over: { type: 'final' },
  },
});

const resources: Resources = {
  owners: ['die 0', 'die 1'],
  units: { core: 4 },
  ownerOf: (component) => `die ${component.slice(0, 1)}`,
  leasesOf: ({ machine, context, matches }) =>
    matches('working') || matches('writing')
      ? [{ kind: 'core', units: context.units, label: machine, group: 'all' }]
      : [],
};

function runWith(
  workers: Readonly<Record<string, { units: number; ns: number }>>,
  given = resources,
  untilNs = Number.POSITIVE_INFINITY,
) {
  const spans: Span[] = [];
  const network = defineNetwork({
    name: 'workers',
    components: Object.fromEntries(
      Object.entries(workers).map(([id, input]) => [id, { machine: worker, input }]),
    ),
  });
  const result = simulate(network, { resources: given, untilNs, onSpan: (span) => spans.push(span) });
  return { spans, result };
}

describe('leases', () => {
  it('are spans from the first state that holds them to the last', () => {
    expect(runWith({ '0.a': { units: 2, ns: 20 } }).spans).toEqual([
      {
        owner: 'die 0',
        component: '0.a',
        kind: 'core',
        units: 2,
        label: 'worker',
        group: 'all',
        startNs: 10,
        endNs: 50,
      },
    ]);
  });

  it('are added up over the time and all owners', () => {
    // 2 cores for 40 ns and 4 for 20 of 2 x 4 cores in 50 ns.
    const { result } = runWith({ '0.a': { units: 2, ns: 20 }, '1.a': { units: 4, ns: 10 } });
    expect(result.utilisation.core).toBeCloseTo((2 * 40 + 4 * 20) / (8 * 50), 12);
  });

  it('are added up to the last step, where they are held still', () => {
    // Whoever holds nothing takes the last step, at 40 ns: by then 2 cores were held for 30 ns.
    const ownerOf = (component: string) => (component === 'x' ? undefined : 'die 0');
    const untimely = { ...resources, ownerOf };
    const { result } = runWith({ a: { units: 2, ns: 20 }, x: { units: 1, ns: 15 } }, untimely, 45);
    expect(result).toMatchObject({ end: 'time', endNs: 40 });
    expect(result.utilisation.core).toBeCloseTo((2 * 30) / (8 * 40), 12);
  });

  it('of more than there is violate a property', () => {
    const { result } = runWith({ '0.a': { units: 3, ns: 20 }, '0.b': { units: 2, ns: 5 } });
    expect(result).toMatchObject({
      verdict: 'violated',
      violation: {
        property: 'leases-within-resources',
        message: '5 core of die 0 are held at 10 ns, and there are 4',
        steps: ['0.a ⏱ rest in resting', '0.b ⏱ rest in resting'],
      },
    });
    expect(runWith({ '0.a': { units: 3, ns: 20 }, '1.b': { units: 2, ns: 5 } }).result.verdict).toBe(
      'holds-in-sample',
    );
  });

  it('of many components change at one time', () => {
    const workers = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`${index % 2}.${index}`, { units: 0.01, ns: 20 }]),
    );
    const { spans, result } = runWith(workers);
    expect(spans).toHaveLength(200);
    expect(result.utilisation.core).toBeCloseTo((200 * 0.01 * 40) / (8 * 50), 9);
  });

  it.each([
    [
      { ...resources, leasesOf: () => [{ kind: 'disk', units: 1, label: '' }] },
      "The machine 'worker' holds 1 of 'disk', but the kinds of resources are core. Correct its leases, or add the kind.",
    ],
    [
      { ...resources, ownerOf: () => 'nobody' },
      "The component '0.a' uses the resources of 'nobody', who has none. Add it to the `owners`.",
    ],
  ])('that cannot be are refused (%#)', (given, message) => {
    expect(() => runWith({ '0.a': { units: 1, ns: 1 } }, given)).toThrow(message);
  });
});
