import { wholeEventText } from '../counterexample/explain/event-text.js';
import type { EventData, ExplainedStep, Explanation } from '../counterexample/explain/explanation.js';
import { mermaidText } from './mermaid.js';

/** Who gives the events that come from outside. */
const ENVIRONMENT = 'env';

/**
 * A counterexample as a Mermaid sequence diagram: a lane for each component that takes part, an arrow where a message is received (a cross where it is lost), timers
 * and crashes as notes, the cycle of a run that goes on for ever as a loop, and at the end who waits for what, and what is violated.
 */
export function sequenceDiagram(explanation: Explanation): string {
  const { components, steps, loop, property, outcome } = explanation;
  const lanes = lanesOf(explanation);
  const hasEnvironment = steps.some(({ kind }) => kind === 'stimulus');
  const rows = steps.map((step) => stepLines(step, explanation));
  const stem = rows.slice(0, loop ?? rows.length).flat();
  const cycle =
    loop === null
      ? []
      : [
          'loop for ever',
          ...rows
            .slice(loop)
            .flat()
            .map((line) => `  ${line}`),
          'end',
        ];
  return [
    'sequenceDiagram',
    ...[
      `%% ${mermaidText(`${property} is ${outcome} after ${steps.length} step${steps.length === 1 ? '' : 's'}, exported by cloudmatrix-check`)}`,
      ...(hasEnvironment ? [`actor ${ENVIRONMENT} as environment`] : []),
      ...participants(lanes, components),
      ...stem,
      ...cycle,
      ...endLines(explanation, lanes),
    ].map((line) => `  ${line}`),
    '',
  ].join('\n');
}

/** Components in the order in which they first take part, and behind them those that wait at the end. */
function lanesOf({ steps, why }: Explanation): number[] {
  const acting = steps.flatMap(({ from, to, participants, within }) => [
    ...(from === null ? [] : [from]),
    to,
    ...participants,
    ...within.flatMap((delivery) => [delivery.from, delivery.to]),
  ]);
  return [...new Set([...acting, ...why.circle.map(({ component }) => component)])];
}

/** What the steps have led to: who waits for what, and over all lanes what is violated. */
function endLines({ why, property, outcome, message }: Explanation, lanes: readonly number[]): string[] {
  const [first, last] = [lanes[0], lanes.at(-1)];
  if (first === undefined || last === undefined) return [];
  const waits = why.circle.map(
    ({ component, words }) => `Note over ${nameOf(component)}: ${mermaidText(words)}`,
  );
  // Of what waits the message says the same once more, in one line.
  const isSaid = outcome === 'reached' || waits.length > 0;
  const text = `${property} is ${outcome}${isSaid ? '' : `: ${message}`}`;
  const over = first === last ? nameOf(first) : `${nameOf(first)},${nameOf(last)}`;
  return [...waits, `Note over ${over}: ${mermaidText(text)}`];
}

/** Those of one outermost group stand together, in a box with its name. */
function participants(lanes: readonly number[], components: Explanation['components']): string[] {
  const groups = [...new Set(lanes.map((lane) => components[lane]!.group[0]))];
  return groups.flatMap((group) => {
    const lines = lanes
      .filter((lane) => components[lane]!.group[0] === group)
      .map((lane) => `participant ${nameOf(lane)} as ${mermaidText(components[lane]!.id)}`);
    return group === undefined
      ? lines
      : [`box ${mermaidText(group)}`, ...lines.map((line) => `  ${line}`), 'end'];
  });
}

function stepLines(step: ExplainedStep, { messages }: Explanation): string[] {
  const { n, kind, from, to, event, timer, receives, within } = step;
  const sent = receives === null ? undefined : messages[receives]!.sent;
  const since = sent === undefined || sent === n ? '' : ` (sent in ${sent})`;
  const own = () => {
    if (kind === 'timer') return `Note over ${nameOf(to)}: ${mermaidText(`${n}. ⏱ ${timer}`)}`;
    if (kind === 'crash') return `Note over ${nameOf(to)}: ${mermaidText(`${n}. crashes`)}`;
    const text = mermaidText(
      `${n}. ${messageText(event)}${since}${kind === 'duplicate' ? ', and stays' : ''}`,
    );
    const sender = from === null ? ENVIRONMENT : nameOf(from);
    return `${sender}${kind === 'drop' ? '-x' : '->>'}${nameOf(to)}: ${text}`;
  };
  const lost = kind === 'drop' ? [`Note over ${nameOf(to)}: lost`] : [];
  return [
    own(),
    ...lost,
    ...within.map(
      (delivery) =>
        `${nameOf(delivery.from)}->>${nameOf(delivery.to)}: ${mermaidText(messageText(delivery.event))}`,
    ),
  ];
}

function messageText(event: EventData | null): string {
  return event === null ? '' : wholeEventText(event);
}

function nameOf(component: number): string {
  return `c${component}`;
}
