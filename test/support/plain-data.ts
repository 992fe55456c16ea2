import fc from 'fast-check';

/** Plain data of every kind, drawn from few values so that equal data are frequent. */
const leaf = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0.1,
    1e21,
    1n,
    -1n,
  ),
  fc.constantFrom('', '1', 'NaN', 'null', 'undefined', 'a,b', '"', '\\', '{}', '[]', 'ü', '\u2028'),
  fc.constantFrom(true, false, null, undefined),
);
export const { value: plain } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('value'), { maxLength: 3 }), tie('record')),
  record: fc.dictionary(fc.constantFrom('a', 'b', 'a,b', 'a":', '__proto__', '0', '10', '9'), tie('value'), {
    maxKeys: 3,
  }),
}));

/** Deep equality of plain data by `Object.is`: a missing key is not an undefined one, nor an object without prototype one with. */
export function equal(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return Object.is(one, other);
  }
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every(
    (name) => Object.hasOwn(other, name) && equal(Reflect.get(one, name), Reflect.get(other, name)),
  );
}

/** The same data, with the keys of every record added in the opposite order. */
export function reversed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  const entries = Object.entries(value).reverse();
  const copy = Object.create(Object.getPrototypeOf(value) as object | null) as object;
  for (const [name, part] of entries) {
    Object.defineProperty(copy, name, {
      value: reversed(part),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy;
}
