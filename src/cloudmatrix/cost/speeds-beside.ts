/** What a stage uses of a die while it runs by itself. */
export interface StageWork {
  readonly linkBytesPerNs: number;
  readonly hbmBytesPerNs: number;
  /** Whether it is an operator of a layer, which runs on engines of the die; loads out of the memory pool wait for others. */
  readonly isOfLayer: boolean;
}

/** What a die has for all stages that run beside each other. */
export interface DieRates {
  readonly linkBytesPerNs: number;
  readonly hbmBytesPerNs: number;
  /** How much longer an operator takes beside another one. */
  readonly interference: number;
}

/**
 * How fast stages go on beside each other, as shares of their speeds by themselves. Each takes what it can use of link and HBM, and no more: what one leaves is
 * there for the others, and where they want more than there is, those that want most have the same.
 */
export function speedsBeside(works: readonly StageWork[], rates: DieRates): number[] {
  const isDisturbed = works.filter(({ isOfLayer }) => isOfLayer).length > 1;
  const undisturbed = works.map(({ isOfLayer }) => (isDisturbed && isOfLayer ? 1 / rates.interference : 1));
  const speedsBy = (resource: 'linkBytesPerNs' | 'hbmBytesPerNs') => {
    const wants = works.map((work, at) => work[resource] * undisturbed[at]!);
    const shares = fairShares(wants, rates[resource]);
    return wants.map((want, at) => (want === 0 ? 1 : shares[at]! / want));
  };
  const byLink = speedsBy('linkBytesPerNs');
  const byMemory = speedsBy('hbmBytesPerNs');
  return undisturbed.map((speed, at) => speed * Math.min(byLink[at]!, byMemory[at]!));
}

/** Max-min fair: who wants least has what it wants, if that is no more than an even share of what there is; and so on with what is left. */
function fairShares(wants: readonly number[], most: number): number[] {
  const shares = [...wants];
  let left = most;
  let others = wants.length;
  for (const at of [...wants.keys()].sort((one, other) => wants[one]! - wants[other]!)) {
    shares[at] = Math.min(wants[at]!, left / others);
    left -= shares[at]!;
    others--;
  }
  return shares;
}
