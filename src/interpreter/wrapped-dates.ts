import type { Refuse } from './refuse.js';

/** `new Date()` and `Date()` tell the present moment; `new Date(something)` is as good a function as any. */
const callsOf = (Original: DateConstructor, refuse: Refuse): ProxyHandler<DateConstructor> => ({
  construct(_, parameters, newTarget) {
    if (parameters.length === 0) refuse('input', 'new Date()');
    return Reflect.construct(Original, parameters, newTarget) as object;
  },
  apply(_, self, parameters) {
    refuse('input', 'Date()');
    return Reflect.apply(Original, self, parameters) as string;
  },
});

/** What has been put in the place of the class since: its `now` is one that nothing was put around. */
export function pureDate(Replaced: DateConstructor, refuse: Refuse): DateConstructor {
  const now = () => {
    refuse('input', 'Date.now()');
    return Replaced.now();
  };
  // Of one that is frozen a proxy could only give what it has.
  const anything = function () {} as unknown as DateConstructor;
  return new Proxy(anything, {
    ...callsOf(Replaced, refuse),
    get: (_, key) => (key === 'now' ? now : (Reflect.get(Replaced, key) as unknown)),
  });
}

/** Puts a wrapper around the class, and around the way to it from a date. */
export function wrapDate(refuse: Refuse): void {
  const Original = globalThis.Date;
  globalThis.Date = new Proxy(Original, callsOf(Original, refuse));
  Original.prototype.constructor = globalThis.Date;
}

/** A format without a date formats the present moment. */
function checkFormatted(date: unknown, refuse: Refuse): void {
  if (date === undefined) refuse('input', 'Intl.DateTimeFormat, of the present moment');
}

/** Puts a wrapper around what formats of dates do. */
export function wrapDateFormats(refuse: Refuse): void {
  const { prototype } = Intl.DateTimeFormat;
  const { get } = Object.getOwnPropertyDescriptor(prototype, 'format')!;
  Object.defineProperty(prototype, 'format', {
    configurable: true,
    get(this: Intl.DateTimeFormat) {
      const format = Reflect.apply(get!, this, []) as Intl.DateTimeFormat['format'];
      return (date?: Date) => {
        checkFormatted(date, refuse);
        return format(date);
      };
    },
  });
  const parts = prototype.formatToParts;
  prototype.formatToParts = new Proxy(parts, {
    apply(target, self, parameters) {
      checkFormatted(parameters[0], refuse);
      return Reflect.apply(target, self, parameters);
    },
  });
}

/** What a test has put in the place of formats of dates: its own objects, which may tell a time of its own. */
export function pureDateFormats(
  Replaced: typeof Intl.DateTimeFormat,
  refuse: Refuse,
): typeof Intl.DateTimeFormat {
  const pure = (format: Intl.DateTimeFormat) =>
    new Proxy(format, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key);
        if (typeof value !== 'function') return value;
        return (...parameters: unknown[]) => {
          if (key === 'format' || key === 'formatToParts') checkFormatted(parameters[0], refuse);
          return Reflect.apply(value, target, parameters) as unknown;
        };
      },
    });
  return new Proxy(Replaced, {
    construct: (target, parameters) => pure(Reflect.construct(target, parameters) as Intl.DateTimeFormat),
    apply: (target, self, parameters) => pure(Reflect.apply(target, self, parameters)),
  });
}
