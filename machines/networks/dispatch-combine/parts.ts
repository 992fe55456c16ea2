/** What a component is, by its id: see `Names` and `window-layout.ts`. */
export interface Part {
  readonly kind: 'stream' | 'dispatch' | 'expert' | 'combine' | 'ub' | 'health' | 'window' | 'status';
  readonly die: number;
  /** Of operators, streams and experts, where there are several in flight. */
  readonly microbatch: number | undefined;
  /** Of windows: whose data it holds, and in which half. */
  readonly of: string;
  readonly half: number;
  /** Of the cores of an operator, `core`, `core1`, `wait`; of flags that several cores poll, `core1`; else empty. */
  readonly core: string;
}

/** The part that an id is of. */
export function partOf(id: string): Part {
  const [kind, die, ...rest] = id.split('.');
  const numbers = rest.filter((word) => /^\d+$/.test(word)).map(Number);
  const words = rest.filter((word) => !/^\d+$/.test(word));
  const isMemory = kind === 'window' || kind === 'status';
  return {
    kind: kind as Part['kind'],
    die: Number(die),
    microbatch: isMemory ? undefined : numbers[0],
    of: kind === 'window' ? words[0]! : kind === 'status' ? 'flags' : '',
    half: isMemory ? (numbers[0] ?? 0) : 0,
    core: kind === 'window' ? '' : (words[0] ?? ''),
  };
}
