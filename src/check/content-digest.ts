import type { Hash } from 'node:crypto';

/**
 * Adds to a digest what a value is made of: its plain data, the source of its functions with what hangs on them, and of machines their configuration and
 * implementations. Of what is behind a getter only the name is told, and of instances of other classes that of the class: they may be otherwise in each process.
 */
export function addContent(hash: Hash, value: unknown): void {
  const seen = new Map<object, number>();
  const add = (each: unknown): void => {
    if (!isObject(each)) {
      // In quotation marks no text can be taken for several parts.
      hash.update(typeof each === 'string' ? JSON.stringify(each) : `${typeof each} ${String(each)};`);
      return;
    }
    // What is there twice, or in itself, is told once.
    const number = seen.get(each);
    if (number !== undefined) {
      hash.update(`again ${number};`);
      return;
    }
    seen.set(each, seen.size);
    if (typeof each === 'function') {
      hash.update(`${Function.prototype.toString.call(each)};`);
      addProperties(each);
    } else if ('config' in each && 'implementations' in each) {
      add([each.config, each.implementations]);
    } else if (each instanceof Map || each instanceof Set) {
      hash.update(nameOf(each));
      add([...each]);
    } else if (isPlain(each)) {
      hash.update(Array.isArray(each) ? '[' : '{');
      addProperties(each);
    } else {
      hash.update(nameOf(each));
    }
  };
  const addProperties = (of: object) => {
    for (const [key, { value: property, enumerable }] of Object.entries(
      Object.getOwnPropertyDescriptors(of) as Record<string, PropertyDescriptor>,
    )) {
      if (enumerable !== true) continue;
      hash.update(`${JSON.stringify(key)}:`);
      add(property);
    }
    hash.update('.');
  };
  add(value);
}

/** Of a class; what has no constructor has no name either. */
const nameOf = (value: object): string =>
  `a ${String((value.constructor as { name?: unknown } | undefined)?.name)};`;

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
