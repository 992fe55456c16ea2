/** Opens the message of the error that a hidden input throws. */
export const HIDDEN_INPUT = 'hidden input:';

/** A method, by the object that has it: `performance` has its own from its prototype, unless somebody has replaced it. */
interface HiddenInput {
  readonly owner: object;
  readonly key: string;
  readonly refuse: () => never;
}

const refusing = (owner: object, key: string, name: string): HiddenInput => ({
  owner,
  key,
  refuse: () => {
    throw new Error(`${HIDDEN_INPUT} ${name}`);
  },
});

const HIDDEN_INPUTS = [
  refusing(Math, 'random', 'Math.random()'),
  refusing(Date, 'now', 'Date.now()'),
  refusing(performance, 'now', 'performance.now()'),
];

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
  const holders = HIDDEN_INPUTS.map(({ owner, key }) => holderOf(owner, key));
  const originals = HIDDEN_INPUTS.map(({ key }, index) => holders[index]![key]);
  HIDDEN_INPUTS.forEach(({ key, refuse }, index) => {
    holders[index]![key] = refuse;
  });
  const OriginalDate = globalThis.Date;
  globalThis.Date = PureDate;
  try {
    return ask();
  } finally {
    globalThis.Date = OriginalDate;
    HIDDEN_INPUTS.forEach(({ key }, index) => {
      holders[index]![key] = originals[index];
    });
  }
}

/** The object that a method is replaced in. Plain assignments are much cheaper than defining and deleting properties. */
function holderOf(owner: object, key: string): Record<string, unknown> {
  return (Object.hasOwn(owner, key) ? owner : Object.getPrototypeOf(owner)) as Record<string, unknown>;
}
