import type { AnyStateMachine } from 'xstate';
import { CheckError } from './errors.js';

/** A guard as `setup({ guards })` may hold it: a function (`and`, `or` and `not` hold guards of their own), or another guard by name. */
export type NamedGuard = string | { readonly type: string } | (((...args: never[]) => boolean) & Composite);

interface Composite {
  readonly guards?: readonly NamedGuard[];
}

/** The name that a guard refers to another one by; `undefined` for a function. */
export function referredGuard(guard: NamedGuard): string | undefined {
  if (typeof guard === 'function') return undefined;
  return typeof guard === 'string' ? guard : guard.type;
}

/** The guards that a guard is made of: those within `and`, `or` and `not`, or the one that it is another name of. */
export function guardsWithin(guard: NamedGuard | undefined): readonly NamedGuard[] {
  if (guard === undefined) return [];
  return typeof guard === 'function' ? (guard.guards ?? []) : [guard];
}

/**
 * Refuses names in `setup` that lead nowhere. XState looks a guard's name up until it comes to a function, as long as that takes;
 * an action or a delay that is only a name it does not look up: the one throws, the other is no delay at all.
 *
 * @param where opens the sentence, for example `The component 'tm' of network 'two-phase-commit'`
 */
export function refuseWrongNames(machine: AnyStateMachine, where: string): void {
  const { guards, actions, delays } = machine.implementations as unknown as Implementations;
  const inMachine = `of machine '${machine.id}'`;
  for (const [name, guard] of Object.entries(guards)) {
    if (isGuard(guard)) refuseWrongAlias(guards, name, where, inMachine);
    else {
      throw new CheckError(
        `${where} has a guard '${name}' ${inMachine} that is neither a function nor the name of another guard. Correct it in \`setup({ guards })\`.`,
      );
    }
  }
  for (const [name, action] of Object.entries(actions)) {
    if (action === undefined || typeof action === 'function') continue;
    throw new CheckError(
      `${where} has an action '${name}' ${inMachine} that is no function (${described(action)}); XState gives no action a second name. ` +
        'Write it out, or use enqueueActions(({ enqueue }) => enqueue(...)).',
    );
  }
  for (const [name, delay] of Object.entries(delays)) {
    if (delay === undefined || typeof delay === 'function' || typeof delay === 'number') continue;
    throw new CheckError(
      `${where} has a delay '${name}' ${inMachine} that is neither a number nor a function (${described(delay)}); XState would not wait at all. ` +
        'Give the number of milliseconds.',
    );
  }
}

interface Implementations {
  readonly guards: Readonly<Record<string, NamedGuard | undefined>>;
  readonly actions: Readonly<Record<string, unknown>>;
  readonly delays: Readonly<Record<string, unknown>>;
}

function isGuard(guard: unknown): guard is NamedGuard | undefined {
  if (typeof guard === 'object' && guard !== null)
    return typeof (guard as { type?: unknown }).type === 'string';
  return guard === undefined || typeof guard === 'function' || typeof guard === 'string';
}

/** Follows every way from a named guard through names, `and`, `or` and `not`; what comes back to a name on the way never ends. */
function refuseWrongAlias(
  guards: Implementations['guards'],
  start: string,
  where: string,
  inMachine: string,
): void {
  const finished = new Set<string>();
  const follow = (name: string, way: readonly string[]): void => {
    if (way.includes(name)) {
      throw new CheckError(
        `${where} has guards ${inMachine} that stand for one another in a circle: ${[...way.slice(way.indexOf(name)), name].join(' → ')}. ` +
          'Make one of them a function.',
      );
    }
    if (finished.has(name)) return;
    const guard = guards[name];
    const isAlias = guard !== undefined && typeof guard !== 'function';
    const within = (inner: NamedGuard): void => {
      const referred = referredGuard(inner);
      if (referred === undefined) guardsWithin(inner).forEach(within);
      else if (isAlias && guards[referred] === undefined) {
        throw new CheckError(
          `${where} has a guard '${name}' ${inMachine} that is another name of '${referred}', but no such guard is implemented. Name it in \`setup({ guards })\`.`,
        );
      } else follow(referred, [...way, name]);
    };
    guardsWithin(guard).forEach(within);
    finished.add(name);
  };
  follow(start, []);
}

function described(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : value === null ? 'null' : typeof value;
}
