/** Component ids. Microbatches and cores are named only where there are several. */
export interface Names {
  stream(die: number, microbatch: number): string;
  dispatch(die: number, microbatch: number): string;
  expert(die: number, microbatch: number): string;
  combine(die: number, microbatch: number): string;
  /** One of the AIV cores that an operator sends with. */
  core(operator: string, core: number): string;
  /** The AIV cores that an operator waits with. */
  waiting(operator: string): string;
  path(die: number): string;
  health(die: number): string;
}

/**
 * @param microbatches in flight
 * @param cores that send for an operator
 */
export function namesFor(microbatches: number, cores: number): Names {
  const operator = (name: string) => (die: number, microbatch: number) =>
    microbatches === 1 ? `${name}.${die}` : `${name}.${die}.${microbatch}`;
  return {
    stream: operator('stream'),
    dispatch: operator('dispatch'),
    expert: operator('expert'),
    combine: operator('combine'),
    core: (id, core) => (cores === 1 ? `${id}.core` : `${id}.core${core}`),
    waiting: (id) => `${id}.wait`,
    path: (die) => `ub.${die}`,
    health: (die) => `health.${die}`,
  };
}
