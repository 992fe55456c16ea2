// Goal: a plain network can stand wherever a family can.

import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { defineNetwork } from '../../src/index.js';
import { familyOf } from '../../src/network/family.js';
import { configurationOf, faultsOf } from '../../src/network/parameters.js';

const machine = createMachine({ id: 'm' });
const network = defineNetwork({ name: 'lonely', components: { a: { machine } } });

describe('familyOf', () => {
  it('is a family of this one network', () => {
    const only = familyOf(network);
    expect(only).toMatchObject({ name: 'lonely', parameters: {}, faults: {}, exhaustive: [{}] });
    expect(only.build({}, new Set())).toBe(network);
    expect(configurationOf(only, {})).toEqual({});
    expect(faultsOf(only, [])).toEqual(new Set());
  });

  it('tells how many components the network has', () => {
    const two = defineNetwork({ name: 'pair', components: { a: { machine }, b: { machine } } });
    expect(familyOf(two).title).toBe('a network of 2 components');
  });
});
