import { assign, emit, sendTo, setup } from 'xstate';
import type { ComponentSpec } from '../../../src/index.js';

/**
 * By state and event (`after`: a timer), where it leads to, and what is done on the way: `'s1 b!GO ~LOUD'` goes to `s1`, sends `GO` to `b`, emits `LOUD`.
 * `+` adds one to `context.n`, `fail` throws. The first state is the initial one. A component may stay in every state but in those called `stuck`.
 */
export type Chart = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A component with a chart as small as can be. Events whose names are said last are stimuli: steps of its own, wherever they are handled. */
export function part(chart: Chart, ...stimuli: readonly string[]): ComponentSpec {
  const words = new Set(
    Object.values(chart).flatMap((on) => Object.values(on).flatMap((text) => text.split(' ').slice(1))),
  );
  const transition = (text: string) => {
    const [target, ...actions] = text.split(' ');
    return { target, actions };
  };
  const machine = setup({
    actions: Object.fromEntries([...words].map((word) => [word, doing(word)])) as never,
  }).createMachine({
    id: 'part',
    context: { n: 0 },
    initial: Object.keys(chart)[0]!,
    states: Object.fromEntries(
      Object.entries(chart).map(([state, on]) => {
        const { after, ...events } = Object.fromEntries(
          Object.entries(on).map(([event, text]) => [event, transition(text)]),
        );
        return [
          state,
          {
            tags: state === 'stuck' ? [] : ['rest'],
            on: events,
            ...(after === undefined ? {} : { after: { 9: after } }),
          },
        ];
      }),
    ),
  } as never);
  return { machine: machine as never, stimuli: stimuli.map((type) => ({ type })) };
}

function doing(word: string): unknown {
  if (word === '+') return assign({ n: ({ context }) => (context as { n: number }).n + 1 });
  if (word === 'fail') {
    return assign(() => {
      throw new Error('failed');
    });
  }
  if (word.startsWith('~')) return emit({ type: word.slice(1) });
  const [to, type] = word.split('!') as [string, string];
  return sendTo(({ system }) => system.get(to) as never, { type } as never);
}
