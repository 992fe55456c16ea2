import { createRequire } from 'node:module';
import type { z as Zod } from 'zod';
import { explanationSchema } from './explanation-schema.js';

/** What the data of every page says that it is: a file that says so may be written anew. */
export const REPORT_FORMAT = 'cloudmatrix-check page';
export const REPORT_VERSION = 1;

/**
 * What a report's data is. Made when it is asked for: loading zod takes longer than most commands.
 *
 * @testonly pages are compared with it, and `docs/page.schema.json` is made of it
 */
export function reportSchema() {
  const { z } = createRequire(import.meta.url)('zod') as { readonly z: typeof Zod };
  const text = z.string();
  const count = z.int().nonnegative();
  const verdict = z.enum(['holds', 'holds-in-sample', 'violated', 'inconclusive']);
  const configuration = z.record(text, z.union([z.number(), text]));
  const seenOf = z.tuple([count, count]).describe('so many were exercised, of so many');

  const property = z.strictObject({
    name: text,
    sentence: text.optional().describe('what is claimed, in words'),
    section: text.optional().describe('section of the paper'),
    verdict,
    margin: z.number().optional().describe('smallest margin over all states seen'),
  });

  const item = z.strictObject({
    id: text,
    kind: z.enum(['exhaustive', 'sample', 'canary', 'bounds', 'comparison', 'replay']),
    network: text.describe('name of the network, the suite or the comparison'),
    parameters: configuration.describe('those that differ from their defaults'),
    faults: z.array(text),
    verdict: verdict.describe('of a canary: whether the fault was caught'),
    remark: text.optional().describe('why it is inconclusive'),
    states: count.optional(),
    steps: count.optional(),
    depth: count.optional().describe('steps of the longest of the shortest ways to a state'),
    runs: count.optional(),
    configurations: count.optional(),
    properties: z.array(property),
    exercised: z.strictObject({ states: seenOf, transitions: seenOf, guards: seenOf }).optional(),
    again: text.describe('the command that makes this item by itself'),
    counterexamples: z.array(text).describe('ids'),
  });

  const network = z.strictObject({
    name: text,
    title: text,
    unexercised: z.array(
      z.strictObject({ chart: text.optional(), kind: z.enum(['state', 'transition', 'guard']), part: text }),
    ),
    vacuous: z.array(z.strictObject({ property: text.optional(), what: text, why: text })),
    neverSeen: z.array(z.strictObject({ property: text.optional(), what: text })),
  });

  const claim = z.strictObject({
    suite: text,
    name: text,
    title: text,
    formula: text,
    verdict,
    runs: count,
    ratio: z
      .number()
      .nullable()
      .describe('largest share of the bound that an input took; null: not measured'),
    worst: text.optional().describe('what was found at the input with that share'),
    isTight: z.boolean().describe('a known input takes nearly all of it'),
  });

  const knownBug = z.strictObject({
    item: text,
    network: text,
    fault: text,
    title: text,
    link: text,
    property: text,
    outcome: z.enum(['caught', 'missed', 'inconclusive']),
    steps: count.optional(),
  });

  const box = z.tuple([z.number(), z.number(), z.number(), z.number()]).describe('x, y, width, height');
  const points = z.array(z.tuple([z.number(), z.number()]));
  const part = {
    label: z.array(text).describe('lines: trigger, guard'),
    part: text.optional().describe('as coverage names it; left out where coverage does not count it'),
    visits: count.describe('items that took it'),
  };
  const chart = z.strictObject({
    machine: text,
    kind: z.enum(['component', 'monitor']),
    networks: z.array(text),
    description: text.optional(),
    runs: count.describe('items with this chart; 0: nothing was counted'),
    width: z.number(),
    height: z.number(),
    states: z.array(
      z.strictObject({
        id: text,
        name: text,
        parent: text.optional(),
        type: z.enum(['atomic', 'compound', 'parallel', 'final', 'history']),
        description: text.optional(),
        tags: z.array(text),
        box,
        reactions: z.array(z.strictObject(part)).describe('transitions that stay in the state'),
        visits: count,
        isCounted: z.boolean(),
      }),
    ),
    transitions: z.array(
      z.strictObject({
        from: text,
        to: text,
        parts: z.array(z.strictObject(part)),
        at: box.describe('of the label'),
        points,
      }),
    ),
    starts: z.array(z.strictObject({ box, points })).describe('dots that lead to initial states'),
    everywhere: z.array(z.strictObject({ ...part, to: text.optional() })),
    guards: z.array(z.strictObject({ name: text, yes: count, no: count })),
  });

  const plots = z.strictObject({
    comparison: z.array(
      z.strictObject({
        name: text,
        unit: text,
        source: text,
        published: z.array(z.number()),
        simulated: z.array(z.number()),
        error: z.number().describe('in percent, or in points'),
        band: z.number().describe('in the same unit'),
        isInPoints: z.boolean(),
        kind: z.enum(['predicted', 'fitted', 'judged', 'input']),
        isWithinBand: z.boolean(),
      }),
    ),
    throughput: z.array(
      z.strictObject({
        batch: z.number(),
        tpotMs: z.number(),
        tokensPerSecond: z.number().describe('of an NPU'),
        bounds: z.array(z.strictObject({ name: text, meaning: text, ratio: z.number() })),
        utilisation: z.record(text, z.number()),
      }),
    ),
    published: z.array(
      z.strictObject({ batch: z.number(), tpotMs: z.number(), tokensPerSecond: z.number() }),
    ),
    limits: z.array(z.strictObject({ tpotMs: z.number(), batch: z.number() })),
    growth: z.array(
      z.strictObject({ network: text, parameters: configuration, states: count, isComplete: z.boolean() }),
    ),
    designs: z.array(
      z.strictObject({
        network: text,
        title: text,
        rows: text,
        columns: z.array(text),
        cells: z.array(
          z.strictObject({
            labels: z.array(text),
            verdict: z.enum(['holds', 'violated', 'inconclusive']),
            states: count,
            property: text.optional(),
            steps: count.optional(),
            counterexample: text.optional().describe('id of the one that it has'),
          }),
        ),
      }),
    ),
  });

  const counterexample = z.strictObject({
    id: text,
    item: text.describe('the item that found it'),
    parameters: configuration.describe('those that differ from their defaults'),
    design: z.array(text).optional().describe('labels of the design of a sweep that it is of'),
    again: text.optional().describe('the command that runs it again'),
    charts: z.array(text.nullable()).describe('by component'),
    monitorCharts: z.array(text.nullable()).describe('by monitor'),
    explanation: explanationSchema(z),
  });

  const space = z.strictObject({
    network: text,
    isComplete: z.boolean().describe('no state was left out'),
    components: z.array(z.strictObject({ id: text, group: z.array(text), chart: text.nullable() })),
    channels: z.array(z.strictObject({ label: text, from: count, to: count })),
    values: z
      .array(z.array(z.json()))
      .describe('by component, then by channel: what it can be; states have indices into it'),
    labels: z.array(
      z.strictObject({
        label: text,
        kind: z.enum(['deliver', 'drop', 'duplicate', 'timer', 'stimulus', 'crash']),
        actor: count.describe('number of the component that acts, or that a lost message was meant for'),
        from: count.nullable().describe('number of the sender'),
        event: text.nullable().describe('type of the event, or the name of the timer'),
      }),
    ),
    initial: count.describe('so many of the first states are initial'),
    states: z
      .array(z.array(count))
      .describe(
        'of an initial one all values; of others the state that they were found from, then pairs: position, value',
      ),
    edges: z.array(z.array(count)).describe('by state, pairs: label, next state'),
    cut: z.array(count).describe('states out of which steps lead to states that were left out'),
  });

  return z.strictObject({
    format: z.literal(REPORT_FORMAT),
    version: z.literal(REPORT_VERSION),
    tool: text.describe('version of cloudmatrix-check'),
    command: text.describe('as it was given'),
    seed: z.int().optional(),
    verdict,
    headline: text,
    prose: z.array(text),
    numbers: z.array(z.strictObject({ value: text, label: text })),
    items: z.array(item),
    networks: z.array(network),
    claims: z.array(claim),
    knownBugs: z.array(knownBug),
    charts: z.record(text, chart),
    counterexamples: z.array(counterexample),
    spaces: z.array(space),
    plots,
    times: z.strictObject({
      startedAt: text.describe('ISO 8601'),
      seconds: z.record(text, z.number()).describe('by item'),
    }),
  });
}

/** All that a page shows. */
export type Report = Zod.infer<ReturnType<typeof reportSchema>>;
export type ReportItem = Report['items'][number];
export type ReportChart = Report['charts'][string];
export type ReportCounterexample = Report['counterexamples'][number];
export type ReportSpace = Report['spaces'][number];
