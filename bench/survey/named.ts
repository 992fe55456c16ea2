import type { NetworkFamily } from '../../src/index.js';

/** The networks with these names, all without any. */
export function networksNamed(
  names: readonly string[],
  families: readonly NetworkFamily[],
): readonly NetworkFamily[] {
  return families.filter(({ name }) => names.length === 0 || names.includes(name));
}
