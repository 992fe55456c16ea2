// Goal: Mermaid finds the chart in its diagram. Method: its own parser reads every chart of the catalogue back, and states and transitions are counted in the machine.

import { expect, it } from 'vitest';
import { exportMermaid, sequenceDiagram } from '../../src/index.js';
import { loadMermaid, type MermaidStatement } from '../support/readers/readers.js';
import { arrows, initials, machines, nodesWithin } from './charts.js';
import { explanations } from './traces.js';

function statements(doc: readonly MermaidStatement[]): MermaidStatement[] {
  return doc.flatMap((statement) => [statement, ...statements(statement.doc ?? [])]);
}

it.each(machines)('%s', async (name, machine) => {
  const mermaid = await loadMermaid();
  const text = exportMermaid(machine, name);
  expect(await mermaid.parse(text)).toMatchObject({ diagramType: 'stateDiagram' });
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const all = statements(db.rootDoc!);
  const nodes = nodesWithin(machine.root);
  const states = new Set(
    all.filter(({ stmt, id }) => stmt === 'state' && /^s\d+$/.test(id)).map(({ id }) => id),
  );
  expect(states.size).toBe(nodes.length);
  const finals = nodes.filter(({ type }) => type === 'final').length;
  const relations = all.filter(({ stmt }) => stmt === 'relation');
  expect(relations.length).toBe(arrows(machine) + initials(machine) + finals);
});

it.each(Object.entries(explanations()))('the diagram of a run, %s', async (_, explanation) => {
  const mermaid = await loadMermaid();
  const text = sequenceDiagram(explanation);
  expect(await mermaid.parse(text)).toMatchObject({ diagramType: 'sequence' });
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  // Arrows, notes, the beginning and the end of a loop, and at the end who waits and what is violated.
  const lost = explanation.steps.filter(({ kind }) => kind === 'drop').length;
  const loop = explanation.loop === null ? 0 : 2;
  const end = explanation.why.circle.length + 1;
  expect(db.getMessages!().length).toBe(explanation.steps.length + lost + loop + end);
});
