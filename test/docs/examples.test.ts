// Goal: what documents show of descriptions is taken as it stands there. Method: the blocks are run as they are, with machines that do nothing in place of
// those that they leave out.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { blocksOf } from '../../bench/documents/documents.js';
import {
  choose,
  defineNetwork,
  explore,
  type FairnessSpec,
  type Network,
  type NetworkFamily,
  patched,
  sweep,
} from '../../src/index.js';
import { ROOT } from './document.js';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

it('the network of the modelling guide has every key of a table of channels, and a component that crashes', () => {
  const [block] = blocksOf(read('docs/modelling.md')).filter(({ lines }) =>
    lines.some((line) => line.includes('pairs:')),
  );
  const client = createMachine({ id: 'client', tags: 'rest', on: { ASK: {} } });
  const server = createMachine({ id: 'server', tags: 'rest' });
  const run = runInThisContext(
    `(defineNetwork, client, server) => ${block!.lines.join('\n').trim().replace(/;$/, '')}`,
  ) as (...names: readonly unknown[]) => Network;
  const network = run(defineNetwork, client, server);
  expect(Object.keys(network.channels)).toEqual(['pairs', 'events', 'default']);
  expect(explore(network)).toMatchObject({ verdict: 'holds', states: 2 });
});

it('the rules of the table of fairness are taken, each of its kind', () => {
  const rules = read('docs/liveness.md')
    .split('\n')
    .flatMap((line) => /^\| `(\{.*fairness: .*\})`/.exec(line)?.[1] ?? []);
  const units = rules.map((rule) => runInThisContext(`(${rule})`) as Record<string, string>);
  const fairness = { units } as unknown as FairnessSpec;
  const machine = createMachine({ id: 'm', tags: 'rest', on: { WANT: {} } });
  const search = createMachine({ id: 'search', tags: 'rest', invoke: { src: 'lookup', id: 'lookup' } });
  const components = {
    client: { machine, stimuli: [{ type: 'WANT' }] },
    server: { machine },
    search: { machine: search, actors: { lookup: {} } },
  };
  expect(defineNetwork({ name: 'told', components, fairness }).fairness.units).toHaveLength(rules.length);
  expect(new Set(units.flatMap((unit) => Object.keys(unit)))).toEqual(
    new Set(['from', 'to', 'component', 'timer', 'stimulus', 'actor', 'fairness']),
  );
});

it('the family of the modelling guide is one, with a sweep', () => {
  const [block] = blocksOf(read('docs/modelling.md')).filter(({ lines }) =>
    lines.some((line) => line.includes('export const lock')),
  );
  const source = block!.lines.join('\n').replace('export const lock =', 'return');
  const client = createMachine({ id: 'client', tags: 'rest' });
  const locker = createMachine({ id: 'locker', tags: 'rest' });
  const fault = { title: 'none', link: 'https://example.org', property: 'deadlock-freedom' };
  const run = runInThisContext(`(defineNetwork, patched, client, locker, fault) => {${source}}`) as (
    ...names: readonly unknown[]
  ) => NetworkFamily;
  const lock = run(defineNetwork, patched, client, locker, fault);
  for (const configuration of lock.exhaustive)
    expect(explore(choose(lock, configuration, ['unfenced']).network)).toMatchObject({ verdict: 'holds' });
  expect(sweep(lock, 'channels').cells).toHaveLength(4);
});
