/**
 * Goal: a chart that no longer tells what a claim hears does not make the claim blind unnoticed.
 * Method: every action of the charts of dispatch-combine that emits is left out, one after the other; in one of a few small configurations
 * something is violated then, or a claim is vacuous that was not, so that `check --strict` refuses it. What is told of nothing but what must not happen is
 * not missed where all is well: that it is told, a mutant of the claim that hears it shows.
 */
import { describe, expect, it } from 'vitest';
import { enqueueActions } from 'xstate';
import { dispatchCombine } from '../../properties/dispatch-combine/family.js';
import { type Configuration, configurationOf, explore, type Network, patched } from '../../src/index.js';

const SMALL = { tokens: 1, layers: 1, routing: 'balanced' };
const FAILURE = { ...SMALL, tokens: 0, limit: 'probe', failures: 1 };

const configurations: Configuration[] = [
  SMALL,
  FAILURE,
  { ...SMALL, limit: 'probe', failures: 1 },
  { ...SMALL, credits: 1, flaps: 1, idleDies: 1 },
];

const networks = configurations.map((each) =>
  dispatchCombine.build(configurationOf(dispatchCombine, each), new Set()),
);

const vacuousIn = (network: Network): Set<string> | 'violated' => {
  const { verdict, vacuous } = explore(network);
  if (verdict === 'violated') return 'violated';
  return new Set(vacuous.flatMap(({ property }) => property ?? []));
};
const healthy = networks.map(vacuousIn);

/** An action of XState's own, or one that enqueues some. */
type Action = Partial<Record<'type' | 'collect', unknown>>;

const emits = ({ type, collect }: Action): boolean =>
  type === 'xstate.emit' || String(collect).includes('enqueue.emit(');

/** Told of nothing but an operator that hands over although it, or another one of its die, has given up. */
const OF_WRONGS = ['moe-stream tellEndedLate'];

const emitting = [
  ...new Set(
    networks.flatMap(({ components }) =>
      components.flatMap(({ machine }) =>
        Object.entries(machine.implementations.actions)
          .filter(([, action]) => emits(action as Action))
          .map(([action]) => `${machine.id} ${action}`),
      ),
    ),
  ),
];

/** Whether a network without this action is told from the healthy one. */
function isNoticed(at: number, machine: string, action: string): boolean {
  const network = networks[at]!;
  if (!network.components.some((component) => component.machine.id === machine)) return false;
  const patch = { provide: { [machine]: { actions: { [action]: enqueueActions(() => undefined) } } } };
  const found = vacuousIn(patched(network, { silent: { patch } }, new Set(['silent'])));
  if (found === 'violated') return true;
  return [...found].some((property) => !(healthy[at] as Set<string>).has(property));
}

describe('an observation that is no longer made', () => {
  it('is one of these', () => {
    expect(emitting).toHaveLength(18 + OF_WRONGS.length);
    expect(emitting).toEqual(expect.arrayContaining(OF_WRONGS));
    expect(healthy).not.toContain('violated');
  });

  it.each(emitting.filter((name) => !OF_WRONGS.includes(name)))('%s is missed', (name) => {
    const [machine, action] = name.split(' ') as [string, string];
    expect(networks.some((_, at) => isNoticed(at, machine, action))).toBe(true);
  });
});
