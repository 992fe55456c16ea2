/** What an operator does on one die. */
export interface Work {
  readonly int8Ops: number;
  readonly bf16Ops: number;
  readonly hbmBytes: number;
  /** Bytes that it sends over the die's links. */
  readonly linkBytes: number;
}

/** How fast it may do it: peaks of the cores that it has, and what it reaches of them. */
export interface Rate {
  readonly int8OpsPerSecond: number;
  readonly bf16OpsPerSecond: number;
  readonly computeEfficiency: number;
  readonly hbmBytesPerSecond: number;
}

const NS_PER_S = 1e9;

/** Nanoseconds, rounded up: the longer of computing (the same cubes do INT8 and BF16, one after the other) and of HBM. */
export function roofline({ int8Ops, bf16Ops, hbmBytes }: Work, rate: Rate): number {
  const { int8OpsPerSecond, bf16OpsPerSecond, computeEfficiency, hbmBytesPerSecond } = rate;
  const compute = (int8Ops / int8OpsPerSecond + bf16Ops / bf16OpsPerSecond) / computeEfficiency;
  return Math.ceil(Math.max(compute, hbmBytes / hbmBytesPerSecond) * NS_PER_S);
}
