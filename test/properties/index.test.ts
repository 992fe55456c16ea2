// Goal: the entry `cloudmatrix-check/cloudmatrix` has all that the catalogue has, and an engineer who has only it and the checker puts in a
// chart of his own, or claims of his own. Method: every name of the catalogue is looked up in the entry; both are done, with nothing else.

import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import * as cloudmatrix from '../../properties/index.js';
import { configurationOf, defineNetwork, explore, reachable, withMachines } from '../../src/index.js';

const { catalogue } = cloudmatrix;
const exported = new Set<unknown>(Object.values(cloudmatrix));

/** Machines of the catalogue that judge: they come with the claims. */
const MONITORS = new Set([
  ...catalogue.families.flatMap((family) =>
    [{}, ...family.exhaustive].flatMap((given) =>
      family
        .build(configurationOf(family, given), new Set())
        .properties.flatMap((property) => (property.kind === 'monitor' ? [property.machine.id] : [])),
    ),
  ),
]);

describe('the entry', () => {
  it.each([
    ['family', catalogue.families],
    ['suite', catalogue.suites!],
    ['system', catalogue.systems!],
  ])('exports every %s of the catalogue', (_, all) => {
    for (const each of all) expect(exported.has(each), each.name).toBe(true);
    expect(all.length).toBeGreaterThan(1);
  });

  it('exports every chart of the catalogue that a network is made of', () => {
    const charts = Object.values(catalogue.machines).filter(({ id }) => !MONITORS.has(id));
    for (const chart of charts) expect(exported.has(chart), chart.id).toBe(true);
    expect(charts.length).toBeGreaterThan(30);
  });

  it('exports the service level, and makes the comparison', () => {
    expect(exported.has(catalogue.serviceLevel)).toBe(true);
    const names = cloudmatrix.publishedRows().rows.map(({ name }) => name);
    expect(names).toEqual(catalogue.comparison!.rows.map(({ name }) => name));
    expect(names.sort()).toEqual(Object.keys(cloudmatrix.PERFORMANCE).sort());
  });
});

describe('who has a chart of his own', () => {
  /** A latch that never opens. */
  const stuck = createMachine({
    id: 'collective',
    initial: 'closed',
    states: { closed: { tags: 'rest', on: { ARRIVE: {} } } },
  });

  it('puts it into a family, and its claims tell what it breaks', () => {
    const family = withMachines(cloudmatrix.graphLaunch, { collective: stuck });
    const { verdict, violations } = explore(family.build(configurationOf(family, {}), new Set()));
    expect(verdict).toBe('violated');
    expect(violations.map(({ property }) => property)).toContain('deadlock-freedom');
  });

  it('takes the wiring of a network of his size, with its claims and one of his own', () => {
    const wiring = cloudmatrix.drainBarrierWiring({ threads: 2, tasks: 1 });
    const { components, channels, threads } = wiring;
    const network = defineNetwork({
      name: 'mine',
      components,
      channels,
      properties: [
        ...cloudmatrix.drainBarrierProperties(wiring),
        reachable('the second thread dispatches', (view) => view.matches(threads[1]!, 'dispatching')),
      ],
    });
    const { verdict, properties } = explore(network);
    expect(verdict).toBe('holds');
    expect(properties).toContainEqual({
      name: 'the second thread dispatches',
      verdict: 'holds',
      isWitness: true,
    });
  });
});
