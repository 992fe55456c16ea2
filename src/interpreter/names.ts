import { componentNamed, type ComponentSpec } from '../network/network.js';

/** What a machine calls the components of its network. */
export interface Names {
  /** The id of the component that it calls by a name; `undefined` if there is none. */
  readonly componentOf: (name: string) => string | undefined;
  /** Of several aliases of a component always the same: a chart may compare whom they stand for. */
  readonly nameOf: (name: string) => string;
}

/** Each is called by its id. */
export const OWN_NAMES: Names = { componentOf: (name) => name, nameOf: (name) => name };

type Named = Pick<ComponentSpec, 'aliases'>;

/** What a component of a network calls others. */
export function namesOf(spec: Named, isComponent: (id: string) => boolean): Names {
  const aliases = representatives(spec);
  return {
    componentOf: (name) => {
      const named = componentNamed(spec, name);
      return isComponent(named) ? named : undefined;
    },
    nameOf: (name) => aliases.get(name) ?? name,
  };
}

/** By alias that another one of the same component stands for: that one, always the same. Hardly any component has such. */
export function representatives({ aliases = {} }: Named): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  const others = new Map<string, string>();
  for (const name of Object.keys(aliases).toSorted()) {
    const before = first.get(aliases[name]!);
    if (before === undefined) first.set(aliases[name]!, name);
    else others.set(name, before);
  }
  return others;
}
