import type { Span } from '../timing/leases.js';

/**
 * An event of the Chrome trace event format, of the kinds that are written here. Times in microseconds.
 *
 * @testonly the format is checked by a schema
 */
export type TraceEvent =
  | {
      readonly ph: 'M';
      readonly name: 'process_name' | 'thread_name' | 'process_sort_index' | 'thread_sort_index';
      readonly pid: number;
      readonly tid: number;
      readonly args: Readonly<Record<string, string | number>>;
    }
  | {
      readonly ph: 'X';
      readonly name: string;
      readonly cat: string;
      readonly cname?: string;
      readonly pid: number;
      readonly tid: number;
      readonly ts: number;
      readonly dur: number;
      readonly args: Readonly<Record<string, string | number>>;
    }
  | {
      /** An arrow begins, or ends: in the slices around these times. */
      readonly ph: 's' | 'f';
      readonly bp?: 'e';
      readonly id: number;
      readonly name: string;
      readonly cat: string;
      readonly pid: number;
      readonly tid: number;
      readonly ts: number;
    };

export interface ChromeTrace {
  readonly displayTimeUnit: 'ms' | 'ns';
  readonly traceEvents: readonly TraceEvent[];
}

const NS_PER_US = 1_000;

/**
 * Colours that the format has names for, far apart. Viewers that choose colours by themselves do so by the name of a slice without its
 * digits, so that groups are told apart there by what their labels say.
 */
const COLOURS = [
  'thread_state_running',
  'rail_response',
  'thread_state_iowait',
  'rail_animation',
  'thread_state_uninterruptible',
  'rail_idle',
];

/**
 * Leases as a timeline for Perfetto or chrome://tracing: a process for each owner, a track for each kind of resource (and further ones where
 * several leases of a kind overlap), the leases of a group in one colour.
 *
 * @param spans in any order
 */
export function chromeTrace(spans: readonly Span[]): ChromeTrace {
  const owners = distinct(spans.map(({ owner }) => owner)).sort(byNumber);
  const groups = distinct(spans.flatMap(({ group }) => (group === undefined ? [] : [group])));
  const traceEvents = owners.flatMap((owner, pid) => {
    const own = spans.filter((span) => span.owner === owner);
    const kinds = distinct(own.map(({ kind }) => kind));
    const tracks = kinds.flatMap((kind) =>
      tracksOf(own.filter((span) => span.kind === kind)).map((track, lane) => ({
        name: lane === 0 ? kind : `${kind} (${lane + 1})`,
        spans: track,
      })),
    );
    return [
      named('process_name', pid, 0, owner),
      sorted('process_sort_index', pid, 0, pid),
      ...tracks.flatMap((track, tid) => [
        named('thread_name', pid, tid, track.name),
        sorted('thread_sort_index', pid, tid, tid),
        ...track.spans.map((span) => slice(span, pid, tid, groups)),
      ]),
    ];
  });
  return { displayTimeUnit: 'ms', traceEvents };
}

function slice(
  { label, group, component, units, startNs, endNs }: Span,
  pid: number,
  tid: number,
  groups: readonly string[],
): TraceEvent {
  const colour = group === undefined ? undefined : COLOURS[groups.indexOf(group) % COLOURS.length];
  return {
    ph: 'X',
    name: label,
    cat: group ?? 'lease',
    ...(colour === undefined ? {} : { cname: colour }),
    pid,
    tid,
    ts: startNs / NS_PER_US,
    dur: (endNs - startNs) / NS_PER_US,
    args: { component, units },
  };
}

export const named = (
  name: 'process_name' | 'thread_name',
  pid: number,
  tid: number,
  value: string,
): TraceEvent => ({ ph: 'M', name, pid, tid, args: { name: value } });

const sorted = (
  name: 'process_sort_index' | 'thread_sort_index',
  pid: number,
  tid: number,
  index: number,
): TraceEvent => ({ ph: 'M', name, pid, tid, args: { sort_index: index } });

/** As few tracks as it takes for no two spans of one to overlap; each span on the first one that is free. */
function tracksOf(spans: readonly Span[]): Span[][] {
  const tracks: Span[][] = [];
  for (const span of [...spans].sort((one, other) => one.startNs - other.startNs)) {
    const free = tracks.find((track) => track.at(-1)!.endNs <= span.startNs);
    if (free === undefined) tracks.push([span]);
    else free.push(span);
  }
  return tracks;
}

/** `die 2` before `die 10`. */
function byNumber(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : 1);
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
