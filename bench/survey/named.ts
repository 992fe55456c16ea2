import type { NetworkFamily } from '../../src/index.js';

/** The networks with these names, all without any. @throws Error for a name that none has */
export function networksNamed(
  names: readonly string[],
  families: readonly NetworkFamily[],
): readonly NetworkFamily[] {
  const unknown = names.find((name) => !families.some((family) => family.name === name));
  if (unknown !== undefined) {
    throw new Error(
      `There is no network '${unknown}'; there are ${families.map(({ name }) => name).join(', ')}.`,
    );
  }
  return families.filter(({ name }) => names.length === 0 || names.includes(name));
}
