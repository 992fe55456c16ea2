import { stripVTControlCharacters } from 'node:util';

/** Columns where the output is not a terminal. */
export const WIDTH_DEFAULT = 100;

/** Columns that a text takes on a terminal, colours left aside. */
export function columnsOf(text: string): number {
  return stripVTControlCharacters(text).length;
}

/** Words on as many lines as they need; those after the first begin at the column `indent`. A word that is too long has a line of its own. */
export function wrapped(words: readonly string[], width: number, indent = 0, start = indent): string {
  const lines: string[] = [];
  let line = '';
  let at = start;
  for (const word of words) {
    const columns = columnsOf(word);
    if (line !== '' && at + 1 + columns > width) {
      lines.push(line);
      line = '';
      at = indent;
    }
    line += line === '' ? word : ` ${word}`;
    at += columns + (line === word ? 0 : 1);
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}

/** A sentence, or several, on as many lines as it needs. */
export function paragraph(text: string, width: number, indent = 0): string {
  return wrapped(text.split(' '), width, indent, 0);
}
