/** What a value is, as a part of a sentence. */
export function described(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'object') return `a ${typeof value}`;
  const { name } = value as { readonly name?: unknown };
  return typeof name === 'string' ? `'${name}'` : 'an object';
}
