/** Opens the message of the error that a hidden input throws. */
export const HIDDEN_INPUT = 'hidden input:';

const HIDDEN_INPUTS = [
  { owner: Math, key: 'random', name: 'Math.random()' },
  { owner: Date, key: 'now', name: 'Date.now()' },
  { owner: performance, key: 'now', name: 'performance.now()' },
] as const;

/** `new Date()` and `Date()` tell the present moment; `new Date(something)` is as good a function as any. */
const PureDate = new Proxy(Date, {
  construct(target, parameters, newTarget) {
    if (parameters.length === 0) throw new Error(`${HIDDEN_INPUT} new Date()`);
    return Reflect.construct(target, parameters, newTarget);
  },
  apply() {
    throw new Error(`${HIDDEN_INPUT} Date()`);
  },
});

/**
 * Runs `ask` while the usual sources of nondeterminism throw. A remembered answer would freeze what they gave once, and
 * asking twice finds them only when two values differ; refusing them finds them at once.
 */
export function forbidHiddenInputs<T>(ask: () => T): T {
  const originals = HIDDEN_INPUTS.map(({ owner, key }) => Object.getOwnPropertyDescriptor(owner, key));
  for (const { owner, key, name } of HIDDEN_INPUTS) {
    const refuse = () => {
      throw new Error(`${HIDDEN_INPUT} ${name}`);
    };
    Object.defineProperty(owner, key, { value: refuse, configurable: true, writable: true });
  }
  const OriginalDate = globalThis.Date;
  globalThis.Date = PureDate;
  try {
    return ask();
  } finally {
    globalThis.Date = OriginalDate;
    HIDDEN_INPUTS.forEach(({ owner, key }, index) => {
      const original = originals[index];
      if (original === undefined) delete (owner as unknown as Record<string, unknown>)[key];
      else Object.defineProperty(owner, key, original);
    });
  }
}
