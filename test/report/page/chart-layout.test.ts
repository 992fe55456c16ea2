// Goal: what a page shows of a chart is all of it, whatever its states are called. Method: layouts of charts with names that a layout could take for its own, and with
// transitions that have several targets.

import { expect, it } from 'vitest';
import { chartGraph } from '../../../src/interpreter/chart/chart-graph.js';
import { betweenSiblings, drawnParts, everywhereOf, notInto } from '../../../src/report/page/chart-edges.js';
import { layoutOf } from '../../../src/report/page/chart-layout.js';
import { machineOf } from '../../export/machines.js';

it('a state may have any name', async () => {
  const names = ['start of turn', 'turn', 'start of start of turn', 'root', 'edge 0', 'box of turn', ''];
  const graph = chartGraph(
    machineOf({
      id: 'game',
      initial: 'turn',
      states: Object.fromEntries(names.map((name) => [name, { on: { GO: 'turn' } }])),
    }),
  );
  const { boxes, starts, edges } = await layoutOf(graph);
  expect([...boxes.keys()]).toEqual(names);
  expect([...boxes.values()].every((box) => box.every(Number.isFinite))).toBe(true);
  expect(new Set([...boxes.values()].map(String)).size).toBe(names.length);
  expect(starts).toHaveLength(1);
  expect(edges).toHaveLength(names.length - 1);
});

it('all targets of a transition are told, be it by an arrow, in its box or beside the chart', () => {
  const region = (id: string) => ({ initial: 'off', states: { off: {}, on: { id } } });
  const graph = chartGraph(
    machineOf({
      id: 'm',
      type: 'parallel',
      on: { RESET: { target: ['.left.off', '.right.off'] }, SAME: {} },
      states: {
        left: { ...region('l'), on: { BOTH: { target: ['#l', '#r'] } } },
        right: region('r'),
      },
    }),
  );
  const { edges, reactions } = drawnParts(graph, notInto);
  expect(edges.map(({ from, to }) => `${from} -> ${to}`)).toEqual(['left -> right.on']);
  expect(reactions.get('left')).toMatchObject([{ label: ['BOTH', '→ on'] }]);
  expect(everywhereOf(graph).map(({ label, to }) => [label, to])).toEqual([
    [['RESET'], 'left.off, right.off'],
    [['SAME'], undefined],
  ]);
});

it('names with a dot are names: their states stand beside each other', () => {
  expect(betweenSiblings('a\\.b', 'c')).toBe(true);
  expect(betweenSiblings('a.b', 'a.c\\.d')).toBe(true);
  expect(betweenSiblings('a.b', 'c')).toBe(false);
  expect(notInto('a', 'a\\.b')).toBe(true);
});
