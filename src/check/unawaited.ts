import { setImmediate as nextTurn } from 'node:timers/promises';
import { refuseWithinMachine } from '../explore/pieces.js';
import { messageOf } from '../network/errors.js';

/** As it is where the package is loaded: a test may fake the one that is there later. */
const { queueMicrotask } = globalThis;

/** A promise that knows whether anybody waits for it. */
class HeardPromise extends Promise<void> {
  /** What is made of it is none of these. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  isHeard = false;

  /** An `await` calls it, too, as this is no plain promise. */
  override then<T = void, U = never>(...callbacks: Parameters<Promise<void>['then']>): Promise<T | U> {
    this.isHeard = true;
    return super.then(...callbacks) as Promise<T | U>;
  }
}

/**
 * The promise of an assertion that is not lost where nobody awaits it: some runners of tests pass over a promise that fails then, and most end without an
 * answer that takes longer than their tests.
 *
 * @param call what a caller should have written
 * @param assertion is told whether anybody waits: where nobody does, it is not to let the runner go on
 */
export function neverLost(call: string, assertion: (isHeard: () => boolean) => Promise<void>): Promise<void> {
  refuseWithinMachine();
  const isHeard = () => promise.isHeard;
  // Who awaits it does so before the next turn. Of an answer that takes longer it is known by then.
  const turn = nextTurn();
  const promise = new HeardPromise((resolve, reject) => {
    const failed = async (thrown: unknown) => {
      await turn;
      if (!isHeard()) {
        throwUncaught(
          `\`${call}\` was not awaited (write \`await ${call}(...)\`), and fails: ${messageOf(thrown)}`,
        );
        // Who comes later is told all the same.
        promise.catch(() => undefined);
      }
      reject(thrown);
    };
    // Not before the promise is there.
    Promise.resolve()
      .then(() => assertion(isHeard))
      .then(resolve, failed);
  });
  return promise;
}

/** Reaches every runner, as a promise that fails does not. */
function throwUncaught(message: string): void {
  const error = new Error(message);
  queueMicrotask(() => {
    throw error;
  });
}
