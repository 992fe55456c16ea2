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

/** Configurations beside those of `check`: what dies or is lost while something else is late. */
const FURTHER: Readonly<Record<string, readonly Configuration[]>> = {
  'context-cache': [
    { deaths: 1, ranks: 2, instances: 1, stored: 1 },
    { lost: 'puts', losses: 1, timeouts: 2, instances: 1, length: 1, servers: 1 },
    { lost: 'reads', losses: 1, stored: 1, length: 1, instances: 1, servers: 1 },
  ],
};

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
  'request-life': [
    { requests: 1, aborts: 2, handles: 2 },
    { requests: 1, prefills: 2, aborts: 1, deaths: 1, chunks: 2 },
    { requests: 1, decodes: 2, deaths: 1, of: 'decode' },
    { requests: 1, prefills: 2, deaths: 1, left: 'wedged' },
    { requests: 2, aborts: 1, growth: 0, retries: 0 },
    { requests: 2, aborts: 1, pages: 2, tokens: 1 },
    { requests: 2, tokens: 3 },
    { requests: 2, tokens: 1, longest: 4 },
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
    { dies: 3, tokens: 1, layers: 1, redundant: 1, routing: 'balanced' },
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

function healthyCoverage(family: NetworkFamily): Coverage {
  const configurations = [
    ...(CONFIGURATIONS[family.name] ?? family.exhaustive),
    ...(FURTHER[family.name] ?? []),
  ];
  return mergeCoverage(
    configurations.map((given) => {
      const result = explore(family.build(configurationOf(family, given), new Set()));
      if (result.violations.length > 0)
        throw new Error(`${family.name} violates ${result.violations[0]!.property}`);
      return result.coverage;
    }),
  );
}

function faultyCoverage(family: NetworkFamily, id: string): Coverage {
  const faults = new Set([id]);
  const network = family.build(configurationOf(family, {}, faults), faults);
  return explore(network, { until: family.faults[id]!.property }).coverage;
}

/** Whether nothing is left to use of the charts that a family has. A monitor's guards fail where its property does. */
function isUsed(all: Coverage, own: Coverage): boolean {
  const names = new Set([...own.machines, ...own.monitors].map(({ machine }) => machine));
  const machines = all.machines.filter(({ machine }) => names.has(machine));
  const monitors = all.monitors.filter(({ machine }) => names.has(machine));
  const parts = [...machines, ...monitors].flatMap(({ states, transitions }) => [states, transitions]);
  return [...parts, ...machines.map(({ guards }) => guards)].every(({ unvisited }) => unvisited.length === 0);
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

/** What all searches together use of every chart in the catalogue: without faults, and with the faults that are needed to use all of it. */
export function coverageOfCharts(): Coverage {
  const healthy = catalogue.families.map((family) => [family, healthyCoverage(family)] as const);
  let all = mergeCoverage(healthy.map(([, coverage]) => coverage));
  for (const [family, own] of healthy) {
    for (const [id, { isLarge }] of Object.entries(family.faults)) {
      if (isUsed(all, own)) break;
      if (isLarge !== true) all = mergeCoverage([all, within(own, faultyCoverage(family, id))]);
    }
  }
  return all;
}
