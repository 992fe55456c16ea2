import type { Buffer } from './protocol.js';

/** Component ids. A microbatch is named only where there are several. */
export interface Names {
  stream(die: number, microbatch: number): string;
  dispatch(die: number, microbatch: number): string;
  expert(die: number, microbatch: number): string;
  combine(die: number, microbatch: number): string;
  port(die: number): string;
  /** A half of a receive buffer. */
  window(die: number, buffer: Buffer, half: number): string;
}

/**
 * @param microbatches in flight
 * @param sharedBuffer dispatch and combine use one buffer (fault B1)
 */
export function namesFor(microbatches: number, sharedBuffer: boolean): Names {
  const operator = (name: string) => (die: number, microbatch: number) =>
    microbatches === 1 ? `${name}.${die}` : `${name}.${die}.${microbatch}`;
  return {
    stream: operator('stream'),
    dispatch: operator('dispatch'),
    expert: operator('expert'),
    combine: operator('combine'),
    port: (die) => `ub.${die}`,
    window: (die, buffer, half) => `window.${die}.${sharedBuffer ? 'shared' : buffer}.${half}`,
  };
}
