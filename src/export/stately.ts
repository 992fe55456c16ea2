import type { AnyStateMachine } from 'xstate';
import { refuseOtherMajors } from '../network/xstate-version.js';
import { readChart } from './chart.js';
import { Implementations } from './implementations.js';
import { literal, literalKey } from './literal.js';

/** Words that cannot name a constant. */
const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false ' +
    'finally for function if implements import in instanceof interface let new null package private protected public ' +
    'return setup static super switch this throw true try typeof var void while with yield fromPromise'
  ).split(' '),
);

/**
 * A machine as one ES module that Stately's editor and visualizer take. The chart is a literal. Guards, and assignments of plain data, are as they are written
 * where they use nothing from around them; everything else that the chart names has a stub, of which a guard answers so that the chart moves on. What is not plain data in
 * the chart (a function without a name) is named or left out, and a comment lists it.
 *
 * @param name what the machine is called (default: its id); the exported constant is the name in camel case
 * @throws CheckError for what is no machine
 */
export function exportStately(machine: AnyStateMachine, name?: string): string {
  refuseOtherMajors(machine, '`exportStately`');
  return exported(machine, name ?? machine.id);
}

function exported(machine: AnyStateMachine, name: string): string {
  const chart = readChart(machine);
  const written = new Implementations(machine, chart);
  const sections = [
    section('guards', chart.guards, (guard) => written.guard(guard)),
    section('actions', chart.actions, (action) => written.action(action)),
    section('delays', chart.delays, (delay) => written.delay(delay)),
    section('actors', chart.actors, () => 'fromPromise(async () => {}),'),
  ].join('');
  const imported = [
    ...(written.hasAssigned ? ['assign'] : []),
    ...(chart.actors.size > 0 ? ['fromPromise'] : []),
    'setup',
  ];
  return [
    `// The chart of '${oneLine(name)}' for Stately's editor and visualizer, exported by cloudmatrix-check.`,
    ...written.remarks(),
    ...chart.remarks.map((remark) => `// ${oneLine(remark)}`),
    `import { ${imported.join(', ')} } from 'xstate';`,
    '',
    `export const ${constantName(name)} = setup(${sections === '' ? '{}' : `{\n${sections}}`}).createMachine(${literal(chart.config)});`,
    '',
  ].join('\n');
}

function section(title: string, names: ReadonlySet<string>, write: (name: string) => string): string {
  if (names.size === 0) return '';
  const lines = [...names].map((name) => `    ${literalKey(name)}: ${write(name)}\n`);
  return `  ${title}: {\n${lines.join('')}  },\n`;
}

function constantName(name: string): string {
  const camel = name
    .replace(/[^A-Za-z0-9_$]+(.)?/g, (_, next: string | undefined) => (next ?? '').toUpperCase())
    .replace(/^[A-Z]/, (first) => first.toLowerCase());
  if (camel === '') return 'machine';
  return /^\d/.test(camel) || RESERVED.has(camel)
    ? `machine${camel[0]!.toUpperCase()}${camel.slice(1)}`
    : camel;
}

/** A state's name may contain a line break, which would end the comment. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
