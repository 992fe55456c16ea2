// Goal: a timeline is a Chrome trace that Perfetto opens: of the format's events, with tracks on which nothing overlaps, groups coloured
// apart. Method: the schema of the format, on a hand-made timeline and on one of the decode pipeline.

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runDecode } from '../../machines/systems/decode/run.js';
import { decode } from '../../machines/systems/decode/decode-system.js';
import { decodeRun } from '../../machines/systems/decode/instance.js';
import { chromeTrace, type TraceEvent } from '../../src/export/chrome-trace.js';
import { configurationOf, type Span } from '../../src/index.js';

/** The part of the trace event format (https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU) that is written. */
const id = z.int().nonnegative();
const metadata = z.discriminatedUnion('name', [
  ...(['process_name', 'thread_name'] as const).map((name) =>
    z.strictObject({
      ph: z.literal('M'),
      name: z.literal(name),
      pid: id,
      tid: id,
      args: z.strictObject({ name: z.string().min(1) }),
    }),
  ),
  ...(['process_sort_index', 'thread_sort_index'] as const).map((name) =>
    z.strictObject({
      ph: z.literal('M'),
      name: z.literal(name),
      pid: id,
      tid: id,
      args: z.strictObject({ sort_index: id }),
    }),
  ),
] as never);
const complete = z.strictObject({
  ph: z.literal('X'),
  name: z.string().min(1),
  cat: z.string().min(1),
  cname: z.string().optional(),
  pid: id,
  tid: id,
  ts: z.number().nonnegative(),
  dur: z.number().positive(),
  args: z.record(z.string(), z.union([z.string(), z.number()])),
});
const traceFormat = z.strictObject({
  displayTimeUnit: z.enum(['ms', 'ns']),
  traceEvents: z.array(z.union([metadata, complete])),
});

type Slice = Extract<TraceEvent, { ph: 'X' }>;

const slicesOf = (spans: readonly Span[]) =>
  chromeTrace(spans).traceEvents.filter((event): event is Slice => event.ph === 'X');

function grouped(slices: readonly Slice[], keyOf: (slice: Slice) => string): Map<string, Slice[]> {
  const groups = new Map<string, Slice[]>();
  for (const slice of slices) {
    const group = groups.get(keyOf(slice)) ?? [];
    group.push(slice);
    groups.set(keyOf(slice), group);
  }
  return groups;
}

/** No two slices of a track at one time. */
function expectApart(slices: readonly Slice[]): void {
  const tracks = grouped(slices, ({ pid, tid }) => `${pid} ${tid}`);
  for (const track of tracks.values()) {
    const sorted = track.toSorted((one, other) => one.ts - other.ts);
    sorted.forEach(({ ts }, at) => {
      if (at === 0) return;
      const before = sorted[at - 1]!;
      expect(before.ts + before.dur).toBeLessThanOrEqual(ts + 1e-9);
    });
  }
}

const span = (given: Partial<Span>): Span => ({
  owner: 'die 0',
  component: 'c',
  kind: 'AIC',
  units: 8,
  label: 'work',
  startNs: 0,
  endNs: 1_000,
  ...given,
});

describe('a timeline', () => {
  it('has a process for each owner and a track for each kind, named and sorted', () => {
    const { traceEvents } = chromeTrace([span({}), span({ kind: 'UB' }), span({ owner: 'die 1' })]);
    const names = traceEvents.flatMap((event) =>
      event.ph === 'M' && event.name.endsWith('_name')
        ? [`${event.pid}.${event.tid} ${event.args.name}`]
        : [],
    );
    expect(names).toEqual(['0.0 die 0', '0.0 AIC', '0.1 UB', '1.0 die 1', '1.0 AIC']);
  });

  it('has slices in microseconds', () => {
    expect(slicesOf([span({ startNs: 1_500, endNs: 4_000, group: 'A' })])).toEqual([
      {
        ph: 'X',
        name: 'work',
        cat: 'A',
        cname: 'thread_state_running',
        pid: 0,
        tid: 0,
        ts: 1.5,
        dur: 2.5,
        args: { component: 'c', units: 8 },
      },
    ]);
  });

  it('has further tracks for what overlaps', () => {
    const slices = slicesOf([
      span({}),
      span({ startNs: 500, endNs: 1_500 }),
      span({ startNs: 1_000, endNs: 2_000 }),
    ]);
    expect(slices.map(({ tid }) => tid)).toEqual([0, 0, 1]);
    expectApart(slices);
  });

  it('is empty where nothing is held', () => {
    expect(chromeTrace([])).toEqual({ displayTimeUnit: 'ms', traceEvents: [] });
  });
});

describe('the timeline of decode', () => {
  const spans: Span[] = [];
  const { cost, options } = decodeRun(configurationOf(decode, { dies: 2 }), 384);
  runDecode(cost, { ...options, onSpan: (each) => spans.push(each) });
  const trace = chromeTrace(spans);
  const slices = slicesOf(spans);

  it('is of the format', () => {
    expect(traceFormat.safeParse(JSON.parse(JSON.stringify(trace))).error?.issues).toBeUndefined();
  });

  it('has streams, cores and UB of each die', () => {
    const tracks = trace.traceEvents.flatMap((event) =>
      event.ph === 'M' && event.name === 'thread_name' ? [`${event.pid} ${event.args.name}`] : [],
    );
    for (const die of [0, 1]) {
      for (const kind of ['stream attention', 'stream moe', 'AIC', 'AIV', 'UB']) {
        expect(tracks).toContain(`${die} ${kind}`);
      }
    }
    expectApart(slices);
  });

  it('colours microbatches apart, by name too: viewers leave digits out', () => {
    const colours = grouped(slices, ({ cat }) => cat);
    expect([...colours.keys()].sort()).toEqual(['microbatch A', 'microbatch B']);
    const used = [...colours.values()].map((group) => [...new Set(group.map(({ cname }) => cname))]);
    expect(used.flat()).toHaveLength(2);
    const bare = (name: string) => name.replace(/\d/g, '');
    const [a, b] = [...colours.values()].map((group) => new Set(group.map(({ name }) => bare(name))));
    expect([...a!].filter((name) => b!.has(name))).toEqual([]);
  });
});
