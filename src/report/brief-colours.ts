import type { Palette } from './palette.js';

/** Headings of a brief: what they begin with. */
const HEADING = /^(?:Why: |Steps|At the end|Also violated)/u;

/** A brief with colours, where there are any: its verdict, its headings and the steps that matter stand out. The text and its lines stay the same. */
export function colouredBrief(text: string, colours: Palette): string {
  if (!colours.isColorSupported) return text;
  const [head = '', ...lines] = text.split('\n');
  return [colouredHead(head, colours), ...lines.map((line) => colouredLine(line, colours))].join('\n');
}

/** The verdict, and at the end of the line what it is of. */
function colouredHead(line: string, colours: Palette): string {
  const [verdict = '', gap = '', rest = ''] = line.split(/( {2,})/u);
  const colour = verdict.startsWith('✓') ? colours.green : colours.red;
  return `${colours.bold(colour(verdict))}${gap}${colours.dim(rest)}`;
}

function colouredLine(line: string, colours: Palette): string {
  if (HEADING.test(line)) return colours.bold(line);
  if (/^ {2,}https?:\S+$/u.test(line)) return colours.dim(line);
  const [, before, number, rest] = /^(.▸ )( *\d+)(.*)$/u.exec(line) ?? [];
  return number === undefined ? line : `${colours.yellow(before!)}${colours.bold(number)}${rest!}`;
}
