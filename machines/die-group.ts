/** The die that a component of a pipeline, or of an MoE layer, is on; what is between dies is on none. */
export function dieGroup(id: string): readonly string[] {
  const die = /^(?:die|window)\.(\d+)/u.exec(id)?.[1];
  return die === undefined ? ['between the dies'] : [`die ${die}`];
}
