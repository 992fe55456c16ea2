/**
 * No chart has a state or a transition that nothing reaches, and every guard is seen to hold and not to hold: a few small searches
 * together, without faults and with some, must use every part of every chart in the catalogue, which has every monitor that they ran.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../properties/catalogue.js';
import type { Coverage } from '../../src/index.js';
import { inThread } from '../support/in-thread.js';

describe('every part of every chart is used', () => {
  let all: Coverage;

  beforeAll(async () => {
    all = await inThread('coverageOfCharts');
  });

  it('has all monitors', () => {
    expect(all.monitors.map(({ machine }) => machine).filter((id) => !(id in catalogue.machines))).toEqual(
      [],
    );
  });

  it.each(Object.keys(catalogue.machines))('%s', (id) => {
    const machine = all.machines.find((each) => each.machine === id);
    const chart = machine ?? all.monitors.find((each) => each.machine === id);
    expect(chart?.states.unvisited).toEqual([]);
    expect(chart?.transitions.unvisited).toEqual([]);
    // A monitor's guards fail where its property does.
    if (machine !== undefined) expect(machine.guards.unvisited).toEqual([]);
  });
});
