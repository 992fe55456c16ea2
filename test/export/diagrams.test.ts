// Goal: charts as diagrams show states, where they begin, transitions with their guards, and what stays in a state. `npm run test:readers` has Mermaid and Graphviz read all of the catalogue.

import { describe, expect, it } from 'vitest';
import { type AnyMachineSnapshot, type AnyStateMachine, createActor, createMachine, setup } from 'xstate';
import { exportDot, exportMermaid } from '../../src/index.js';
import { chartGraph } from '../../src/interpreter/chart/chart-graph.js';
import { stateName } from '../../src/interpreter/chart/parts.js';
import { machineOf } from './machines.js';
import { layoutOf } from '../../src/report/page/chart-layout.js';

const machine = setup({ guards: { isOpen: () => true }, delays: { soon: 5 } }).createMachine({
  id: 'door; "front"',
  initial: 'shut',
  on: { BREAK: '.broken' },
  states: {
    shut: { on: { OPEN: { guard: 'isOpen', target: 'open' }, KNOCK: {} } },
    open: {
      type: 'parallel',
      states: { light: {}, bell: { initial: 'off', states: { off: { after: { soon: 'on' } }, on: {} } } },
      on: { SHUT: 'shut' },
    },
    broken: { type: 'final' },
  },
}) as unknown as AnyStateMachine;

it('in Mermaid', () => {
  expect(exportMermaid(machine, 'door')).toMatchInlineSnapshot(`
    "stateDiagram-v2
      %% The chart of "door", exported by cloudmatrix-check.
      state "door#59; #34;front#34;" as s0 {
        [*] --> s1
        state "shut" as s1
        s1 : KNOCK
        state "open" as s2 {
          state "light" as s3
          --
          state "bell" as s4 {
            [*] --> s5
            state "off" as s5
            state "on" as s6
          }
        }
        state "broken" as s7
        s7 --> [*]
      }
      s0 --> s7 : BREAK
      s1 --> s2 : OPEN [isOpen]
      s2 --> s1 : SHUT
      s5 --> s6 : after soon
    "
  `);
});

it("in Graphviz' language", () => {
  expect(exportDot(machine)).toMatchInlineSnapshot(`
    "digraph "door; \\"front\\"" {
      compound=true;
      newrank=true;
      node [shape=box, style=rounded, fontname="sans-serif", fontsize=12];
      edge [fontname="sans-serif", fontsize=11];
      subgraph cluster_s0 {
        label="door; \\"front\\"";
        style="rounded";
        s1 [label="shut\\nKNOCK"];
        subgraph cluster_s2 {
          label="open";
          style="rounded,dashed";
          s3 [label="light"];
          subgraph cluster_s4 {
            label="bell";
            style="rounded";
            s5 [label="off"];
            s6 [label="on"];
            s4_start [shape=point, width=0.1];
            s4_start -> s5;
          }
        }
        s7 [label="broken", peripheries=2];
        s0_start [shape=point, width=0.1];
        s0_start -> s1;
        s0_any [shape=plaintext, label="in every state"];
      }
      s0_any -> s7 [label="BREAK"];
      s1 -> s3 [label="OPEN\\n[isOpen]", lhead=cluster_s2];
      s3 -> s1 [label="SHUT", ltail=cluster_s2];
      s5 -> s6 [label="after soon"];
    }
    "
  `);
});

/** Arrows as Mermaid has them, with names of states. */
function arrowsOf(of: AnyStateMachine): string[] {
  const text = exportMermaid(of);
  const names = new Map([...text.matchAll(/state "(.*)" as (s\d+)/gu)].map(([, name, id]) => [id, name]));
  return [...text.matchAll(/(s\d+) --> (s\d+) : (.*)/gu)].map(
    ([, from, to, event]) => `${names.get(from)} --> ${names.get(to)}: ${event}`,
  );
}

it('who comes to the machine itself comes to where it begins', async () => {
  const reset = { a: { on: { NEXT: 'b' } }, b: { on: { RESET: '#m' } } };
  const compound = machineOf({ id: 'm', initial: 'a', states: reset });
  expect(arrowsOf(compound)).toEqual(['a --> b: NEXT', 'b --> a: RESET']);
  const parallel = machineOf({
    id: 'm',
    type: 'parallel',
    states: { left: { on: { RESET: '#m' } }, right: {} },
  });
  expect(arrowsOf(parallel)).toEqual(['left --> left: RESET', 'left --> right: RESET']);
  const itself = machineOf({ id: 'm', initial: 'a', on: { RESET: '#m' }, states: { a: {}, b: {} } });
  expect(arrowsOf(itself)).toEqual(['m --> a: RESET']);
  for (const each of [compound, parallel, itself]) {
    expect(exportDot(each)).toContain('label="RESET"');
    const { boxes } = await layoutOf(chartGraph(each));
    expect(boxes.size).toBeGreaterThan(1);
  }
});

it('a state with states in it begins again where it comes to itself, and is left as it is without a target', async () => {
  const work = {
    initial: 'one',
    on: { RESET: '#m.work', NOTHING: {} },
    states: { one: { on: { NEXT: 'two', SAME: 'one' } }, two: {} },
  };
  const resetting = machineOf({ id: 'm', initial: 'work', states: { work } });
  // In XState it is so, too.
  const actor = createActor(resetting).start();
  actor.send({ type: 'NEXT' });
  actor.send({ type: 'NOTHING' });
  expect(actor.getSnapshot().value).toEqual({ work: 'two' });
  actor.send({ type: 'RESET' });
  expect(actor.getSnapshot().value).toEqual({ work: 'one' });
  expect(arrowsOf(resetting)).toEqual(['work --> work: RESET', 'one --> two: NEXT']);
  expect(exportMermaid(resetting)).toContain('note right of s1 : NOTHING');
  const { edges } = await layoutOf(chartGraph(resetting));
  expect(edges.some(({ edge: { from, to } }) => from === 'work' && to === 'work')).toBe(true);
});

