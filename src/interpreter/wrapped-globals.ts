import { placeOf } from '../network/runtime.js';
import { syncBuiltinESMExports } from 'node:module';
import { ACCESSORS, type Source, SOURCES } from './hidden-sources.js';
import type { Exempt, Refuse } from './refuse.js';
import { watchGlobals } from './present-globals.js';
import { pureDate, pureDateFormats, wrapDate, wrapDateFormats } from './wrapped-dates.js';

type Holder = Record<string, unknown>;
type AnyFunction = (...parameters: unknown[]) => unknown;

/** A method in whose place tests like to put something else. */
interface Replaceable extends Pick<Source, 'owner' | 'kind'> {
  readonly key: string;
  /** The method as a reader would write its call. */
  readonly source: string;
  readonly original: unknown;
  readonly wrapper: unknown;
}

/**
 * Puts a wrapper around each source of chance, time and effects, which asks `refuse` and then passes the call on. Done for good:
 * a wrapper costs some ten nanoseconds a call, while replacing all of them for each question would cost as much as the question.
 */
export function wrapGlobals(
  refuse: Refuse,
  exempt: Exempt,
): { readonly forbidReplaced: () => (() => void) | undefined } {
  if (areGlobalsFrozen()) return { forbidReplaced: () => undefined };
  const replaceable: Replaceable[] = [];
  for (const { kind, owner, name, keys, isReplaceable } of SOURCES) {
    for (const key of keys) {
      const source = `${name}${key}()`;
      const holder = holderOf(owner(), key);
      const original = holder?.[key];
      if (holder === undefined || typeof original !== 'function') continue;
      const isExempt = kind === 'effect' ? isCalledByNode : undefined;
      const wrapper = wrapped(original as AnyFunction, () => refuse(kind, source, isExempt));
      put(holder, key, wrapper);
      if (isReplaceable) replaceable.push({ owner, key, source, kind, original, wrapper: holder[key] });
    }
  }
  for (const { owner, key, name } of ACCESSORS) wrapAccessor(owner(), key, () => refuse('input', name));
  const { console: lines } = globalThis;
  for (const key of ['debug', 'error', 'info', 'log', 'warn'] as const) {
    // Writing a line harms nobody, whatever the console does for it: that of a test runner looks at the clock.
    lines[key] = new Proxy(lines[key], {
      apply: (target, self, parameters) => exempt(() => Reflect.apply(target, self, parameters) as void),
    });
  }
  const { Date: OriginalDate } = globalThis;
  wrapDate(refuse);
  wrapDateFormats(refuse);
  syncBuiltinESMExports();
  const { Date: OwnDate } = globalThis;
  const { DateTimeFormat: OwnFormats } = Intl;
  const isAsWrapped = watchGlobals(OriginalDate);
  return {
    forbidReplaced: () => {
      if (isAsWrapped()) return undefined;
      let restores: (() => void)[] | undefined;
      for (const { owner, key, source, kind, original, wrapper } of replaceable) {
        const place = owner() as Holder | undefined;
        if (place?.[key] === wrapper) continue;
        const holder = holderOf(place, key);
        if (holder === undefined) continue;
        const replaced = holder[key];
        if (replaced === original) {
          // Vitest puts back what it found before the package was loaded. Left there, it would be met at every question.
          holder[key] = wrapper;
          continue;
        }
        // What hangs on it stays: a chart that reads that is to be refused, and not to throw for want of it.
        const check = () => refuse(kind, source);
        holder[key] = typeof replaced === 'function' ? wrapped(replaced as AnyFunction, check) : check;
        (restores ??= []).push(() => {
          holder[key] = replaced;
        });
      }
      if (globalThis.Date !== OwnDate) {
        const Replaced = globalThis.Date;
        globalThis.Date = pureDate(Replaced, refuse);
        (restores ??= []).push(() => {
          globalThis.Date = Replaced;
        });
      }
      if (Intl.DateTimeFormat !== OwnFormats) {
        const { Intl: place } = globalThis;
        const Replaced = place.DateTimeFormat;
        place.DateTimeFormat = pureDateFormats(Replaced, refuse);
        (restores ??= []).push(() => {
          place.DateTimeFormat = Replaced;
        });
      }
      return restores && (() => restores.reverse().forEach((restore) => restore()));
    },
  };
}

/** As `node --frozen-intrinsics` and SES's `lockdown()` leave them: then nothing can be put around a source. */
export function areGlobalsFrozen(): boolean {
  return Object.isFrozen(Math) && Object.isFrozen(Date.prototype);
}

/** The object that a method is replaced in: `performance` has its own from its prototype, unless somebody has replaced it. */
function holderOf(owner: object | undefined, key: string): Holder | undefined {
  let holder: object | null = owner ?? null;
  while (holder !== null && !Object.hasOwn(holder, key))
    holder = Object.getPrototypeOf(holder) as object | null;
  return (holder ?? undefined) as Holder | undefined;
}

/** A proxy, as functions have properties of their own (`setTimeout` one for `promisify`). */
function wrapped(original: AnyFunction, check: () => void): AnyFunction {
  return new Proxy(original, {
    apply(target, self, parameters) {
      check();
      return Reflect.apply(target, self, parameters);
    },
  });
}

/** What cannot be replaced stays as it is, and is found by asking again only. */
function put(holder: Holder, key: string, wrapper: unknown): void {
  const descriptor = Object.getOwnPropertyDescriptor(holder, key)!;
  if (descriptor.configurable) {
    Object.defineProperty(holder, key, {
      value: wrapper,
      writable: true,
      configurable: true,
      enumerable: descriptor.enumerable ?? true,
    });
  } else if (descriptor.writable) holder[key] = wrapper;
}

function wrapAccessor(owner: object | undefined, key: string, check: () => void): void {
  const holder = holderOf(owner, key);
  const descriptor = holder && Object.getOwnPropertyDescriptor(holder, key);
  if (descriptor?.configurable !== true) return;
  const { value, get: read } = descriptor;
  Object.defineProperty(holder, key, {
    configurable: true,
    enumerable: descriptor.enumerable ?? true,
    get(this: unknown) {
      check();
      return read === undefined ? (value as unknown) : Reflect.apply(read, this, []);
    },
    ...(descriptor.set === undefined ? {} : { set: descriptor.set }),
  });
}

/** Whether Node itself makes the call: writing to the console, which harms nobody, starts a tick of its own. */
function isCalledByNode(): boolean {
  const caller = new Error().stack?.split('\n').find((line, at) => at > 0 && !line.includes(OWN_FILE));
  return caller !== undefined && caller.includes('node:');
}

const OWN_FILE = placeOf(import.meta).pathname;
