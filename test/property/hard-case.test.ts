// Goal: a claim says what puts it to the test, and that it was never put to it is said; the hard case changes neither states nor verdicts.
// Method: hand-drawn directed graphs with each kind of claim, explored, walked, and searched without tables.

import { describe, expect, it } from 'vitest';
import { createMachine, emit, setup } from 'xstate';
import {
  always,
  defineNetwork,
  explore as exploreOnly,
  monitor,
  type Property,
  walk,
} from '../../src/index.js';
import type { View } from '../../src/network/property.js';
import { plainSearch } from '../../src/reference/plain-search.js';
import { explore } from '../support/agreement.js';
import { digraph } from '../support/digraph.js';

const at = (node: string) => (view: View) => view.matches('graph', node);
const CYCLE = { a: ['b'], b: ['a'], far: ['a'] };
const networkOf = (...properties: readonly Property[]) =>
  defineNetwork({ name: 'graph', components: { graph: digraph(CYCLE) }, properties });

const forbidden = createMachine({
  id: 'forbidden',
  initial: 'fine',
  states: { fine: { on: { step: 'fine', BAD: 'bad' } }, bad: { tags: 'violation' } },
});

const statusOf = ({ properties }: ReturnType<typeof explore>) =>
  Object.fromEntries(
    properties.flatMap(({ name, hardCase }) => (hardCase === undefined ? [] : [[name, hardCase]])),
  );

describe('the hard case of a claim', () => {
  const network = networkOf(
    always('tested', { then: () => true, hardCase: at('b') }),
    always('untested', { then: () => true, hardCase: at('far') }),
    always('without', () => true),
    always('with a condition', { when: at('b'), then: () => true, hardCase: at('a') }),
    always('whose condition is not met', { when: at('far'), then: () => true, hardCase: at('a') }),
    always('of a margin', { then: () => 3, hardCase: at('far') }),
    monitor('monitored', forbidden, undefined, { hardCase: at('b') }),
    monitor('monitored in vain', forbidden, undefined, { hardCase: at('far') }),
  );

  it('that occurs is met; that does not is vacuous, and the claim holds all the same', () => {
    const result = explore(network);
    expect(result).toMatchObject({ verdict: 'holds', states: 2 });
    expect(statusOf(result)).toEqual({
      tested: 'met',
      untested: 'vacuous',
      'with a condition': 'met',
      'whose condition is not met': 'vacuous',
      'of a margin': 'vacuous',
      monitored: 'met',
      'monitored in vain': 'vacuous',
    });
    const why = 'it occurred in no state, so that the claim was never put to the test';
    expect(result.vacuous).toEqual([
      { property: 'untested', what: 'its hard case', why },
      {
        property: 'whose condition is not met',
        what: 'its `when`',
        why: 'it was true in no state, so that nothing was claimed',
      },
      { property: 'of a margin', what: 'its hard case', why },
      { property: 'monitored in vain', what: 'its hard case', why },
    ]);
    expect(plainSearch(network).hardCases).toEqual([
      'monitored',
      'tested',
      'whose condition is not met',
      'with a condition',
    ]);
  });

  it('is only not seen where not every state was', () => {
    for (const result of [
      exploreOnly(network, { statesMax: 1 }),
      walk(network, { seed: 1, walks: 2, stepsMax: 9 }),
    ]) {
      expect(result.vacuous).toEqual([]);
      expect(result.neverSeen).toContainEqual({ property: 'untested', what: 'its hard case' });
      expect(result.properties.find(({ name }) => name === 'untested')!.hardCase).toBe('not seen');
    }
  });

  it('that cannot occur is not applicable, with the reason', () => {
    const notApplicable = 'the graph is a circle';
    const inapplicable = networkOf(
      always('far away', { then: () => true, hardCase: at('far'), notApplicable }),
      monitor('monitored', forbidden, undefined, { hardCase: at('far'), notApplicable }),
    );
    const result = explore(inapplicable);
    expect(result).toMatchObject({ verdict: 'holds', vacuous: [] });
    expect(statusOf(result)).toEqual({ 'far away': 'not applicable', monitored: 'not applicable' });
    expect(result.notApplicable).toEqual(
      ['far away', 'monitored'].map((property) => ({ property, what: 'its hard case', why: notApplicable })),
    );
  });

  it('that is said not to be applicable, and occurs, is refused, unless something is violated', () => {
    const wrong = { hardCase: at('b'), notApplicable: 'nobody comes to b' };
    expect(() => exploreOnly(networkOf(always('near', { then: () => true, ...wrong })))).toThrow(
      "The property 'near' is said not to be applicable in this network ('nobody comes to b'), and its hard case occurs. Take its `notApplicable` out, or correct the one or the other.",
    );
    const bad = always('bad', at('a'));
    const faulty = exploreOnly(networkOf(always('near', { then: () => true, ...wrong }), bad), {
      afterViolation: 'continue',
    });
    expect(faulty.verdict).toBe('violated');
    expect(statusOf(faulty)).toEqual({ near: 'met' });
  });

  it.each([
    { hardCase: at('b'), notApplicable: ' ' },
    { when: at('b'), notApplicable: 'no hard case' },
  ])('needs a reason, and a reason needs a hard case: %j', (claim) => {
    expect(() => always('odd', { then: () => true, ...claim })).toThrow(
      "The `notApplicable` of property 'odd' must be the reason, as a text, why its `hardCase` cannot occur in this network; give both, or neither.",
    );
  });

  it('does not hide a violation, and is no violation', () => {
    const result = explore(networkOf(always('bad', { then: at('a'), hardCase: at('far') })));
    expect(result.violations).toMatchObject([{ property: 'bad', message: 'it is false in this state' }]);
  });
});

