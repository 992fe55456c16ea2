// Goal: words for a slot or a page are not said of all slots together, nor of a part of one: claims speak of those, too.
// Method: every variable that a component has at the start, the lists that they are in, and what they consist of.

import { expect, it } from 'vitest';
import { initialTransition } from 'xstate';
import { catalogue } from '../../properties/catalogue.js';
import { configurationOf } from '../../src/index.js';

/** Each path into a value, with what is there. */
function* partsOf(value: unknown, path: readonly string[] = []): Generator<[readonly string[], unknown]> {
  if (path.length > 0) yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) yield* partsOf(part, [...path, key]);
}

it.each(catalogue.families)('$name says nothing undefined of what holds several', (family) => {
  const { componentIds, components, describe } = family.build(configurationOf(family, {}), new Set());
  const said = componentIds.flatMap((id, at) => {
    const { machine, input } = components[at]!;
    const [{ context }] = initialTransition(machine, input);
    return [...partsOf(context)].flatMap(([path, value]) => [
      describe?.place?.(id, path),
      describe?.cell?.(id, path, value),
      describe?.change?.(id, path, value, value, { kind: 'crash', component: id }),
    ]);
  });
  expect(said.filter((text) => text !== undefined && /undefined|NaN|\[object/u.test(text))).toEqual([]);
});
