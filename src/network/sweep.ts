import type { Sweep } from './family.js';
import type { Configuration } from './parameters.js';

/** One cell of a sweep's table. */
export interface Design {
  /** The row's label, then one for each axis of the columns. */
  readonly labels: readonly string[];
  /** The parameters that the sweep sets; the others have their defaults. */
  readonly given: Configuration;
}

/** Every design of a sweep, row after row. */
export function designsOf({ base, rows, columns }: Sweep): readonly Design[] {
  return [rows, ...columns].reduce<readonly Design[]>(
    (designs, { values }) =>
      designs.flatMap(({ labels, given }) =>
        values.map(({ label, configuration }) => ({
          labels: [...labels, label],
          given: { ...given, ...configuration },
        })),
      ),
    [{ labels: [], given: base }],
  );
}
