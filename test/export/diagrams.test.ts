// Goal: charts as diagrams show states, where they begin, transitions with their guards, and what stays in a state. `npm run test:readers` has Mermaid and Graphviz read all of the catalogue.

import { expect, it } from 'vitest';
import { type AnyStateMachine, setup } from 'xstate';
import { exportDot, exportMermaid } from '../../src/index.js';

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

it.each([exportMermaid, exportDot])('%o wants a machine', (by) => {
  expect(() => by({} as never)).toThrow(/has no machine; give/);
});
