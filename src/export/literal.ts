const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
/** What an object or array may take on one line; longer ones take a line for each part. */
const INLINE_LENGTH_MAX = 60;

/** Plain data as the text of a JavaScript literal, indented by two spaces. */
export function literal(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    const parts = value.map((part) => literal(part, `${indent}  `));
    return bracketed('[', parts, ']', indent, value.every(isScalar));
  }
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).map(
      ([key, part]) => `${literalKey(key)}: ${literal(part, `${indent}  `)}`,
    );
    return bracketed('{', parts, '}', indent, false);
  }
  if (typeof value === 'string') return quotedText(value);
  if (typeof value === 'bigint') return `${value}n`;
  return Object.is(value, -0) ? '-0' : String(value);
}

/** A property name; the one that would set the prototype instead is computed. */
export function literalKey(key: string): string {
  if (key === '__proto__') return `['__proto__']`;
  return IDENTIFIER.test(key) ? key : quotedText(key);
}

function bracketed(
  open: string,
  parts: readonly string[],
  close: string,
  indent: string,
  mayBeInline: boolean,
) {
  if (parts.length === 0) return `${open}${close}`;
  const inline = `${open}${parts.join(', ')}${close}`;
  if (mayBeInline && inline.length <= INLINE_LENGTH_MAX) return inline;
  return `${open}\n${parts.map((part) => `${indent}  ${part},\n`).join('')}${indent}${close}`;
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

/** A text in single quotes. */
export function quotedText(text: string): string {
  const inside = JSON.stringify(text).slice(1, -1);
  return `'${inside.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