it('a deep history is told apart from a shallow one', () => {
  const work = {
    initial: 'on',
    states: { on: {}, last: { type: 'history' }, all: { type: 'history', history: 'deep' } },
  };
  const remembering = machineOf({ id: 'm', initial: 'work', states: { work } });
  expect(exportMermaid(remembering)).toMatch(/"H last" as s3\n +state "H\* all" as s4/u);
  expect(exportDot(remembering)).toMatch(/s3 \[label="H last"\];\n +s4 \[label="H\* all"\]/u);
});

describe('where a history state leads to at first', () => {
  const remembering = (target?: string | string[]) =>
    machineOf({
      id: 'm.n',
      initial: 'off',
      states: {
        work: {
          initial: 'on',
          states: {
            on: {},
            two: { initial: 'x', states: { x: {}, 'y.z': {} } },
            last: { type: 'history', ...(target === undefined ? {} : { target }) },
          },
        },
        off: { on: { BACK: 'work.last' } },
      },
    });

  it.each([
    ['two', 'work.two'],
    ['two.y\\.z', 'work.two.y\\.z'],
    ['#m.n', 'none: XState takes it for `n` in a state with the id `m`'],
    ['#m\\.n.off', 'off'],
    [['two'], 'work.two'],
    ['nowhere', 'none: XState fails where it is looked for'],
  ])('%s: %s', async (target, drawn) => {
    const machine = remembering(target);
    const isThere = !drawn.startsWith('none');
    // In XState it is so, too.
    const actor = createActor(machine);
    let error: unknown;
    actor.subscribe({ error: (thrown) => (error = thrown) });
    actor.start();
    actor.send({ type: 'BACK' });
    const { _nodes: nodes } = actor.getSnapshot() as AnyMachineSnapshot;
    expect(error === undefined).toBe(isThere);
    if (isThere) expect(nodes.map(stateName)).toContain(drawn);
    const name = /(?:\\.|[^.])+$/.exec(drawn)![0].replaceAll('\\', '');
    expect(arrowsOf(machine).filter((each) => each.endsWith('default'))).toEqual(
      isThere ? [`H last --> ${name}: default`] : [],
    );
    const { edges } = await layoutOf(chartGraph(machine));
    expect(edges.filter(({ edge: { from } }) => from === 'work.last').map(({ edge: { to } }) => to)).toEqual(
      isThere ? [drawn] : [],
    );
  });

  it('is told by the state around it where it says nothing itself', () => {
    expect(arrowsOf(remembering()).filter((each) => each.endsWith('default'))).toEqual([]);
  });
});

it('a name with a dot is not the path of a state in another one', async () => {
  const dotted = machineOf({
    id: 'm',
    initial: 'a.b',
    states: {
      'a.b': { on: { GO: 'a' } },
      a: { initial: 'b', on: { GO: 'c' }, states: { b: {} } },
      c: {},
    },
  });
  expect(arrowsOf(dotted)).toEqual(['a.b --> a: GO', 'a --> c: GO']);
  expect(exportDot(dotted).match(/^ +s\d+ \[label/gmu)).toHaveLength(3);
  const { boxes, edges } = await layoutOf(chartGraph(dotted));
  expect([...boxes.keys()]).toEqual(['a\\.b', 'a', 'a.b', 'c']);
  expect(edges.map(({ edge: { from, to } }) => `${from} -> ${to}`)).toEqual(['a\\.b -> a', 'a -> c']);
});

it('names are labels, whatever they mean in the language', () => {
  const odd = machineOf({
    id: 'm',
    initial: '[[fork]]',
    states: { '[[fork]]': { on: { 'set direction LR': 'R&amp;D' } }, 'R&amp;D': {} },
  });
  expect(arrowsOf(odd)).toEqual(['[#91;fork]] --> R#38;amp#59;D: set direction#32;LR']);
  expect(exportDot(odd)).toContain('s2 [label="R&amp;amp;D"];');
});

it("an arrow to where a state begins that is around its own begins in every state of its own, in Graphviz' language", () => {
  const inner = { initial: 'deep', on: { AGAIN: '#m.outer' }, states: { deep: {} } };
  const again = machineOf({
    id: 'm',
    initial: 'outer',
    states: { outer: { initial: 'inner', states: { inner } } },
  });
  expect(exportDot(again)).toContain('s2_any -> s3 [label="AGAIN"];');
});

it.each([exportMermaid, exportDot])('%o wants a machine', (by) => {
  expect(() => by({} as never)).toThrow(/has no machine; give/);
});

it.each([exportMermaid, exportDot])('a state that XState loses is refused by $name', (by) => {
  const states = JSON.parse('{"a": {"on": {"GO": "__proto__"}}, "__proto__": {}}') as Record<string, object>;
  expect(() => by(createMachine({ id: 'm', initial: 'a', states }))).toThrow(
    `What is given to \`${by.name}\` has a state '__proto__' in state 'm' of machine 'm', which XState loses: it keeps states in plain objects. Give it another name.`,
  );
});
