// Goal: in a network whose properties are a function, a misspelt name is an error of the types, and the right name is none.
// Method: each wrong snippet is compiled and its message compared, beside its correct twin; one program for all of them.

import { describe, expect, it } from 'vitest';
import { messagesOf } from './compile.js';

const HEAD = `
import { createMachine, setup } from 'xstate';
import { type AlwaysProperty, always, type ComponentSpec, defineNetwork, explore, type Property, reachable, type View } from '../../src/index.js';

const editor = setup({
  types: {
    context: {} as { saves: number; note?: string },
    events: {} as { type: 'SAVE'; text: string } | { type: 'FAIL' },
    tags: {} as 'rest' | 'busy',
    input: {} as { from: number },
  },
}).createMachine({
  id: 'editor',
  context: ({ input }) => ({ saves: input.from }),
  initial: 'idle',
  states: {
    idle: { tags: 'rest', on: { SAVE: 'run', FAIL: 'failed' } },
    run: {
      tags: 'busy',
      type: 'parallel',
      states: { disk: { initial: 'open', states: { open: {}, shut: {} } }, screen: { initial: 'on', states: { on: {} } } },
    },
    failed: {},
  },
});
const disk = setup({ types: { events: {} as { type: 'WRITE' } } }).createMachine({ id: 'disk', on: { WRITE: {} } });
const watching = createMachine({ id: 'watching', tags: 'pending' });
const untyped = createMachine({ id: 'untyped', initial: 'one', states: { one: { on: { GO: 'one' } } } });
`;

const COMPONENTS = `components: {
  editor: { machine: editor, input: { from: 0 }, stimuli: [{ type: 'FAIL' }] },
  disk: { machine: disk },
},`;

/** A network with these properties, before or after its components. */
const withProperties = (properties: string, isBefore = false) => {
  const listed = `properties: ({ always, reachable, monitor }) => [${properties}],`;
  const parts = isBefore ? [listed, COMPONENTS] : [COMPONENTS, listed];
  return `${HEAD} export const network = defineNetwork({ name: 'n', ${parts.join('\n')} });`;
};
const property = (predicate: string) => withProperties(`always('claim', (view) => ${predicate})`);
const before = (predicate: string) => withProperties(`always('claim', (view) => ${predicate})`, true);
const network = (rest: string) => `${HEAD} export const network = defineNetwork({ name: 'n', ${rest} });`;
const explored = (options: string) =>
  `${withProperties(`always('never fails', (view) => !view.matches('editor', 'failed'))`)}
   explore(network, ${options});`;

