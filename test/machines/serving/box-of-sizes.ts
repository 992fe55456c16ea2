import { prefillSource, refuseMapping } from '../../../machines/serving/connection-mapping.js';

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, each) => from + each);

/** How many decode ranks each source serves, by source. */
function served(prefillTp: number, decodeTp: number, decodeDp: number): number[] {
  const sizes = { prefillTp, decodeTp, decodeDp };
  const counts = Array.from({ length: prefillTp }, () => 0);
  for (let dp = 0; dp < decodeDp; dp++) {
    for (let tp = 0; tp < decodeTp; tp++) {
      counts[prefillSource(sizes, { dp, tp })]!++;
    }
  }
  return counts;
}

/** Of all sizes from 1 to these: how many the connection mapping refuses, how many it maps, and how many of these it shares out unequally. */
export function mapBox(prefillTpMax: number, decodeTpMax: number, decodeDpMax: number) {
  let valid = 0;
  let refused = 0;
  let unequal = 0;
  for (const prefillTp of range(1, prefillTpMax)) {
    for (const decodeTp of range(1, decodeTpMax)) {
      for (const decodeDp of range(1, decodeDpMax)) {
        if (refuseMapping({ prefillTp, decodeTp, decodeDp }) !== undefined) {
          refused++;
          continue;
        }
        valid++;
        const counts = served(prefillTp, decodeTp, decodeDp);
        if (counts.some((count) => count !== (decodeTp * decodeDp) / prefillTp)) unequal++;
      }
    }
  }
  return { valid, refused, unequal };
}
