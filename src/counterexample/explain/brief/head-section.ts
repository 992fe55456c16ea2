import type { Explanation } from '../explanation.js';
import { hanging, leftAndRight } from './layout.js';

/** Faults that are named with their titles. */
const FAULTS_MAX = 2;

/** What is violated, what that says, and which faults are switched on. */
export function headSection(explanation: Explanation, width: number): string[] {
  const { property, outcome, sentence, section, faults, network, message, why } = explanation;
  const mark = outcome === 'reached' ? '✓' : '✗';
  const ids = faults.map(({ id }) => id).join(', ');
  const right = faults.length === 0 ? network : `${network}, fault${faults.length === 1 ? '' : 's'} ${ids}`;
  const source = section === null ? '' : ` (section ${section})`;
  const told = sentence === null ? message : `${sentence.replace(/\.$/u, '')}${source}.`;
  // A message about who waits for what is told below.
  const isLong = sentence === null && why.kind === 'waits' && message.includes('; ');
  return [
    ...leftAndRight(`${mark} ${property} is ${outcome} ${countText(explanation)}`, right, width),
    ...(isLong || outcome === 'reached' ? [] : hanging('  ', told, width, 2)),
    ...faults
      .slice(0, FAULTS_MAX)
      .flatMap(({ id, title, link }) => [
        ...hanging('  ', `${id}: ${title}`, width, 2),
        ...(link === '' ? [] : [`      ${link}`]),
      ]),
  ];
}

function countText({ steps, loop, minimality }: Explanation): string {
  const stem = loop ?? steps.length;
  const cycle = loop === null ? '' : ` by a cycle of ${steps.length - loop}`;
  return `after ${stem} step${stem === 1 ? '' : 's'}${cycle} (${minimality})`;
}
