import type { Explanation, Waiting } from '../explanation.js';
import type { BuiltInProperty } from '../../../network/property.js';
import { componentLabel } from '../../../network/quoted.js';
import { eventText } from '../event-text.js';
import { short } from '../why/detour-lines.js';
import { cutTo, hanging, lengthOf } from './layout.js';

/** Messages on their way that are told. */
const WAITING_MAX = 2;
const NAME_MAX = 34;
const ENABLED = 'could be taken';
/** The property that is violated where no step is progress. */
const DEADLOCK: BuiltInProperty = 'deadlock-freedom';
/** Steps that could be taken, and are named. */
const ENABLED_MAX = 3;

/** The state of everything involved at the end of the steps. */
export function endSection(explanation: Explanation, width: number, linesMax: number): string[] {
  const { end, why, outcome } = explanation;
  // Of those of a circle is told what they are at.
  const isTold = why.circle.some(({ isInCircle }) => isInCircle);
  if (isTold || why.kind === 'lasso' || linesMax < 2) return [];
  const rows = end.lines.map(({ part, words }) => [partName(explanation, part), words] as const);
  const waiting = nearest(explanation).map(({ channel, event, since }, at, { length }) => {
    const sent = since === 0 ? 'from the start' : `since ${since}`;
    const others = at === length - 1 ? end.waiting.length - length : 0;
    const more = others === 0 ? '' : `, and ${others} more`;
    return [at === 0 ? 'on their way' : '', `${channel}: ${eventText(event)} (${sent})${more}`] as const;
  });
  const all = [...rows, ...waiting];
  const isPossible = end.enabled.length > 0;
  if ((all.length === 0 && !isPossible) || (outcome === 'violated' && end.lines.length === 0)) return [];
  const names = [...all.map(([name]) => name), ...(isPossible ? [ENABLED] : [])].map(lengthOf);
  const column = Math.min(NAME_MAX, Math.max(...names));
  const linesOf = (name: string, words: string, linesEachMax: number) =>
    hanging(`  ${cutTo(name, column).padEnd(column)}  `, words, width, linesEachMax);
  const [told, onTheirWay] = [rows, waiting].map((each) =>
    each.map(([name, words]) => linesOf(name, words, 2)),
  );
  // What could be taken is told whatever else there is room for, but at length only where what is told of the others leaves room.
  const room = Math.max(1, Math.min(ENABLED_MAX, linesMax - 1 - told!.flat().length));
  const lengths = Array.from({ length: ENABLED_MAX + 1 }, (_, left) => ENABLED_MAX - left);
  const texts = lengths.map((namedMax) => linesOf(ENABLED, enabledText(explanation, namedMax), room + 1));
  const last = isPossible ? (texts.find(({ length }) => length <= room) ?? texts.at(-1)!.slice(0, room)) : [];
  return ['At the end', ...wholeRows([...told!, ...onTheirWay!], linesMax - 1 - last.length), ...last];
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

/** How many steps could be taken, and which, as far as so many different ones go. */
function enabledText({ end, why, property }: Explanation, namedMax: number): string {
  const { length } = end.enabled;
  const missed = why.detour?.missed?.label;
  const texts = [...end.enabled.keys()]
    .sort((one, other) => Number(end.enabled[other] === missed) - Number(end.enabled[one] === missed))
    .map((at) => `${short(end.enabled[at]!)}${sinceText(end.enabledSince[at])}`);
  // The same of different payloads is named once.
  const different = [...new Set(texts)];
  const named = different.slice(0, namedMax).map((text) => {
    const count = texts.filter((other) => other === text).length;
    return count === 1 ? text : `${count} × ${text}`;
  });
  const others = texts.filter((text) => different.indexOf(text) >= namedMax).length;
  const more = others === 0 ? [] : [`and ${others} more`];
  const [step, are] = length === 1 ? ['step', 'is'] : ['steps', 'are'];
  // What can be taken there changes nothing, or is a fault.
  const steps = `${length} ${step}${property === DEADLOCK ? ` that ${are} no progress` : ''}`;
  return namedMax === 0 ? steps : `${steps}: ${[...named, ...more].join(', ')}`;
}

function sinceText(since: number | undefined): string {
  if (since === undefined) return '';
  return since === 0 ? ' (from the start)' : ` (since ${since})`;
}

function partName({ components, monitors, channels }: Explanation, part: number): string {
  const component = components[part];
  if (component !== undefined) return componentLabel(component.id);
  const monitor = monitors[part - components.length];
  return monitor?.property ?? channels[part - components.length - monitors.length]?.label ?? '';
}
