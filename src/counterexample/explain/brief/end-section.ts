import type { Explanation, Waiting } from '../explanation.js';
import { eventText } from '../event-text.js';
import { short } from '../why/detour-lines.js';
import { cutTo, hanging, lengthOf } from './layout.js';

/** Messages on their way that are told. */
const WAITING_MAX = 2;
const NAME_MAX = 34;

/** The state of everything involved at the end of the steps. */
export function endSection(explanation: Explanation, width: number, linesMax: number): string[] {
  const { end, why, outcome } = explanation;
  // Of those of a circle is told what they are at.
  const isTold = why.circle.some(({ isInCircle }) => isInCircle);
  if (isTold || why.kind === 'lasso' || linesMax < 2) return [];
  const rows = end.lines.map(({ part, words }) => [partName(explanation, part), words] as const);
  const waiting = nearest(explanation).map(({ channel, event, since }, at) => {
    const sent = since === 0 ? 'from the start' : `since ${since}`;
    return [at === 0 ? 'on their way' : '', `${channel}: ${eventText(event)} (${sent})`] as const;
  });
  const all = [...rows, ...waiting];
  const enabled = enabledRow(explanation);
  if (all.length + enabled.length === 0 || (outcome === 'violated' && end.lines.length === 0)) return [];
  const names = [...all, ...enabled].map(([name]) => lengthOf(name));
  const column = Math.min(NAME_MAX, Math.max(...names));
  const linesOf = ([name, words]: readonly [string, string]) =>
    hanging(`  ${cutTo(name, column).padEnd(column)}  `, words, width, 2);
  // What could be taken is told whatever else there is room for.
  const last = enabled.flatMap(linesOf);
  return ['At the end', ...wholeRows(all.map(linesOf), linesMax - 1 - last.length), ...last];
}

/** The first rows that there is room for: half of one tells something else. */
function wholeRows(rows: readonly (readonly string[])[], room: number): string[] {
  const lines: string[] = [];
  for (const row of rows) {
    if (lines.length + row.length > room) break;
    lines.push(...row);
  }
  return lines;
}

/** The messages that are told: what should have been received, then those for what the explanation speaks of, before others. */
function nearest({ end, why, components, channels }: Explanation): Waiting[] {
  const to = why.subject === null ? undefined : components[why.subject.part]?.id;
  const labels = channels.filter((channel) => components[channel.to]!.id === to).map(({ label }) => label);
  const missed = why.detour?.missed?.label;
  const isMissed = ({ channel, event }: Waiting) =>
    missed !== undefined && `${missed} `.startsWith(`${channel}: ${event.type} `);
  const own = [
    ...end.waiting.filter(isMissed),
    ...end.waiting.filter((each) => !isMissed(each) && labels.includes(each.channel)),
  ];
  return [...own, ...end.waiting.filter((each) => !own.includes(each))].slice(0, WAITING_MAX);
}

function enabledRow({ end, why }: Explanation): [string, string][] {
  const { length } = end.enabled;
  if (length === 0) return [];
  const missed = why.detour?.missed?.label;
  const among = missed !== undefined && end.enabled.includes(missed) ? `, among them ${short(missed)}` : '';
  return [['could be taken', `${length} step${length === 1 ? '' : 's'}${among}`]];
}

function partName({ components, monitors, channels }: Explanation, part: number): string {
  const component = components[part];
  if (component !== undefined) return component.id;
  const monitor = monitors[part - components.length];
  return monitor?.property ?? channels[part - components.length - monitors.length]?.label ?? '';
}
