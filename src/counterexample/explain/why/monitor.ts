import type { AnyEventObject } from 'xstate';
import { isFor } from '../../../network/chart-names.js';
import type { MonitorProperty } from '../../../network/property.js';
import type { WhyLine } from '../explanation.js';
import type { Run } from '../run.js';
import { toJson } from '../json.js';
import { earlierLine } from './earlier-line.js';
import { takenLines } from './taken.js';

/** Events that are told. */
const EVENTS_MAX = 5;

/** The last of what a monitor has seen, as far as it made something of it: that it came to another state, or took something down. */
export function monitorLines(
  run: Run,
  { from, machine }: MonitorProperty,
  monitor: number,
): { lines: WhyLine[]; key: number[] } {
  const snapshotIn = (n: number) => {
    const { value, context } = run.state(n).monitors[monitor]!.snapshot;
    return JSON.stringify([value, toJson(context ?? {})]);
  };
  const isHeard = ({ component, type }: AnyEventObject) =>
    (from === undefined || from.includes(String(component))) && handles(machine, type);
  const lines: WhyLine[] = [];
  let earlier = 0;
  for (let n = run.last; n > 0; n--) {
    if (snapshotIn(n) === snapshotIn(n - 1)) continue;
    if (lines.length >= EVENTS_MAX) {
      earlier++;
      continue;
    }
    const cause = n === run.last ? run.cause : undefined;
    const heard = isEvent(cause) ? [cause] : run.state(n).observed.filter(isHeard);
    lines.unshift(...linesOf(run, n, heard, cause?.type === 'step'));
  }
  const told = lines.slice(-EVENTS_MAX);
  const heard = new Set(told.map(({ n }) => n));
  const taken = takenLines(run).filter(({ n }) => !heard.has(n));
  const all = [...told, ...taken].sort((one, other) => one.n! - other.n!);
  return { lines: [...earlierLine(earlier), ...all], key: [...new Set(all.flatMap(({ n }) => n ?? []))] };
}

/** Whether a monitor has come to its violation by what somebody has emitted, rather than by the end of a step. */
const isEvent = (cause: AnyEventObject | undefined): cause is AnyEventObject =>
  cause !== undefined && cause.type !== 'step';

/** @param isByStep the monitor has come to its violation by the step as such, which it hears after all that is emitted within it */
function linesOf(run: Run, n: number, heard: readonly AnyEventObject[], isByStep: boolean): WhyLine[] {
  const told = heard
    .filter(({ type }) => type !== 'step')
    .map((event) => {
      const words = run.words.toldObserved(event) ?? `${run.wordsOf(n)} (${run.words.observed(event)})`;
      return { n, kind: kindOf(event), words };
    });
  // It judges the steps themselves.
  if (told.length > 0 && !isByStep) return told;
  return [...told, { n, kind: n < run.length ? 'step' : 'the end', words: run.wordsOf(n) }];
}

/** `wait ended` of WAIT_ENDED. */
export const kindOf = ({ type }: AnyEventObject): string => type.replaceAll('_', ' ').toLowerCase();

function handles(machine: MonitorProperty['machine'], type: string): boolean {
  return machine.events.some((event) => isFor(event, type));
}

/** Since when something is owed at the end of a run. */
export function owedLines(run: Run): WhyLine[] {
  const since = owedSince(run);
  if (since === undefined) return [];
  return [{ n: since, kind: 'owed since', words: since === 0 ? 'the start' : run.wordsOf(since) }];
}

/** The step since which the property has something to come; `undefined` where that is no matter of this property. */
export function owedSince(run: Run): number | undefined {
  const property = run.network.properties.find(({ name }) => name === run.property);
  if (property?.kind === 'monitor') return pendingSince(run, run.monitor);
  if (property?.kind !== 'leads to') return undefined;
  const { from, to } = property;
  let since: number | undefined;
  for (let n = 0; n <= run.last; n++) {
    const view = run.view(n);
    if (to(view)) since = undefined;
    else if (since === undefined && (from === undefined ? n === 0 : from(view))) since = n;
  }
  return since;
}

function pendingSince(run: Run, monitor: number): number {
  const isPending = (n: number) => run.state(n).monitors[monitor]!.snapshot.hasTag('pending' as never);
  let since = run.last;
  while (since > 0 && isPending(since - 1)) since--;
  return since;
}
