import type { AnyEventObject } from 'xstate';
import { inspectEvent } from '../../../network/canonical.js';
import { componentLabel } from '../../../network/quoted.js';
import type { WhyLine } from '../explanation.js';
import type { Run } from '../run.js';
import { cut } from '../words.js';
import { valueText } from './state-text.js';

/** Steps of a monitor that are told. */
const STEPS_MAX = 5;

/** The last steps in which a monitor came to another state. */
export function monitorLines(run: Run, monitor: number): { lines: WhyLine[]; key: number[] } {
  const stateIn = (n: number) => valueText(run.state(n).monitors[monitor]!.snapshot.value);
  const moves = Array.from({ length: run.last }, (_, at) => at + 1).filter(
    (n) => stateIn(n) !== stateIn(n - 1),
  );
  const key = moves.slice(-STEPS_MAX);
  const lines = key.map((n): WhyLine => {
    const seen = n === run.last ? observedText(run.cause) : '';
    return { n, kind: stateIn(n), words: `${run.wordsOf(n)}${seen}` };
  });
  return { lines, key };
}

function observedText(cause: AnyEventObject | undefined): string {
  if (cause?.component === undefined || cause.type === 'step') return '';
  const { component, ...event } = cause;
  return ` (${componentLabel(String(component))} observes ${cut(inspectEvent(event as AnyEventObject))})`;
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
