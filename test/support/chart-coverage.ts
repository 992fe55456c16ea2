import { catalogue } from '../../properties/catalogue.js';
import {
  type Configuration,
  configurationOf,
  type Coverage,
  type Covered,
  explore,
  mergeCoverage,
  type NetworkFamily,
} from '../../src/index.js';

/** Configurations that use every part, and can be explored at once; of other families those that `check` explores. */
const CONFIGURATIONS: Readonly<Record<string, readonly Configuration[]>> = {
  'ub-path': [
    { messages: 2, slots: 1, credits: 1, flaps: 1 },
    { messages: 3, slots: 2, transfer: 'pull' },
    { messages: 3, slots: 2 },
  ],
  'ub-switch': [
    { nodes: 2, buffer: 2, packets: 3 },
    { nodes: 3, packets: 2, traffic: 'incast', routes: 'detour' },
  ],
  'core-pool': [{ layers: 1 }, { layers: 2, rebalance: 'once' }],
  'graph-launch': [
    { dies: 1, iterations: 4, graphs: 2, ahead: 2 },
    { dies: 2, iterations: 2 },
  ],
  'decode-pipeline': [
    { dies: 2, denseLayers: 1 },
    { dies: 2, microbatches: 1, steps: 2, ahead: 0 },
  ],
  'prefill-pipeline': [{ dies: 2, denseLayers: 1 }],
  'dispatch-combine': [
    { dies: 2, tokens: 1, layers: 2 },
    { dies: 2, tokens: 1, layers: 2, microbatches: 2, routing: 'balanced' },
    { dies: 2, tokens: 1, layers: 2, buffers: 'one-ack' },
    { dies: 2, tokens: 1, layers: 1, dispatchTransfer: 'pull', combineTransfer: 'pull' },
    { dies: 2, tokens: 2, layers: 1, cores: 2, routing: 'balanced' },
    { dies: 2, tokens: 2, layers: 1, ubufferSlots: 2, routing: 'balanced' },
    { dies: 2, tokens: 2, layers: 1, credits: 1, flaps: 1, routing: 'balanced' },
    { dies: 2, tokens: 1, layers: 2, limit: 'probe', failures: 1, flaps: 1, credits: 1 },
    { dies: 2, tokens: 1, layers: 1, limit: 'probe', failures: 1, buffers: 'one-ack' },
    {
      dies: 2,
      tokens: 1,
      layers: 1,
      limit: 'probe',
      failures: 1,
      dispatchTransfer: 'pull',
      combineTransfer: 'pull',
    },
    { dies: 2, tokens: 1, layers: 2, limit: 'probe', failures: 1, microbatches: 2, routing: 'balanced' },
    { dies: 3, tokens: 1, layers: 2, limit: 'probe', failures: 1, routing: 'balanced' },
    { dies: 3, tokens: 1, layers: 1, limit: 'probe', failures: 3, routing: 'balanced' },
  ],
};

function coverageOf(family: NetworkFamily, configurations: readonly Configuration[]): Coverage {
  const healthy = configurations.map((given) => {
    const result = explore(family.build(configurationOf(family, given), new Set()));
    if (result.violations.length > 0)
      throw new Error(`${family.name} violates ${result.violations[0]!.property}`);
    return result.coverage;
  });
  const own = mergeCoverage(healthy);
  const faulty = Object.entries(family.faults)
    .filter(([, { isLarge }]) => isLarge !== true)
    .map(([id, { property }]) => {
      const faults = new Set([id]);
      return explore(family.build(configurationOf(family, {}, faults), faults), { until: property }).coverage;
    });
  return mergeCoverage([own, ...faulty.map((coverage) => within(own, coverage))]);
}

/** What was used of parts that the healthy charts have: those that a fault adds to them are the fault's. */
function within(own: Coverage, { machines, monitors }: Coverage): Coverage {
  const known = (covered: Covered, all: Covered): Covered => {
    const names = new Set([...all.visited, ...all.unvisited]);
    return {
      visited: covered.visited.filter((name) => names.has(name)),
      unvisited: covered.unvisited.filter((name) => names.has(name)),
    };
  };
  return {
    machines: machines.flatMap((chart) => {
      const all = own.machines.find(({ machine }) => machine === chart.machine);
      if (all === undefined) return [];
      return {
        machine: chart.machine,
        states: known(chart.states, all.states),
        transitions: known(chart.transitions, all.transitions),
        guards: known(chart.guards, all.guards),
      };
    }),
    monitors,
  };
}

/** What all searches together use of every chart in the catalogue. */
export function coverageOfCharts(): Coverage {
  return mergeCoverage(
    catalogue.families.map((family) => coverageOf(family, CONFIGURATIONS[family.name] ?? family.exhaustive)),
  );
}
