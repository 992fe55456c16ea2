import type { Explanation } from '../counterexample/explain/explanation.js';
import { type ChromeTrace, named, type TraceEvent } from './chrome-trace.js';
import { outcomeText } from './outcome-text.js';

/** A step takes this long in the timeline: it has no duration of its own. */
const STEP_US = 1_000;

/**
 * A counterexample as a timeline for Perfetto or chrome://tracing: a process for each outermost group, a track for each component that takes part, a slice for each
 * step, and an arrow for each message from the step that sends it to the one that takes it. Time is the number of the step. The last
 * slice has what they lead to.
 */
export function stepsTimeline(explanation: Explanation): ChromeTrace {
  const { network, components, messages, steps } = explanation;
  const lanes = [...new Set(steps.flatMap(({ to, participants }) => [to, ...participants]))].sort(
    (a, b) => a - b,
  );
  const groups = [...new Set(lanes.map((lane) => components[lane]!.group[0] ?? network))];
  const place = (lane: number) => ({ pid: groups.indexOf(components[lane]!.group[0] ?? network), tid: lane });
  const start = (n: number) => (n - 1) * STEP_US;
  const slices = steps.map(({ n, to, kind, label, words }): TraceEvent => ({
    ph: 'X',
    name: words,
    cat: kind,
    ...place(to),
    ts: start(n),
    dur: STEP_US,
    args: { step: n, label, ...(n === steps.length && { end: outcomeText(explanation) }) },
  }));
  const flows = steps.flatMap(({ n, to, receives }): TraceEvent[] => {
    const sent = receives === null ? 0 : messages[receives]!.sent;
    if (receives === null || sent === 0 || sent === n) return [];
    const flow = { name: messages[receives]!.event.type, cat: 'message', id: receives };
    return [
      { ph: 's', ...flow, ...place(steps[sent - 1]!.to), ts: start(sent) + STEP_US / 2 },
      { ph: 'f', bp: 'e', ...flow, ...place(to), ts: start(n) + STEP_US / 2 },
    ];
  });
  return {
    displayTimeUnit: 'ms',
    traceEvents: [
      ...groups.map((group, pid) => named('process_name', pid, 0, group)),
      ...lanes.map((lane) => named('thread_name', place(lane).pid, lane, components[lane]!.id)),
      ...slices,
      ...flows,
    ],
  };
}
