import type { BoundsProgress } from '../bounds/check-bounds.js';
import type { CampaignProgress } from '../campaign/campaign.js';
import type { SearchProgress } from '../explore/search.js';
import type { StopSignal } from '../interpreter/deadline.js';
import type { Violation } from '../property/violation.js';

/** How far one run has come: an exploration or walks, a campaign, a suite of bounds, a comparison. */
export type RunProgress =
  | ({ readonly kind: 'search' } & SearchProgress)
  | ({ readonly kind: 'campaign'; readonly runsMax: number } & CampaignProgress)
  | ({ readonly kind: 'bounds' } & BoundsProgress)
  | { readonly kind: 'comparison'; readonly row: string };

/** Who is told of one run under way. */
export interface RunWatch {
  readonly signal?: StopSignal | undefined;
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
  /** See `SearchWatch`. */
  readonly onQuestion?: ((progress: SearchProgress) => void) | undefined;
  /** Told of violations as they are found, before they are made small or confirmed. */
  readonly onViolations?: ((violations: readonly Violation[]) => void) | undefined;
  /** The search is over; what it has found is made small and confirmed now. */
  readonly onSearched?: (() => void) | undefined;
}

/** What a search is given of who watches it. */
export function searchWatch({ signal, onProgress, onQuestion }: RunWatch) {
  return {
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined
      ? {}
      : { onProgress: (progress: SearchProgress) => onProgress({ kind: 'search', ...progress }) }),
    ...(onQuestion === undefined ? {} : { onQuestion }),
  };
}
