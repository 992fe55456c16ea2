/** Words on lines of so many columns, all but the first behind an indent. A word that is too long for a line is cut. */
export function wrapLines(
  text: string,
  width: number,
  indent: string,
  linesMax = Number.POSITIVE_INFINITY,
): string[] {
  const lines: string[] = [];
  let line = '';
  let start = '';
  for (const word of text.split(' ')) {
    const room = Math.max(1, width - indent.length);
    const fitting = lengthOf(word) > room ? cutTo(word, room) : word;
    const longer = line === '' ? `${start}${fitting}` : `${line} ${fitting}`;
    if (lengthOf(longer) <= width || line === '') line = longer;
    else {
      lines.push(line);
      start = indent;
      line = `${indent}${fitting}`;
    }
  }
  lines.push(line);
  if (lines.length <= linesMax) return lines;
  const [last] = lines.slice(linesMax - 1, linesMax);
  return [
    ...lines.slice(0, linesMax - 1),
    lengthOf(last!) + 2 > width ? cutTo(`${last!} …`, width) : `${last!} …`,
  ];
}

/** A text that stands behind something that is on the line already. */
export function hanging(before: string, text: string, width: number, linesMax?: number): string[] {
  const indent = ' '.repeat(lengthOf(before));
  const [first, ...others] = wrapLines(text, Math.max(1, width - indent.length), '', linesMax);
  return [`${before}${first!}`, ...others.map((line) => `${indent}${line}`)];
}

/** A text on one line. */
export function cutTo(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

export function lengthOf(text: string): number {
  return [...text].length;
}

/** Both on one line, the second at its end, where there is room; else on two. */
export function leftAndRight(left: string, right: string, width: number): string[] {
  const gap = width - lengthOf(left) - lengthOf(right);
  return gap >= 2
    ? [`${left}${' '.repeat(gap)}${right}`]
    : [...wrapLines(left, width, '  ', 2), cutTo(`  ${right}`, width)];
}
