import { CheckError } from './errors.js';

/** Characters that show nothing, or change how others are shown: controls, marks of direction, half characters, spaces other than the usual. */
const UNPRINTABLE = /(?! )[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Z}]/gu;

/** Characters that end a line, that a terminal obeys, or that turn round what stands behind them. */
const CONTROLS = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;

/**
 * Names of networks and of properties stand on lines of texts and reports as they are.
 *
 * @param what whose name it is, as a sentence about it begins
 * @throws CheckError for one with a line break or a control character
 */
export function refuseControls(what: string, name: string): void {
  if (!CONTROLS.test(name)) return;
  throw new CheckError(
    `${what} is called ${quoted(name)}, which has a line break or a control character in it; give it a name on one line.`,
  );
}

/** What has a meaning in a label, so that a name with it could be taken for more than a name. */
const SYNTAX = /^$|^ | $| {2}|['⇒⏱]|: | \(| \{|, /u;

/** Words that a label may begin with. */
const FIRST_WORDS = /^(?:environment|crash|drop|duplicate)(?: |$)/;

/** In single quotes, with what would end them, or is not printable, escaped: different texts look different. */
export function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${printable(escaped)}'`;
}

/** A text whose backslashes are escapes already, with everything escaped that is not printable. */
export function printable(escaped: string): string {
  return escaped.replace(UNPRINTABLE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** A name as it stands in a label: as it is, or in quotes where it could be taken for something else or is not printable. */
export function quotedWhereNeeded(name: string): string {
  return SYNTAX.test(name) || name.search(UNPRINTABLE) >= 0 ? quoted(name) : name;
}

/** A name as the key of an object in source. */
export const keyText = (name: string): string =>
  /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : quoted(name);

/** The id of a component as it stands in a label, which it may be the first word of. */
export function componentLabel(id: string): string {
  return FIRST_WORDS.test(id) ? quoted(id) : quotedWhereNeeded(id);
}

/** The text that `quoted` made this of. */
export function unquoted(quotedText: string): string {
  const escaped = quotedText
    .slice(1, -1)
    .replaceAll(/\\(u\{([0-9a-f]+)\}|u[0-9a-f]{4}|.)/gu, (escape, _, code?: string) => {
      if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
      return escape === "\\'" ? "'" : (JSON.parse(`"${escape}"`) as string);
    });
  return escaped;
}

/** Where a quoted text ends that begins at `start`: the place after its last quote, or -1. */
export function endOfQuoted(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === "'") return at + 1;
  }
  return -1;
}
