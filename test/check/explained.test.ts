/**
 * Goal: what the same steps violate is one counterexample, named by the gravest of it.
 * Method: a deadlock that two obligations are not met by; the evidence of all three has one explanation.
 */
import { expect, it } from 'vitest';
import { setup } from 'xstate';
import { corePools } from '../../properties/core-pool/family.js';
import { evidencesOf } from '../../src/check/evidence.js';
import { asFamily, choose, defineNetwork, explore } from '../../src/index.js';
import { evidenceTexts } from '../../src/report/evidence.js';
import { counterexampleText } from '../../src/vitest/failure.js';

it('three violations by the same steps are told once, a standstill before what never comes', () => {
  const chosen = choose(corePools, {}, ['D2']);
  const { violations } = explore(chosen.network, { until: 'deadlock-freedom', progressChecks: false });
  const evidence = evidencesOf(chosen, violations.toReversed(), {});
  const [explanation, ...others] = new Set(evidence.map((each) => each.explanation));
  expect(others).toEqual([]);
  expect(explanation).toMatchObject({
    property: 'deadlock-freedom',
    also: [{ property: 'kernel-order of die 1' }, { property: 'kernel-order of die 0' }],
    faults: [{ id: 'D2', link: 'https://github.com/hw-native-sys/pypto/pull/2391' }],
  });
  expect(evidenceTexts(evidence)).toHaveLength(1);
});

// Such a violation has no state, of which an explanation could tell.
it('a network that fails as it starts is violated, and told without an explanation', () => {
  const machine = setup({}).createMachine({
    id: 'broken',
    context: () => {
      throw new Error('no context');
    },
  });
  const network = defineNetwork({ name: 'broken', components: { a: { machine } } });
  const evidence = evidencesOf(choose(asFamily(network), {}, []), explore(network).violations, {});
  expect(evidence).toMatchObject([{ violation: { property: 'no-exception', steps: [] } }]);
  expect(evidenceTexts(evidence)[0]).toContain('a throws as it starts: no context');
  expect(counterexampleText(network, evidence[0]!, true)).toContain('a throws as it starts: no context');
});