/** Wrong, right, and what is said of the wrong one. */
const PAIRS: Readonly<Record<string, readonly [wrong: string, right: string, message: string]>> = {
  state: [
    property(`!view.matches('editor', 'faild')`),
    property(`!view.matches('editor', 'failed')`),
    `'"faild"' is not assignable to`,
  ],
  'state, properties first': [
    before(`!view.matches('editor', 'faild')`),
    before(`!view.matches('editor', 'failed')`),
    `'"faild"' is not assignable to`,
  ],
  'state within a region': [
    property(`view.matches('editor', { run: { disk: 'opn' } })`),
    property(`view.matches('editor', { run: { disk: 'open' } })`),
    `'"opn"' is not assignable to`,
  ],
  region: [
    property(`view.matches('editor', { run: 'dsk' })`),
    property(`view.matches('editor', { run: 'disk' })`),
    `'"dsk"' is not assignable to`,
  ],
  component: [
    property(`view.isDone('editr')`),
    property(`view.isDone('editor')`),
    `'"editr"' is not assignable to parameter of type`,
  ],
  'component of a pair': [
    property(`view.waiting('editor', 'disc').length === 0`),
    property(`view.waiting('editor', 'disk').length === 0`),
    `'"disc"' is not assignable to`,
  ],
  'component that messages wait for': [
    property(`view.sendersTo('disc').length === 0`),
    property(`view.sendersTo('disk').length === 0`),
    `'"disc"' is not assignable to`,
  ],
  sender: [
    property(`view.sendersTo('disk').every((from) => from !== 'editr')`),
    property(`view.sendersTo('disk').every((from) => from !== 'editor')`),
    `have no overlap`,
  ],
  'type of a waiting message': [
    property(`view.waiting('editor', 'disk').every(({ type }) => type !== 'WRTE')`),
    property(`view.waiting('editor', 'disk').every(({ type }) => type !== 'WRITE')`),
    `This comparison appears to be unintentional because the types '"WRITE"' and '"WRTE"' have no overlap`,
  ],
  tag: [
    property(`view.hasTag('editor', 'bsy')`),
    property(`view.hasTag('editor', 'busy')`),
    `'"bsy"' is not assignable to parameter of type '"rest" | "busy"'`,
  ],
  'context field': [
    property(`view.context('editor').savs < 3`),
    property(`view.context('editor').saves < 3`),
    `Property 'savs' does not exist on type`,
  ],
  'context field, properties first': [
    before(`view.context('editor').savs < 3`),
    before(`view.context('editor').saves < 3`),
    `Property 'savs' does not exist on type`,
  ],
  'context of a component': [
    property(`view.context('editr').saves < 3`),
    property(`view.context('editor').saves < 3`),
    `'"editr"' is not assignable to`,
  ],
  'hard case of a claim': [
    withProperties(`always('c', { hardCase: (view) => view.matches('editor', 'rn'), then: () => true })`),
    withProperties(`always('c', { hardCase: (view) => view.matches('editor', 'run'), then: () => true })`),
    `'"rn"' is not assignable to`,
  ],
  'hard case of a monitor': [
    withProperties(`monitor('m', watching, undefined, { hardCase: (view) => view.isDone('dsk') })`),
    withProperties(`monitor('m', watching, undefined, { hardCase: (view) => view.isDone('disk') })`),
    `'"dsk"' is not assignable to`,
  ],
  'when of a claim': [
    withProperties(`always('c', { when: (view) => view.matches('editor', 'rn'), then: () => true })`),
    withProperties(`always('c', { when: (view) => view.matches('editor', 'run'), then: () => true })`),
    `'"rn"' is not assignable to`,
  ],
  'key of a claim': [
    withProperties(`always('c', { when: (view) => view.isDone('disk'), than: () => true })`),
    withProperties(`always('c', { when: (view) => view.isDone('disk'), then: () => true })`),
    `'than' does not exist in type`,
  ],
  witness: [
    withProperties(`reachable('w', (view) => view.matches('editor', 'idel'))`),
    withProperties(`reachable('w', (view) => view.matches('editor', 'idle'))`),
    `'"idel"' is not assignable to`,
  ],
  'from of a monitor': [
    withProperties(`monitor('m', watching, undefined, { from: ['editr'] })`),
    withProperties(`monitor('m', watching, undefined, { from: ['editor'] })`),
    `'"editr"' is not assignable to`,
  ],
  stimulus: [
    network(`components: { editor: { machine: editor, stimuli: [{ type: 'FIAL' }] } }`),
    network(`components: { editor: { machine: editor, stimuli: [{ type: 'FAIL' }] } }`),
    `'"FIAL"' is not assignable to`,
  ],
  'payload of a stimulus': [
    network(`components: { editor: { machine: editor, stimuli: [{ type: 'SAVE', txt: 'x' }] } }`),
    network(`components: { editor: { machine: editor, stimuli: [{ type: 'SAVE', text: 'x' }] } }`),
    `'txt' does not exist in type`,
  ],
  'what an actor may tell': [
    network(`components: { editor: { machine: editor, actors: { save: { output: [1] } } } }`),
    network(
      `components: { editor: { machine: editor, actors: { save: { outputs: ({ input }) => [input.name] } } } }`,
    ),
    `'output' does not exist in type 'ActorSpec'`,
  ],
  'stimulus of another component': [
    network(
      `components: { editor: { machine: editor }, disk: { machine: disk, stimuli: [{ type: 'FAIL' }] } }`,
    ),
    network(
      `components: { editor: { machine: editor }, disk: { machine: disk, stimuli: [{ type: 'WRITE' }] } }`,
    ),
    `'"FAIL"' is not assignable to type '"WRITE"'`,
  ],
  input: [
    network(`components: { editor: { machine: editor, input: { form: 0 } } }`),
    network(`components: { editor: { machine: editor, input: { from: 0 } } }`),
    `'form' does not exist in type '{ from: number; }'`,
  ],
  inputs: [
    network(`components: { editor: { machine: editor, inputs: [{ from: 0 }, { from: '1' }] } }`),
    network(`components: { editor: { machine: editor, inputs: [{ from: 0 }, { from: 1 }] } }`),
    `Type 'string' is not assignable to type 'number'`,
  ],
  'key of a component': [
    network(`components: { editor: { machine: editor, stimulii: [] } }`),
    network(`components: { editor: { machine: editor, stimuli: [] } }`),
    `'stimulii' does not exist in type`,
  ],
  'pair of a channel': [
    network(`${COMPONENTS} channels: { pairs: { 'editor -> disc': { kind: 'fifo' } } }`),
    network(`${COMPONENTS} channels: { pairs: { 'editor -> disk': { kind: 'fifo' } } }`),
    `''editor -> disc'' does not exist in type`,
  ],
  'event of a channel': [
    network(`${COMPONENTS} channels: { events: { WRTE: { kind: 'fifo' } } }`),
    network(`${COMPONENTS} channels: { events: { WRITE: { kind: 'fifo' } } }`),
    `'WRTE' does not exist in type`,
  ],
  'option of a channel': [
    network(`${COMPONENTS} channels: { default: { kind: 'fifo', lossyy: true } }`),
    network(`${COMPONENTS} channels: { default: { kind: 'fifo', lossy: true } }`),
    `'lossyy' does not exist in type`,
  ],
  'component of a channel function': [
    network(`${COMPONENTS} channels: (from) => ({ kind: from === 'editr' ? 'sync' : 'fifo' })`),
    network(`${COMPONENTS} channels: (from) => ({ kind: from === 'editor' ? 'sync' : 'fifo' })`),
    `have no overlap`,
  ],
  until: [
    explored(`{ until: 'nevr fails' }`),
    explored(`{ until: 'never fails' }`),
    `'"nevr fails"' is not assignable to`,
  ],
  'until a built-in property': [
    explored(`{ until: 'deadlock-freedon' }`),
    explored(`{ until: 'deadlock-freedom' }`),
    `'"deadlock-freedon"' is not assignable to`,
  ],
};

