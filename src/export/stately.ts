import type { AnyStateMachine } from 'xstate';
import { refuseOtherMajors } from '../network/xstate-version.js';
import { type Chart, readChart } from './chart.js';
import { literal, literalKey } from './literal.js';

/** Milliseconds that stand for a delay that the original computes. */
const COMPUTED_DELAY_MS = 1000;
/** Words that cannot name a constant. */
const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false ' +
    'finally for function if implements import in instanceof interface let new null package private protected public ' +
    'return setup static super switch this throw true try typeof var void while with yield fromPromise'
  ).split(' '),
);

/**
 * A machine as one ES module that Stately's editor and visualizer take: the chart is a literal, and every guard, action, delay
 * and actor that it names has a stub. What is not plain data in the chart (a function without a name) is named or left out, and
 * a comment lists it.
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
  const imported = chart.actors.size > 0 ? 'fromPromise, setup' : 'setup';
  return [
    `// The chart of '${oneLine(name)}' for Stately's editor and visualizer, exported by cloudmatrix-check.`,
    '// The chart is whole; its guards, actions, delays and actors are stubs.',
    ...chart.remarks.map((remark) => `// ${oneLine(remark)}`),
    `import { ${imported} } from 'xstate';`,
    '',
    `export const ${constantName(name)} = setup(${stubs(chart, machine)}).createMachine(${literal(chart.config)});`,
    '',
  ].join('\n');
}

function stubs(chart: Chart, machine: AnyStateMachine): string {
  const sections = [
    section('guards', chart.guards, () => '() => true,'),
    section('actions', chart.actions, () => '() => {},'),
    section('delays', chart.delays, (delay) => {
      const implementation: unknown = machine.implementations.delays[delay];
      return typeof implementation === 'number'
        ? `${implementation},`
        : `${COMPUTED_DELAY_MS}, // computed in the original`;
    }),
    section('actors', chart.actors, () => 'fromPromise(async () => {}),'),
  ].join('');
  return sections === '' ? '{}' : `{\n${sections}}`;
}

function section(title: string, names: ReadonlySet<string>, stub: (name: string) => string): string {
  if (names.size === 0) return '';
  const lines = [...names].map((name) => `    ${literalKey(name)}: ${stub(name)}\n`);
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
