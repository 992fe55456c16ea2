/** The parts that XState gives to the functions that its own action and guard makers return. */
interface Made {
  /** An action's kind, for example `xstate.assign`. */
  readonly type?: unknown;
  /** What `and`, `or` and `not` combine. */
  readonly guards?: unknown;
}

/** What an implementation is that stands in a chart without a name, as part of a sentence. */
export function describeInline(value: unknown): string {
  if (typeof value !== 'function') return 'actor logic';
  const { type, guards } = value as Made;
  if (Array.isArray(guards)) return guardText(value);
  if (typeof type === 'string') return `an action made by ${type.replace('xstate.', '')}()`;
  return 'a function';
}

function guardText(guard: unknown): string {
  if (typeof guard === 'string') return `'${guard}'`;
  if (typeof guard !== 'function') return `'${(guard as { type: string }).type}'`;
  const { guards } = guard as Made;
  return Array.isArray(guards) ? `${guard.name}(${guards.map(guardText).join(', ')})` : 'a function';
}
