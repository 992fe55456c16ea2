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
  return {
    componentOf: (name) => {
      const named = componentNamed(spec, name);
      return isComponent(named) ? named : undefined;
    },
    nameOf: (name) => aliasOf(spec, name),
  };
}

/** Of several aliases of a component always the same; a name that is no alias stands for itself. */
export function aliasOf({ aliases }: Named, name: string): string {
  if (aliases === undefined || !Object.hasOwn(aliases, name)) return name;
  const alike = Object.keys(aliases).filter((alias) => aliases[alias] === aliases[name]);
  return alike.toSorted()[0]!;
}
