import type { AnyStateMachine } from 'xstate';
import { type ChartAction, namedActions } from './chart-names.js';
import { CheckError } from './errors.js';

/** Where XState's own actions keep the function that they were made of. */
interface MadeOf {
  readonly type?: string;
  readonly assignment?: unknown;
  readonly collect?: unknown;
}

/**
 * Refuses async functions where XState neither waits for them nor says so: what they come to would be lost, in production as in a search, and a claim
 * about it would be about nothing. These are seen before anything runs; whatever else makes a promise, or is not seen here, is refused when it does.
 *
 * @param where opens the sentence, for example `The component 'tm' of network 'two-phase-commit'`
 */
export function refuseAsyncFunctions(machine: AnyStateMachine, where: string): void {
  const refuse = (what: string) => {
    throw new CheckError(
      `${where} has ${what} of machine '${machine.id}' that is an async function: XState does not wait for it, and what it comes to is lost. ` +
        'Make it a plain function; what takes time is a component of its own, which answers by an event.',
    );
  };
  if (isAsync(machine.config.context)) refuse('a `context`');
  for (const [name, action] of namedActions(machine)) {
    if (isAsync(functionIn(action)))
      refuse(`an action ${name === undefined ? '' : `'${name}' `}(${kindOf(action)})`);
  }
}

const isAsync = (value: unknown) => Object.prototype.toString.call(value) === '[object AsyncFunction]';

function functionIn(action: ChartAction): unknown {
  const { assignment, collect } = action as MadeOf;
  return assignment ?? collect;
}

const kindOf = (action: ChartAction) => (action as MadeOf).type!.replace('xstate.', '');
