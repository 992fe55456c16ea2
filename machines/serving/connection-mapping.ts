/** How prefill and decode are parallel: ranks of a tensor-parallel group, and decode groups that work on requests of their own. */
export interface Parallelism {
  readonly prefillTp: number;
  readonly decodeTp: number;
  readonly decodeDp: number;
}

/** A rank of decode: which group, and which rank of it. */
export interface DecodeRank {
  readonly dp: number;
  readonly tp: number;
}

const isCount = (size: number): boolean => Number.isInteger(size) && size >= 1;

const isRankOf = (ranks: number, rank: number): boolean => isCount(rank + 1) && rank < ranks;

/**
 * Why there is no deterministic connection mapping between prefill and decode of these sizes; `undefined` where there is one. The number of prefill ranks must be a
 * whole multiple of decode's tensor-parallel ranks, and this ratio must divide the decode groups; each is a whole number of at least 1.
 */
export function refuseMapping({ prefillTp, decodeTp, decodeDp }: Parallelism): string | undefined {
  if (!isCount(prefillTp) || !isCount(decodeTp) || !isCount(decodeDp)) {
    return `Prefill has ${prefillTp} tensor-parallel ranks, and decode ${decodeDp} groups of ${decodeTp}: each must be a whole number of at least 1.`;
  }
  if (prefillTp % decodeTp !== 0) {
    return `Prefill has ${prefillTp} tensor-parallel ranks and decode ${decodeTp}: the first is no multiple of the second, so that the ranks of a decode group have no sources of their own. Give prefill a multiple of ${decodeTp}.`;
  }
  const ratio = prefillTp / decodeTp;
  if (decodeDp % ratio !== 0) {
    return `${decodeDp} decode groups are to be served by ${ratio} sets of prefill ranks, which do not divide them: some would serve more than others. Give decode a multiple of ${ratio} groups.`;
  }
  return undefined;
}

/**
 * The prefill rank that a decode rank takes its KV from (docs/paper/facts.md 9): with MLA every prefill rank has the whole latent KV, so that any of them can be the source, and the
 * mapping shares the decode groups out among them in runs of equal length.
 *
 * @throws RangeError for sizes that `refuseMapping` refuses, and for a rank that decode does not have
 */
export function prefillSource(sizes: Parallelism, { dp, tp }: DecodeRank): number {
  const refused = refuseMapping(sizes);
  if (refused !== undefined) throw new RangeError(refused);
  const { prefillTp, decodeTp, decodeDp } = sizes;
  if (!isRankOf(decodeDp, dp) || !isRankOf(decodeTp, tp)) {
    throw new RangeError(
      `There is no rank ${tp} of decode group ${dp}: decode has ${decodeDp} groups of ${decodeTp}, counted from 0.`,
    );
  }
  const ratio = prefillTp / decodeTp;
  const groupSize = decodeDp / ratio;
  return Math.floor(dp / groupSize) * decodeTp + tp;
}
