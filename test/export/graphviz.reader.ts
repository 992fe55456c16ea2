// Goal: Graphviz finds the chart in its graph. Method: it lays every chart of the catalogue out, and states and transitions are counted in the machine.

import { expect, it } from 'vitest';
import { exportDot } from '../../src/index.js';
import { readByGraphviz } from '../support/readers/readers.js';
import { arrows, initials, machines, nodesWithin } from './charts.js';

it.each(machines)('%s', async (name, machine) => {
  const { objects, edges = [] } = await readByGraphviz(exportDot(machine, name));
  const nodes = nodesWithin(machine.root);
  const names = objects.map((object) => object.name).filter((each) => /^(cluster_)?s\d+$/.test(each));
  expect(names.filter((each) => each.startsWith('cluster_')).length).toBe(
    nodes.filter(({ states }) => Object.keys(states).length > 0).length,
  );
  expect(names.length).toBe(nodes.length);
  expect(edges.length).toBe(arrows(machine) + initials(machine));
  const labels = objects.map(({ label }) =>
    label.split('\\n')[0]!.replaceAll('\\"', '"').replaceAll('&amp;', '&'),
  );
  for (const { key, type, history } of nodes.slice(1))
    expect(labels).toContain(type === 'history' ? `${history === 'deep' ? 'H*' : 'H'} ${key}` : key);
});
