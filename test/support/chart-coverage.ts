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

/** Searches of a family that are needed to use all parts of its charts. */
interface Searches {
  /** Of networks without faults, which violate nothing. */
  readonly healthy: readonly Configuration[];
  /** Of networks with one fault, up to its violation: parts that nothing else reaches, or not in so few states. */
  readonly faults?: readonly string[];
}

/** The smallest that were found: of each the test would miss a part. */
const SEARCHES: Readonly<Record<string, Searches>> = {
  'ub-path': {
    healthy: [{ messages: 3, slots: 2, transfer: 'pull' }],
    faults: ['uncounted-acknowledgements'],
  },
  'dispatch-combine-int8': { healthy: [{ expertsPerDie: 1, topK: 1 }] },
  'ub-switch': { healthy: [{ nodes: 2, buffer: 2, packets: 3 }] },
  'core-pool': { healthy: [{ layers: 1 }, { layers: 3, streams: 'moe' }] },
  'graph-launch': {
    healthy: [
      { dies: 1, iterations: 4, graphs: 2, ahead: 2 },
      { dies: 2, iterations: 2 },
    ],
  },
  'grouped-gemm': {
    healthy: [
      { experts: 17, vectors: 2, routing: 'all' },
      { experts: 32, vectors: 1, routing: 'alternate' },
    ],
    faults: ['limit-above-depth'],
  },
  'drain-barrier': { healthy: [{ threads: 3, tasks: 2 }], faults: ['stale-election'] },
  'decode-pipeline': { healthy: [{ dies: 2, microbatches: 1, steps: 2, ahead: 0 }], faults: ['D4'] },
  'prefill-pipeline': { healthy: [{ dies: 2, denseLayers: 1 }] },
  'moe-layer': { healthy: [{ dies: 3, tokens: 2, granularity: 'rank' }] },
  'context-cache': {
    healthy: [
      { ranks: 2, instances: 1, requests: 2, prompts: 1, slots: 1, servers: 1, evs: 0 },
      { lost: 'reads', stored: 2, instances: 1, requests: 2, prompts: 1 },
      { lost: 'puts', losses: 1, timeouts: 2, instances: 1, length: 1, servers: 1 },
      { timeouts: 2, length: 1, servers: 1 },
      { lost: 'puts', losses: 1, instances: 1, slots: 1 },
      { stored: 1, evs: 1 },
      { requests: 2, servers: 1, high: 1, instances: 1, evs: 2 },
      { timeouts: 1, length: 1, prompts: 1, servers: 1, slots: 3, high: 2 },
      { lost: 'reads', losses: 1, stored: 1, length: 1, instances: 1, servers: 1 },
      { deaths: 1, ranks: 2, instances: 1, stored: 1 },
      { quota: 2, requests: 2, servers: 1, slots: 3, instances: 1, evs: 2 },
      { stored: 2, quota: 1 },
    ],
    faults: ['no-namespace', 'lease-not-checked', 'join-untold'],
  },
  'model-cache': { healthy: [{ copies: 1 }], faults: ['mixed-versions', 'evicted-while-loaded'] },
  'request-life': {
    healthy: [
      { requests: 2, aborts: 1, pages: 2, tokens: 1 },
      { requests: 2, aborts: 1, growth: 0, retries: 0 },
      { requests: 1, prefills: 2, aborts: 1, deaths: 1, chunks: 2 },
      { requests: 1, aborts: 2, handles: 2 },
      { requests: 2, tokens: 3 },
      {
        requests: 2,
        prefills: 2,
        deaths: 1,
        of: 'prefill',
        left: 'wedged',
        tokens: 1,
        growth: 0,
        retries: 0,
      },
      { requests: 3, longest: 4, pages: 1, aborts: 1, by: 'decode', tokens: 1, growth: 0, retries: 0 },
    ],
    faults: ['G1'],
  },
  'kv-transfer': {
    healthy: [
      {
        blocks: 2,
        pairs: 2,
        decodePages: 4,
        prefillPages: 4,
        pairFailures: 1,
        retries: 1,
        aborts: 0,
      },
      { direction: 'pull', fails: 'prefill', comesBack: 'yes', prefills: 2 },
      { pairFailures: 1, fails: 'prefill', comesBack: 'yes', decodePages: 1, aborts: 0, prefixes: 'kept' },
      { fails: 'prefill', comesBack: 'yes', abortsAt: 'prefill', decodePages: 1 },
      { direction: 'push', decodes: 2, fails: 'decode' },
      { fails: 'prefill', abortsAt: 'both', decodePages: 1 },
      { requests: 3, fails: 'prefill', comesBack: 'yes', decodePages: 1, prefillPages: 1, aborts: 0 },
      { direction: 'push', blocks: 2, pairs: 2, decodePages: 4, prefillPages: 3, abortsAt: 'both' },
      { direction: 'push', prefills: 2, fails: 'prefill' },
      { direction: 'push', requests: 3, pairs: 2, records: 1, aborts: 0, fails: 'prefill' },
      { direction: 'push', prefills: 2, records: 1 },
      { fails: 'decode', decodePages: 1 },
      { direction: 'push', decodePages: 1, abortsAt: 'both', prefixes: 'kept' },
      { decodePages: 1, prefillPages: 1, abortsAt: 'both', prefixes: 'kept' },
    ],
    faults: ['lost-message', 'notified-before-data', 'returned-call'],
  },
  'dispatch-combine': {
    healthy: [
      { dies: 2, tokens: 1, layers: 2, limit: 'probe', failures: 1, microbatches: 2, routing: 'balanced' },
      { dies: 3, tokens: 1, layers: 1, limit: 'probe', failures: 3, routing: 'balanced' },
      { dies: 3, tokens: 1, layers: 2, limit: 'probe', failures: 1, routing: 'balanced' },
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
    ],
    faults: ['one-replica', 'A3', 'B10', 'C8', 'queue-depth'],
  },
};

function healthyCoverage(family: NetworkFamily, configurations: readonly Configuration[]): Coverage {
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
    catalogue.families.flatMap((family) => {
      const { healthy = [], faults = [] } = SEARCHES[family.name] ?? {};
      const own = healthyCoverage(family, healthy);
      return [own, ...faults.map((id) => within(own, faultyCoverage(family, id)))];
    }),
  );
}
