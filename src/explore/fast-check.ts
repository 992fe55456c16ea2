import * as fc from 'fast-check';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { inTwoForms, type Pieces } from './pieces.js';

/**
 * fast-check's own loop over drawn values, as a piece of work: the values and their shrinking are the same in both of its forms.
 *
 * @param attempt throws where a value fails
 * @param pauses whether other work may happen after the value that was attempted last
 */
export function fastCheck<T>(
  arbitrary: fc.Arbitrary<T>,
  attempt: (value: T) => void,
  parameters: fc.Parameters<[T]>,
  pauses: () => boolean = () => true,
): Pieces<fc.RunDetails<[T]>> {
  return inTwoForms<fc.RunDetails<[T]>>({
    atOnce: () => fc.check(fc.property(arbitrary, attempt), parameters),
    awaited: () =>
      fc.check(
        fc.asyncProperty(arbitrary, async (value) => {
          try {
            attempt(value);
          } finally {
            if (pauses()) await nextTurn();
          }
        }),
        parameters,
      ),
  });
}
