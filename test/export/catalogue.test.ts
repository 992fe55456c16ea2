// Goal: every chart of the catalogue is plain data with names, so that what Stately is given is the chart that is checked.

import { expect, it } from 'vitest';
import { type AnyStateNode, type AnyTransitionDefinition, initialTransition } from 'xstate';
import { catalogue } from '../../properties/catalogue.js';
import { exportStately } from '../../src/export/stately.js';
import { definitionOf, imported } from './machines.js';

it.each(Object.entries(catalogue.machines))('%s is exported whole', async (name, machine) => {
  expect(definitionOf(await imported(machine, name))).toEqual(definitionOf(machine));
  expect(exportStately(machine, name)).not.toMatch(/which has no name|is left out/);
});

const leads = ({ source, target }: AnyTransitionDefinition) =>
  target?.some((node) => node !== source) === true;

it.each(Object.entries(catalogue.machines))(
  '%s leaves its first state when exported',
  async (name, machine) => {
    const chart = await imported(machine, name);
    const [start] = initialTransition(chart, {} as never);
    const candidates = (start._nodes as readonly AnyStateNode[]).flatMap(({ transitions }) =>
      [...transitions.values()].flat(),
    );
    const types = new Set(candidates.map(({ eventType }) => eventType));
    const taken = [...types].flatMap((type) => chart.getTransitionData(start, { type }));
    expect(taken.some(leads)).toBe(candidates.some(leads));
  },
);
