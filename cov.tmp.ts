import { catalogue } from './properties/catalogue.js';
import { configurationOf, explore, mergeCoverage } from './src/index.js';
const C: any = { 'graph-launch': [{ dies: 1, iterations: 4, graphs: 2, ahead: 2 }, { dies: 2, iterations: 2 }], 'decode-pipeline': [{ dies: 2, denseLayers: 1 }, { dies: 2, microbatches: 1, steps: 2, ahead: 0 }], 'prefill-pipeline': [{ dies: 2, denseLayers: 1 }] };
const all = [];
for (const f of catalogue.families) { if (!['graph-launch','decode-pipeline','prefill-pipeline','moe-layer'].includes(f.name)) continue;
  for (const given of C[f.name] ?? f.exhaustive) all.push(explore(f.build(configurationOf(f, given), new Set())).coverage);
  for (const [id, { property }] of Object.entries(f.faults)) { const s = new Set([id]); all.push(explore(f.build(configurationOf(f, {}, s), s), { until: property }).coverage); } }
const c = mergeCoverage(all);
for (const m of [...c.machines, ...c.monitors]) if (m.states.unvisited.length + m.transitions.unvisited.length + m.guards.unvisited.length) console.log(m.machine, JSON.stringify([m.states.unvisited, m.transitions.unvisited, m.guards.unvisited]));
