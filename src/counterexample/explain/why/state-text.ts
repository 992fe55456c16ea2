/** A state value on one line: `polling.unlimited`, `left.a, right.b`. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  const parts = Object.entries(value as Record<string, unknown>).map(([key, inner]) => {
    const text = valueText(inner);
    return text === '' ? key : `${key}.${text}`;
  });
  return parts.join(', ');
}
