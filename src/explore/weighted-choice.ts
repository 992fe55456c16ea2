/** Whole-number weights of the numbers 0 to size - 1, from which one is chosen in proportion: a binary tree of sums. */
export class WeightedChoice {
  /** Node 1 is the root, the children of node n are 2n and 2n + 1, and the leaves are the weights. */
  private readonly sums: Float64Array;
  private readonly leaves: number;

  constructor(size: number) {
    this.leaves = 2 ** Math.ceil(Math.log2(Math.max(1, size)));
    this.sums = new Float64Array(2 * this.leaves);
  }

  get total(): number {
    return this.sums[1]!;
  }

  set(index: number, weight: number): void {
    let node = this.leaves + index;
    const difference = weight - this.sums[node]!;
    if (difference === 0) return;
    for (; node >= 1; node >>= 1) this.sums[node]! += difference;
  }

  /** The number whose share of 0 to `total` the point lies in. */
  at(point: number): number {
    let node = 1;
    let left = point;
    while (node < this.leaves) {
      node *= 2;
      if (left >= this.sums[node]!) left -= this.sums[node++]!;
    }
    return node - this.leaves;
  }
}