describe('several situations', () => {
  const claim = (name: string, ...situations: ((view: View) => boolean)[]) =>
    always(name, { then: () => true, hardCase: situations });

  it('are one hard case, which any of them is', () => {
    const network = networkOf(
      claim('the first', at('b'), at('far')),
      claim('the last', at('far'), at('b')),
      claim('none', at('far'), at('far')),
      monitor('monitored', forbidden, undefined, { hardCase: [at('far'), at('b')] }),
    );
    const result = explore(network);
    expect(statusOf(result)).toEqual({
      'the first': 'met',
      'the last': 'met',
      none: 'vacuous',
      monitored: 'met',
    });
    expect(result.vacuous.map(({ property }) => property)).toEqual(['none']);
  });

  it('are met in walks as in searches', () => {
    const result = walk(networkOf(claim('the last', at('far'), at('b'))), { seed: 1, walks: 1, stepsMax: 9 });
    expect(statusOf(result as never)).toEqual({ 'the last': 'met' });
  });

  it('are refused where there is none, or one that is no function', () => {
    expect(() => claim('p')).toThrow(
      "The `hardCase` of property 'p' is an empty list; give a function of the view, or several.",
    );
    expect(() => claim('p', at('a'), 'b' as never)).toThrow(
      "The `hardCase` of property 'p' is a string; give a function of the view.",
    );
    const byHand = { kind: 'always', name: 'p', holds: () => true, hardCase: [at('a'), 'b'] } as never;
    expect(() => networkOf(byHand)).toThrow('has a `hardCase` that is no function; give one of the view');
  });
});

it('once it has occurred it is not asked again, in walks either', () => {
  let asked = 0;
  const counting = (view: View) => {
    asked++;
    return view.matches('graph', 'a') && view.waiting('graph', 'graph').length === 0;
  };
  const network = networkOf(always('claim', { then: () => true, hardCase: counting }));
  exploreOnly(network);
  // Twice in the first state, since a sample is asked again; and once more when all states have been seen, and when endless runs have been judged.
  expect(asked).toBe(4);
  asked = 0;
  exploreOnly(network, { progressChecks: false });
  expect(asked).toBe(3);
  asked = 0;
  walk(network, { seed: 1, walks: 20, stepsMax: 50 });
  expect(asked).toBe(3);
});

describe('refused is a hard case that', () => {
  const refused = (hardCase: (view: View) => boolean, message: string) => {
    for (const property of [
      always('p', { then: () => true, hardCase }),
      monitor('p', forbidden, undefined, { hardCase }),
    ]) {
      expect(() => exploreOnly(networkOf(property))).toThrow(message);
    }
  };

  it('gives something else than true or false', () => {
    refused((() => 1) as never, "The `hardCase` of property 'p' gives 1; it must give true or false.");
    const byHand = { kind: 'always', name: 'p', holds: () => true, hardCase: () => 1 } as never;
    expect(() => exploreOnly(networkOf(byHand))).toThrow("The `hardCase` of property 'p' gives 1");
    expect(() => plainSearch(networkOf(byHand))).toThrow("The `hardCase` of property 'p' gives 1");
  });

  it('throws, or names what there is not', () => {
    refused(() => {
      throw new Error('out of range');
    }, "The `hardCase` of property 'p' throws: out of range. Correct it.");
    refused(at('c'), "In the property 'p': The machine 'graph' of component 'graph' has no state 'c'");
    refused(
      (view) => view.context<{ cuont?: number }>('graph').cuont === 1,
      "The `hardCase` of property 'p' reads the field 'cuont' of the context of component 'graph', which no state of it has",
    );
  });

  it('changes its mind', () => {
    let calls = 0;
    refused(
      () => calls++ % 2 === 1,
      "The `hardCase` of property 'p' gives different answers for one state; it must depend on the view only.",
    );
  });
});

it('a monitor that hears nothing is vacuous for both reasons', () => {
  const silent = setup({ actions: { say: emit({ type: 'SAID' } as never) } }).createMachine({
    id: 's',
    tags: 'rest',
  });
  const deaf = createMachine({
    id: 'deaf',
    initial: 'fine',
    states: { fine: { on: { SAID: 'bad' } }, bad: { tags: 'violation' } },
  });
  const network = defineNetwork({
    name: 'n',
    components: { s: { machine: silent } },
    properties: [monitor('m', deaf, undefined, { from: ['s'], hardCase: (view) => view.isDone('s') })],
  });
  expect(exploreOnly(network).vacuous.map(({ what }) => what)).toEqual([
    'its hard case',
    'the monitor, which cannot leave its first state',
    "'s' in its `from`",
  ]);
});
