import type { BoundResult, BoundsResult, MeasuredInput } from '../bounds/check-bounds.js';
import type { Subject } from '../check/subject.js';

/** The object that the command of a suite prints with `--json`. */
export function boundsJson({ network, parameters, faults }: Subject, result: BoundsResult) {
  const { verdict, seed, seconds, bounds, left, endedBy } = result;
  const ended = endedBy === undefined ? {} : { endedBy };
  return {
    suite: network,
    parameters,
    faults,
    verdict,
    seed,
    seconds,
    left,
    ...ended,
    bounds: bounds.map(boundJson),
  };
}

function boundJson({ worst, tight, violation, ...bound }: BoundResult) {
  return {
    ...bound,
    ...(worst === undefined ? {} : { worst: finite(worst) }),
    tight: tight.map(finite),
    ...(violation === undefined ? {} : { violation: finite(violation) }),
  };
}

/** JSON has no infinity: of what must be exact and is not, the ratio is a word. */
function finite<T extends Pick<MeasuredInput, 'ratio'>>(measured: T) {
  return { ...measured, ratio: Number.isFinite(measured.ratio) ? measured.ratio : 'infinite' };
}
