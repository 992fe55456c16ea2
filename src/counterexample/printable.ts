/** Characters of a text from a file that a sentence repeats: a label may have a megabyte. */
const LENGTH_MAX = 300;

/** What a terminal would obey rather than show, and what has no character of its own. */
// eslint-disable-next-line no-control-regex -- these characters are what it is about
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

/** A text of unknown origin as it can stand in a sentence: not too long, and without control characters. */
export function printable(text: string): string {
  const whole = text.length <= LENGTH_MAX;
  const part = whole ? text : text.slice(0, LENGTH_MAX);
  const shown = part.replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return whole ? shown : `${shown}… (${text.length.toLocaleString('en-US')} characters)`;
}
