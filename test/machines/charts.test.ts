// Goal: charts are the healthy protocol, told to whoever opens them: every state says what it is, the main ones with the section of the
// paper, and nothing in `machines` knows a bug. Method: the charts of the catalogue as data, and the text of the files.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { catalogue } from '../../properties/catalogue.js';

const nodesOf = (node: AnyStateNode): AnyStateNode[] => [
  node,
  ...Object.values(node.states).flatMap((child) => nodesOf(child)),
];

const isMonitor = (machine: AnyStateMachine): boolean =>
  nodesOf(machine.root).some(({ tags }) => tags.includes('violation') || tags.includes('pending'));

const charts = Object.entries(catalogue.machines).filter(([, machine]) => !isMonitor(machine));

/** A section of the document of facts, or of the paper itself. */
const SECTION = /docs\/paper\/facts\.md \d|paper \d/;

describe('the states of charts', () => {
  it.each(charts)('%s: each is described', (_, machine) => {
    const silent = nodesOf(machine.root)
      .filter((node) => node !== machine.root && node.description === undefined)
      .map(({ path }) => path.join('.'));
    expect(silent).toEqual([]);
  });

  // What schedules a die, the flag between its cores, and that nodes die and requests are given up, the paper does not tell.
  const apart = ['cross-core-flag', 'drain-state', 'mishaps', 'node-health', 'scheduler-thread'];
  it.each(charts.filter(([id]) => !apart.includes(id)))('%s: the paper is cited', (_, machine) => {
    const cited = nodesOf(machine.root).some(({ description }) => SECTION.test(description ?? ''));
    expect(cited).toBe(true);
  });
});

const files = readdirSync('machines', { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
const faults = [...catalogue.families, ...(catalogue.suites ?? [])].flatMap((family) =>
  Object.keys(family.faults),
);

describe('the files of charts', () => {
  const containing = (text: RegExp) =>
    files.filter((file) => text.test(readFileSync(join('machines', file), 'utf8')));

  it('know no bug', () => {
    expect(faults).toContain('A1');
    const ids = faults.filter((id) => /^[A-G]\d+$/.test(id));
    expect(containing(new RegExp(`\\b(${ids.join('|')})\\b`))).toEqual([]);
    // That a system has none is said in the words that all have for it.
    expect(containing(/\bfaults?\b(?!: \{\})/)).toEqual([]);
  });

  it('assert which event an action is given, and do not cast it', () => {
    // Words of a network are about events of any kind, in no chart.
    const ofCharts = containing(/\bevent as\b/).filter((file) => !/(words|observed)\.ts$/.test(file));
    expect(ofCharts).toEqual([]);
  });
});
