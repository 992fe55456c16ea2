// Goal: a table tells of each claim and configuration whether it was put to the test, and does not make a part look like the whole.
// Method: a family whose networks have the claims of their parts, checked; and results by hand.

import { expect, it } from 'vitest';
import { hardCaseTable } from '../../src/check/hard-cases.js';
import { always, check, defineNetwork, type NetworkFamily, reachable, type View } from '../../src/index.js';
import { digraph } from '../support/digraph.js';

/** So many graphs, of which each but the last goes to b, and the last goes round for ever. */
const family: NetworkFamily = {
  name: 'graphs',
  title: 'graphs',
  parameters: { graphs: { kind: 'integer', min: 1, max: 3, default: 1, description: 'how many' } },
  faults: {},
  build: ({ graphs }) => {
    const ids = Array.from({ length: Number(graphs) }, (_, index) => `graph.${index}`);
    return defineNetwork({
      name: 'graphs',
      components: Object.fromEntries(
        ids.map((id, index) => {
          const isLast = index + 1 === ids.length;
          return [id, digraph({ a: [isLast ? 'c' : 'b'], b: [], c: ['a'] }, { b: ['rest'] })];
        }),
      ),
      properties: [
        ...ids.map((id) =>
          always(`in order of ${id}`, { then: () => true, hardCase: (view) => view.matches(id, 'b') }),
        ),
        ...(ids.length > 2 ? [always('only of three', () => true)] : []),
        reachable('starts', (view) => view.matches('graph.0', 'a')),
      ],
    });
  },
  exhaustive: [{ graphs: 1 }, { graphs: 3 }],
  campaign: { ranges: {}, stepsMax: 3 },
};

it('has a row for the claims that differ in an index, and a cell for each configuration', () => {
  const [summary] = check(family, { runs: 1 }).networks;
  expect(summary!.hardCases).toEqual({
    configurations: [{ graphs: 1 }, { graphs: 3 }],
    claims: [
      {
        claim: 'in order',
        things: 'graphs',
        properties: ['in order of graph.0', 'in order of graph.1', 'in order of graph.2'],
        cells: [
          { status: 'vacuous', tested: 1, met: 0 },
          { status: 'partly met', tested: 3, met: 2 },
        ],
      },
      {
        claim: 'only of three',
        things: '',
        properties: ['only of three'],
        cells: [
          { status: 'absent', tested: 0, met: 0 },
          { status: 'none', tested: 0, met: 0 },
        ],
      },
    ],
  });
  // That of the third graph is vacuous wherever it is.
  expect(summary!.unseen.vacuous.map(({ property }) => property)).toEqual(['in order of graph.2']);
});

it('a family has a vacuous claim where none of its configurations puts it to the test, whatever reasons they give', () => {
  const reason = 'alone, nobody is left to be told';
  const telling = (isApplicable: boolean): NetworkFamily => ({
    ...family,
    build: ({ graphs }) =>
      defineNetwork({
        name: 'graphs',
        components: { graph: digraph({ a: ['b'], b: isApplicable && graphs === 3 ? ['c'] : [], c: [] }) },
        properties: [
          always('told', {
            then: () => true,
            hardCase: (view) => view.matches('graph', 'c'),
            notApplicable: isApplicable && graphs === 3 ? undefined : reason,
          }),
        ],
      }),
  });
  const [shown] = check(telling(true), { runs: 1 }).networks;
  expect(shown!.unseen.vacuous).toEqual([]);
  expect(shown!.hardCases.claims).toEqual([
    {
      claim: 'told',
      things: '',
      properties: ['told'],
      reasons: [reason],
      cells: [
        { status: 'not applicable', tested: 0, met: 0 },
        { status: 'met', tested: 1, met: 1 },
      ],
    },
  ]);
  const [hidden] = check(telling(false), { runs: 1 }).networks;
  expect(hidden!.unseen.vacuous).toEqual([{ property: 'told', what: 'its hard case', why: reason }]);
});

it.each([
  ['met', [{ hardCase: 'met' }, { hardCase: 'met' }, {}], { status: 'met', tested: 2, met: 2 }],
  [
    'not seen in part',
    [{ hardCase: 'not seen' }, { hardCase: 'vacuous' }],
    { status: 'not seen', tested: 2, met: 0 },
  ],
  ['vacuous', [{ hardCase: 'vacuous' }, {}], { status: 'vacuous', tested: 1, met: 0 }],
  ['none', [{}, {}], { status: 'none', tested: 0, met: 0 }],
] as const)('properties of one claim together: %s', (_, members, cell) => {
  const properties = members.map((each, index) => ({
    name: `claim of part.${index}`,
    verdict: 'holds' as const,
    ...each,
  }));
  expect(hardCaseTable([{ parameters: {}, properties, vacuous: [] }]).claims[0]!.cells).toEqual([cell]);
});

it('a claim that says nothing for another reason is vacuous', () => {
  const table = hardCaseTable([
    {
      parameters: {},
      properties: [{ name: 'monitored', verdict: 'holds', hardCase: 'met' }],
      vacuous: [{ property: 'monitored', what: "the pending state 'owed'", why: 'never entered' }],
    },
  ]);
  expect(table.claims[0]!.cells).toEqual([{ status: 'vacuous', tested: 1, met: 0 }]);
});

/** Rings of `length` states: with 9 they have 81 states together, with 2 nobody is ever in `s2`. */
const rings = (hardCase: (length: number) => (view: View) => boolean): NetworkFamily => ({
  name: 'rings',
  title: 'rings',
  parameters: { length: { kind: 'integer', min: 2, max: 9, default: 2, description: 'states' } },
  faults: {},
  build: ({ length }) => {
    const count = Number(length);
    const names = Array.from({ length: count }, (_, at) => `s${at}`);
    const graph = Object.fromEntries(names.map((name, at) => [name, [names[(at + 1) % count]!]]));
    return defineNetwork({
      name: 'rings',
      components: { one: digraph(graph, { s0: ['rest'] }), other: digraph(graph, { s0: ['rest'] }) },
      properties: [always('claim', { then: () => true, hardCase: hardCase(count) })],
    });
  },
  exhaustive: [{ length: 9 }, { length: 2 }],
  campaign: { ranges: { length: { min: 2, max: 2 } }, stepsMax: 3 },
});

it('a hard case met where not all states were visited keeps its claim from being vacuous; one not met there does not', () => {
  const met = check(
    rings((length) => (view) => length > 2 && view.matches('one', 's2')),
    { runs: 1, statesMax: 20 },
  );
  expect(met.runs.map(({ result }) => 'verdict' in result && result.verdict)).toEqual([
    'inconclusive',
    'holds',
    'holds-in-sample',
  ]);
  expect(met.networks[0]!.hardCases.claims[0]!.cells.map(({ status }) => status)).toEqual(['met', 'vacuous']);
  expect(met.networks[0]!.unseen.vacuous).toEqual([]);
  const unmet = check(
    rings(() => (view) => view.matches('one', 's0') && view.matches('one', 's1')),
    { runs: 1, statesMax: 20 },
  );
  expect(unmet.networks[0]!.hardCases.claims[0]!.cells.map(({ status }) => status)).toEqual([
    'not seen',
    'vacuous',
  ]);
  expect(unmet.networks[0]!.unseen.vacuous).toMatchObject([{ property: 'claim', what: 'its hard case' }]);
});