const ID = (at: number) => `c${at}`;
const fifty = (state: string) => `${HEAD}
  export const network = defineNetwork({
    name: 'fifty',
    components: { ${Array.from({ length: 50 }, (_, at) => `${ID(at)}: { machine: editor, input: { from: ${at} }, stimuli: [{ type: 'FAIL' }] },`).join('\n')} },
    channels: { pairs: { 'c0 -> c49': { kind: 'fifo' } } },
    properties: ({ always }) => [always('claim', (view) => view.matches('c49', '${state}') && view.context('c7').saves > 0)],
  });`;

/** What must compile, as it does without the types. */
const FALLBACKS: Readonly<Record<string, string>> = {
  'a list, by any names': network(`${COMPONENTS} properties: [
    always('a', (view) => view.matches('anything', 'goes') && view.context<{ x: number }>('editor').x > 1),
    reachable('b', (view) => view.context('editor').whatever),
  ]`),
  'a list that grows': `${HEAD}
    const list = [always('a', () => true)];
    list.push(always('b', () => true));
    const all: Property[] = [...list, reachable('c', () => true)];
    export const network = defineNetwork({ name: 'n', ${COMPONENTS} properties: all });
    explore(network, { until: 'any text' });`,
  'a table of components': `${HEAD}
    declare const table: Record<string, ComponentSpec>;
    export const network = defineNetwork({
      name: 'n',
      components: table,
      channels: { pairs: { 'x -> y': { kind: 'fifo' } }, events: { ANY: { kind: 'bag' } } },
      properties: ({ always }) => [always('a', (view) => view.matches('x', 'y') && view.context('z').n > 1)],
    });`,
  'entries of components': network(`
    components: Object.fromEntries(['a', 'b'].map((id) => [id, { machine: disk, stimuli: [{ type: 'WRITE' }] }])),
    properties: ({ always }) => [always('a', (view) => view.isDone('any'))],
  `),
  'a machine without declared types': network(`
    components: { it: { machine: untyped, input: 3, stimuli: [{ type: 'ANY' }] } },
    properties: ({ always }) => [always('a', (view) => view.matches('it', 'any') && view.context('it').x && view.hasTag('it', 't'))],
  `),
  'stimuli whose types are computed': network(`
    components: { editor: { machine: editor, stimuli: ['FAIL', 'SAVE'].map((type) => ({ type, text: '' })) } },
  `),
  'a helper that takes any view': `${HEAD}
    const idle = (view: View) => view.matches('editor', 'idle') && view.context<{ saves: number }>('editor').saves > 0;
    export const network = defineNetwork({ name: 'n', ${COMPONENTS} properties: ({ always }) => [always('a', (view) => idle(view))] });`,
  'a network among networks': `${withProperties(`always('a', () => true)`)}
    const all: import('../../src/index.js').Network[] = [network];
    const named: AlwaysProperty<'a'> | Property = network.properties[0]!;
    export { all, named };`,
};

const SNIPPETS = {
  ...Object.fromEntries(
    Object.entries(PAIRS).flatMap(([name, [wrong, right]]) => [
      [`${name}, wrong`, wrong],
      [`${name}, right`, right],
    ]),
  ),
  ...FALLBACKS,
  'fifty, wrong': fifty('faild'),
  'fifty, right': fifty('failed'),
};

const said = messagesOf(SNIPPETS);

describe('a misspelt name', () => {
  it.each(Object.entries(PAIRS))('is an error: %s', (name, [, , message]) => {
    expect(said[`${name}, wrong`]!.join('\n')).toContain(message);
    expect(said[`${name}, wrong`]).toHaveLength(1);
    expect(said[`${name}, right`]).toEqual([]);
  });

  it('is an error among fifty components', () => {
    expect(said['fifty, wrong']!.join('\n')).toContain(`'"faild"' is not assignable to`);
    expect(said['fifty, right']).toEqual([]);
  });
});

describe('names that the types do not know', () => {
  it.each(Object.keys(FALLBACKS))('are any: %s', (name) => {
    expect(said[name]).toEqual([]);
  });
});
