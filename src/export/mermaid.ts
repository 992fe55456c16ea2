import type { AnyStateMachine } from 'xstate';
import { drawnChart, type DrawnChart, type DrawnState } from './drawn-chart.js';

/**
 * A machine's chart as a Mermaid state diagram, for what renders Markdown. Actions are left out; transitions that leave a state as it is stand in it.
 *
 * @param name what the machine is called in the comment at the top (default: its id)
 * @throws CheckError for what is no machine, and for a machine with a state `__proto__`
 */
export function exportMermaid(machine: AnyStateMachine, name = machine.id): string {
  const chart = drawnChart(machine, '`exportMermaid`');
  return [
    'stateDiagram-v2',
    `  %% The chart of ${JSON.stringify(name).replaceAll('{', '(').replaceAll('}', ')')}, exported by cloudmatrix-check.`,
    ...body(chart).map((line) => `  ${line}`),
    '',
  ].join('\n');
}

function body({ root, transitions }: DrawnChart): string[] {
  return [
    ...stateLines(root),
    ...transitions.map(({ from, to, event, guard }) => {
      const label = guard === undefined ? event : `${event} [${guard}]`;
      return `${from.id} --> ${to.id} : ${mermaidText(label)}`;
    }),
  ];
}

function stateLines({ id, title, type, children, reactions }: DrawnState): string[] {
  const head = `state "${mermaidText(title)}" as ${id}`;
  const told = reactions.map(mermaidText);
  if (children.length === 0) {
    const end = type === 'final' ? [`${id} --> [*]`] : [];
    return [head, ...told.map((reaction) => `${id} : ${reaction}`), ...end];
  }
  const isParallel = type === 'parallel';
  const inner = children.flatMap((child, index) => [
    ...(isParallel && index > 0 ? ['--'] : []),
    ...(child.isInitial && !isParallel ? [`[*] --> ${child.id}`] : []),
    ...stateLines(child),
  ]);
  const note = told.length === 0 ? [] : [`note right of ${id} : ${told.join('<br/>')}`];
  return [`${head} {`, ...inner.map((line) => `  ${line}`), '}', ...note];
}

/**
 * What has a meaning of its own: what is none of the characters that a label may have as they are, the second bracket of `[[fork]]`, and the space of
 * `direction LR`, which Mermaid takes for all of its line wherever in it that stands.
 */
const MEANINGFUL = /[^A-Za-z0-9 _.,()[\]/+*=!?|⇒⏱–-]|(?<=\[)\[| (?=[Tt][Bb]|[Bb][Tt]|[Rr][Ll]|[Ll][Rr])/gu;

/** A text as a label: what has a meaning of its own is written as the number of its character. */
export function mermaidText(text: string): string {
  return text.replace(MEANINGFUL, (character) => `#${character.codePointAt(0)!};`);
}
