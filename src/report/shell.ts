/** Columns that commands and the lines around them have at most: as briefs. */
const WIDTH_MAX = 100;

/** A text as a shell takes it for one word. */
export function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * A command behind a word that says what it is for, on as many lines as it needs, as a shell takes them for one command. A word that is too long for a line is not broken:
 * what is copied must be what is meant.
 *
 * @param words of a shell, quoted where that is needed
 */
export function commandLines(before: string, words: readonly string[], width: number): string[] {
  const columns = Math.min(WIDTH_MAX, width);
  const lines: string[] = [];
  let line = before;
  for (const [at, word] of words.entries()) {
    // Behind all but the last there may have to be a blank and a backslash.
    const room = at === words.length - 1 ? columns : columns - CONTINUED.length;
    if (at > 0 && line.length + 1 + word.length > room) {
      lines.push(`${line}${CONTINUED}`);
      line = `${INDENT}${word}`;
    } else line += at === 0 ? word : ` ${word}`;
  }
  return [...lines, line];
}

const CONTINUED = ' \\';
const INDENT = '  ';
