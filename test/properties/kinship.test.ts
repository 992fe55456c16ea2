// Goal: a reader is told whether a fault is the bug of its report itself, or one of its kind elsewhere. Method: a report is of one place, so that of the
// faults which cite it those of one network at most are that bug; and those whose place in the model is known to be another are named.

import { describe, expect, it } from 'vitest';
import { catalogue } from '../../properties/catalogue.js';
import { titleOf } from '../../src/report/listing.js';

const faults = catalogue.families.flatMap(({ name, faults: all }) =>
  Object.entries(all).map(([id, fault]) => ({ ...fault, id, network: name })),
);

describe('the kinship of faults', () => {
  it('of one report leads to one network at most, which may be there with numbers, too', () => {
    const reported = faults.filter(
      ({ title, kinship }) => !title.startsWith('textbook') && kinship !== 'its kind',
    );
    const networks = new Map<string, Set<string>>();
    for (const { link, network } of reported) {
      networks.set(link, (networks.get(link) ?? new Set()).add(network.replace(/-int8$/, '')));
    }
    const several = [...networks].filter(([, of]) => of.size > 1).map(([link, of]) => [link, ...of]);
    expect(several).toEqual([]);
  });

  it.each([
    ['drain-barrier', 'late-election'],
    ['core-pool', 'missing-dependency'],
    ['core-pool', 'skipped-task'],
    ['core-pool', 'G1'],
    ['dispatch-combine', 'D7'],
    ['dispatch-combine', 'D9'],
    ['grouped-gemm', 'A1'],
    ['grouped-gemm', 'D9'],
    ['decode-pipeline', 'D7'],
  ])('of %s %s is told: its report is of another place', (network, id) => {
    const fault = faults.find((each) => each.network === network && each.id === id)!;
    expect(fault.kinship).toBe('its kind');
    expect(titleOf(fault)).toBe(`${fault.title} (of the kind of its report)`);
  });
});
