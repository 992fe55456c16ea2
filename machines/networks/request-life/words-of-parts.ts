/** The node of a component, by its id; `undefined` of what is on none. */
export const nodeOf = (id: string): string | undefined => /^(?:prefill|decode)\.\d+/u.exec(id)?.[0];

/** `prefill node 0`. */
export function nodeText(id: string): string {
  const [cluster, at] = (nodeOf(id) ?? id).split('.');
  return `${cluster} node ${at}`;
}

/** `request 0`; of a later attempt with its number. */
export const attemptText = ({
  request,
  attempt,
}: {
  readonly request: number;
  readonly attempt: number;
}): string => (attempt > 1 ? `request ${request} (attempt ${attempt})` : `request ${request}`);

export const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
