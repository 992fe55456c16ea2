import { createMachine, setup } from 'xstate';
import { tell } from './tell.js';

/**
 * Sends these messages in one step, in this order, when the environment says GO, and then rests.
 *
 * @param messages `[to, type]`
 */
export function sender(...messages: readonly (readonly [to: string, type: string])[]) {
  const names = messages.map(([to, type], index) => `send ${type} to ${to} (${index})`);
  return {
    machine: setup({
      actions: Object.fromEntries(messages.map(([to, type], index) => [names[index]!, tell(to, { type })])),
    }).createMachine({
      id: 'sender',
      initial: 'ready',
      states: {
        ready: { tags: 'rest', on: { GO: { target: 'sent', actions: names as never } } },
        sent: { tags: 'rest' },
      },
    }),
    stimuli: [{ type: 'GO' }],
  };
}

/** Takes these events one after the other, each in a state of its own (`0`, `1`, ...), and nothing else; always at rest. */
export function taker(...types: readonly string[]) {
  return {
    machine: createMachine({
      id: 'taker',
      initial: '0',
      states: Object.fromEntries(
        [...types, undefined].map((type, index) => [
          `${index}`,
          { tags: 'rest', on: type === undefined ? {} : { [type]: `${index + 1}` } },
        ]),
      ),
    }),
  };
}

/** Takes these events at any time; its state is the type of the last one, `none` at first; always at rest. */
export function mailbox(...types: readonly string[]) {
  return {
    machine: createMachine({
      id: 'mailbox',
      initial: 'none',
      tags: 'rest',
      states: { none: {}, ...Object.fromEntries(types.map((type) => [type, {}])) },
      on: Object.fromEntries(types.map((type) => [type, `.${type}`])),
    }),
  };
}
