// Goal: a counterexample in the formats of others is the same run: its states, its steps, its messages and its cycle. Method: a run with a cycle and one with a loss and a
// crash, by the grammar of each format; `npm run test:readers` has Mermaid read the diagrams.

import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { z } from 'zod';
import {
  briefText,
  defineNetwork,
  explain,
  explore,
  itfTrace,
  type ItfValue,
  type MachineState,
  sequenceDiagram,
  stateAfter,
  stepsTimeline,
  vitestFile,
} from '../../src/index.js';
import { explanations, oddValues } from './traces.js';

const { endless, reached } = explanations();

/** Of ADR 015 of Apalache. */
const itfValue: z.ZodType<ItfValue> = z.lazy(() =>
  z.union([
    z.boolean(),
    z.string(),
    z.int(),
    z.array(itfValue),
    z.strictObject({ '#bigint': z.string() }),
    z.strictObject({ '#unserializable': z.string() }),
    z.strictObject({ '#tup': z.array(itfValue) }),
    z.strictObject({ '#set': z.array(itfValue) }),
    z.strictObject({ '#map': z.array(z.tuple([itfValue, itfValue])) }),
    z.record(z.string().regex(/^[^#]/), itfValue),
  ]),
);
const itfFormat = z.strictObject({
  '#meta': z.record(z.string(), z.unknown()),
  vars: z.array(z.string()),
  loop: z.int().nonnegative().optional(),
  states: z.array(z.looseObject({ '#meta': z.strictObject({ index: z.int() }) })).min(1),
});

describe.each([
  ['that goes on for ever', endless],
  ['to a witness', reached],
])('a run %s', (_, explanation) => {
  it('is a trace of the Informal Trace Format', () => {
    const trace = itfTrace(explanation);
    const { vars, states, loop } = itfFormat.parse(trace);
    for (const { '#meta': meta, ...values } of states) {
      expect(Object.keys(values)).toEqual(vars);
      for (const value of Object.values(values)) itfValue.parse(value);
      const step = meta.index === 0 ? '' : explanation.steps[meta.index - 1]!.label;
      expect(values.step).toBe(step);
      const part = stateAfter(explanation, meta.index)[0] as MachineState;
      expect(values['component step']).toMatchObject({
        context: { ...part.context, nothing: { '#unserializable': 'null' } },
      });
    }
    expect(states.length).toBe(explanation.steps.length + 1);
    // What comes after the last state is the one behind the first step of the cycle, so that no step goes untold.
    expect(loop).toBe(explanation.loop === null ? undefined : explanation.loop + 1);
    const before = ({ '#meta': _meta, step: _step, ...values }: (typeof states)[number]) => values;
    if (loop !== undefined) expect(before(states.at(-1)!)).toEqual(before(states[loop - 1]!));
  });

  it('is a timeline with an arrow for each message that is taken', () => {
    const { traceEvents } = stepsTimeline(explanation);
    const slices = traceEvents.flatMap((event) => (event.ph === 'X' ? [event.args.label] : []));
    expect(slices).toEqual(explanation.steps.map(({ label }) => label));
    const taken = explanation.messages.filter((message) => message.taken !== null).length;
    for (const ph of ['s', 'f']) expect(traceEvents.filter((event) => event.ph === ph).length).toBe(taken);
    const ends = traceEvents.flatMap((event) => (event.ph === 'X' ? (event.args.end ?? []) : []));
    const { property, outcome, message } = explanation;
    expect(ends).toEqual([`${property} is ${outcome}: ${message}`]);
  });
});

describe('values that JSON has no form for, and texts that look like them', () => {
  const explanation = oddValues();

  it('are told apart in the Informal Trace Format', () => {
    const { states } = itfTrace(explanation);
    for (const { '#meta': _, ...values } of states)
      for (const value of Object.values(values)) itfValue.parse(value);
    expect(states.map(({ counter }) => (counter as unknown as MachineState).context)).toEqual([
      { big: { '#bigint': '1' }, zero: 0, none: 1, list: [], text: '' },
      {
        big: { '#bigint': '5' },
        zero: { '#unserializable': '-0' },
        none: { '#unserializable': 'NaN' },
        list: [{ '#unserializable': 'undefined' }, { '#bigint': '2' }, '2n'],
        text: '5n',
      },
    ]);
    const [told] = states.at(-1)!['counter ⇒ other'] as unknown as [unknown];
    expect(told).toEqual({
      type: 'TOLD',
      big: { '#bigint': '5' },
      list: [{ '#unserializable': 'undefined' }, { '#unserializable': '-0' }],
    });
  });

  it('are those texts where the explanation was read from a file', () => {
    const read = JSON.parse(JSON.stringify(explanation)) as typeof explanation;
    expect(read).toEqual(explanation);
    expect(itfTrace(read).states.at(-1)).toMatchObject({ counter: { context: { big: '5n', text: '5n' } } });
  });

  it('are shown as what they are in a brief', () => {
    const text = briefText(explanation);
    expect(text).toMatch(/counter +big: 5n \(before: 1n\)/);
    expect(text).toContain('counter ⇒ other: TOLD {big: 5n, list: [undefined, -0]}');
    expect(text).not.toContain("'5n'");
  });

  it('are shown as what they are in a sequence diagram', () => {
    const { messages, steps } = explanation;
    const received = { ...steps[0]!, event: messages[0]!.event };
    expect(sequenceDiagram(explanation)).toContain('stays small is violated after 1 step, exported by');
    expect(sequenceDiagram({ ...explanation, steps: [received] })).toContain(
      'TOLD #123;big#58; 5n, list#58; [undefined, -0]#125;',
    );
  });
});

it('a sequence diagram has arrows, losses, crashes, timers and the cycle', () => {
  expect(sequenceDiagram(endless)).toMatchInlineSnapshot(`
    "sequenceDiagram
      %% comes to rest is violated after 4 steps, exported by cloudmatrix-check
      actor env as environment
      participant c0 as step
      participant c1 as odd#59; #35;name
      env->>c0: 1. GO
      c0->>c1: 2. ASK #123;n#58; 1.5#125; (sent in 1)
      loop for ever
        Note over c0: 3. ⏱ soon in asking
        Note over c0: 4. ⏱ soon in waiting
      end
      Note over c0,c1: comes to rest is violated#58; the run goes on for ever, and what must come never does
    "
  `);
  expect(sequenceDiagram(reached)).toMatchInlineSnapshot(`
    "sequenceDiagram
      %% waits for the dead is reached after 4 steps, exported by cloudmatrix-check
      actor env as environment
      participant c0 as step
      participant c1 as odd#59; #35;name
      env->>c0: 1. GO
      c0-xc1: 2. ASK #123;n#58; 1.5#125; (sent in 1)
      Note over c1: lost
      Note over c0: 3. ⏱ soon in asking
      Note over c1: 4. crashes
      Note over c0,c1: waits for the dead is reached
    "
  `);
});

it('a sequence diagram of a deadlock says what each waits for, whoever it is', () => {
  const machine = createMachine({
    id: 'waiting',
    initial: 'idle',
    states: { idle: { on: { GO: 'over' } }, over: { type: 'final' } },
  });
  const network = defineNetwork({ name: 'waiting', components: { a: { machine }, b: { machine } } });
  expect(sequenceDiagram(explain(network, explore(network).violations[0]!))).toMatchInlineSnapshot(`
    "sequenceDiagram
      %% deadlock-freedom is violated after 0 steps, exported by cloudmatrix-check
      participant c0 as a
      participant c1 as b
      Note over c0: waits for GO
      Note over c0: nothing is on its way to it
      Note over c1: waits for GO
      Note over c1: nothing is on its way to it
      Note over c0,c1: deadlock-freedom is violated
    "
  `);
});

describe('a test for Vitest', () => {
  const trace = {
    network: 'asked',
    parameters: {},
    faults: [],
    property: 'comes to rest',
    message: 'it\ndoes not',
    minimality: 'proven shortest',
    initial: 0,
    steps: ['a'],
  } as const;

  it('loads the network from its module', () => {
    expect(vitestFile(trace, '../a.trace.json', { module: "./it's.ts#asked" })).toMatchInlineSnapshot(`
      "// After 1 step comes to rest was violated: it does not.
      import { expect, it } from 'vitest';
      import { network } from 'cloudmatrix-check/vitest';

      it('comes to rest holds in the run of a.trace.json', () =>
        expect(network(import.meta.url, './it\\'s.ts#asked')).not.toReplay(new URL('../a.trace.json', import.meta.url)));
      "
    `);
  });

  it('of the way to a witness passes as long as that is reached', () => {
    const way = { ...trace, property: 'gets there', message: 'the witness is reached' };
    const file = vitestFile(way, '../a.trace.json', { module: './a.ts' }, 'reached');
    expect(file).toMatchInlineSnapshot(`
      "// After 1 step gets there was reached: the witness is reached.
      import { expect, it } from 'vitest';
      import { network } from 'cloudmatrix-check/vitest';

      it('gets there is reached by the run of a.trace.json', () =>
        expect(network(import.meta.url, './a.ts')).toReplay(new URL('../a.trace.json', import.meta.url)));
      "
    `);
  });

  it('finds the trace whatever its path has in it', () => {
    const path = "../tr#1 %20/what? it's.trace.json";
    const file = vitestFile(trace, path, { module: './a.ts' });
    const [, relative] = /new URL\('(.*)', import\.meta\.url\)/.exec(file)!;
    const url = new URL(relative!.replaceAll("\\'", "'"), 'file:///tests/a/b.test.ts');
    expect(fileURLToPath(url)).toBe("/tests/tr#1 %20/what? it's.trace.json");
  });

  it('or takes it from the catalogue', () => {
    expect(vitestFile(trace, './a.trace.json', { catalogue: 'ub-path' })).toMatchInlineSnapshot(`
      "// After 1 step comes to rest was violated: it does not.
      import { expect, it } from 'vitest';
      import { catalogue } from 'cloudmatrix-check/cloudmatrix';
      import 'cloudmatrix-check/vitest';

      const family = catalogue.families.find(({ name }) => name === 'ub-path');

      it('comes to rest holds in the run of a.trace.json', () =>
        expect(family).not.toReplay(new URL('./a.trace.json', import.meta.url)));
      "
    `);
  });
});
