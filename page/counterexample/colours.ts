const COLOURS = ['var(--die-0)', 'var(--die-1)', 'var(--die-2)'];

/** The colour of a group: they repeat, and its name stands beside them. */
export function colourOf(groups: readonly { readonly name: string }[], name: string): string {
  const at = groups.findIndex((group) => group.name === name);
  return COLOURS[Math.max(0, at) % COLOURS.length]!;
}
