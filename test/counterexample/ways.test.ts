/**
 * Goal: that a component is stuck, or that something is not possible any more, is confirmed by looking on from the end of the steps.
 * Method: small networks that can or cannot go on.
 */
import { describe, expect, it } from 'vitest';
import {
  alwaysPossible,
  defineNetwork,
  everyComponentCanRest,
  minimise,
  type Network,
  replay,
  type Violation,
} from '../../src/index.js';
import { digraph } from '../support/digraph.js';
import { clock, waiting } from '../support/endless-charts.js';

function judged(network: Network, property: string, steps: readonly string[] = []) {
  const { isViolated, message } = replay(network, { property, initial: 0, steps });
  return { isViolated, message };
}

const MET = 'from the end of the steps there is a way on, as it must be';

describe('a component is stuck', () => {
  const besideClock = (stimuli: readonly { type: 'REPLY' }[]) =>
    defineNetwork({
      name: 'beside a clock',
      components: { client: { machine: waiting, stimuli }, clock: { machine: clock } },
    });

  it('where others go on, and nothing ever comes to it', () => {
    expect(judged(besideClock([]), 'no-stuck-component')).toEqual({
      isViolated: true,
      message:
        "client in state 'waiting' is stuck: no step that can still come changes anything for it, and it is neither done nor at rest; client waits for REPLY, and nothing is on its way to it",
    });
  });

  it('but not where all come to a standstill, which is a deadlock', () => {
    const alone = defineNetwork({ name: 'alone', components: { client: { machine: waiting } } });
    expect(replay(alone, { property: 'no-stuck-component', initial: 0, steps: [] })).toMatchObject({
      isViolated: false,
      violated: ['deadlock-freedom'],
    });
  });

  it('and is not made small: no shorter run would show it', () => {
    const found: Violation = {
      property: 'no-stuck-component',
      message: 'it is stuck',
      initial: 0,
      steps: ['clock ⏱ second in tick'],
      minimality: 'as found',
    };
    expect(minimise(besideClock([]), found)).toBe(found);
  });

  it('but not while the environment can reach it', () => {
    expect(judged(besideClock([{ type: 'REPLY' }]), 'no-stuck-component')).toEqual({
      isViolated: false,
      message: MET,
    });
  });
});

describe('what must stay possible', () => {
  const graph = defineNetwork({
    name: 'graph',
    components: { graph: digraph({ a: ['b', 'c'], b: ['a'], c: ['d'], d: ['c'] }, { a: ['rest'] }) },
    properties: [alwaysPossible('home', (view) => view.matches('graph', 'a')), everyComponentCanRest],
  });

  it('is there while a way leads to it', () => {
    expect(judged(graph, 'home', ['environment ⇒ graph: b'])).toEqual({ isViolated: false, message: MET });
  });

  it('is not where no way does', () => {
    expect(judged(graph, 'home', ['environment ⇒ graph: c'])).toEqual({
      isViolated: true,
      message: 'from this state on it can never be true again, unless by a fault',
    });
  });

  it('may be that a component comes to rest', () => {
    const property = 'every-component-can-rest';
    expect(judged(graph, property)).toEqual({ isViolated: false, message: MET });
    expect(judged(graph, property, ['environment ⇒ graph: c'])).toEqual({
      isViolated: true,
      message: "graph in state 'c' can never come to rest again",
    });
  });
});
