// Goal: machines of a second copy of XState mean the same, and those of a copy that works differently are refused by a sentence with both
// versions. Method: copies of the package in a folder of their own, some of them altered.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as XState from 'xstate';
import { createMachine } from 'xstate';
import { defineNetwork, monitor } from '../../src/index.js';
import { explore } from '../support/agreement.js';
import { verdictsOf } from '../support/results.js';

type Copy = typeof XState;

let folder: string;

/** A copy of the installed package that says it is of another version, with its files changed by `alter`. */
async function copyOf(name: string, version: string, alter: (text: string) => string): Promise<Copy> {
  const source = dirname(createRequire(import.meta.url).resolve('xstate/package.json'));
  const target = join(folder, name, 'node_modules', 'xstate');
  mkdirSync(join(target, 'dist'), { recursive: true });
  for (const file of readdirSync(join(source, 'dist'))) {
    if (!file.endsWith('.esm.js') || file.includes('development')) continue;
    cpSync(join(source, 'dist', file), join(target, 'dist', file));
    const text = readFileSync(join(target, 'dist', file), 'utf8');
    writeFileSync(join(target, 'dist', file), alter(text));
  }
  writeFileSync(join(target, 'package.json'), JSON.stringify({ name: 'xstate', version, type: 'module' }));
  return (await import(/* @vite-ignore */ pathToFileURL(join(target, 'dist', 'xstate.esm.js')).href)) as Copy;
}

/** A client that asks a server until it is served, with everything of one copy of XState. */
function network({ setup, sendTo, emit, raise }: Copy) {
  const tell = (id: string, type: string) =>
    sendTo(({ system }) => system.get(id) as never, { type } as never);
  const client = setup({
    actions: {
      ask: tell('server', 'ASK'),
      served: emit({ type: 'SERVED' }),
      again: raise({ type: 'AGAIN' }, { delay: 5 }),
    },
  }).createMachine({
    id: 'client',
    initial: 'waiting',
    states: {
      waiting: { entry: ['ask', 'again'], on: { ANSWER: { target: 'done', actions: 'served' }, AGAIN: {} } },
      done: { tags: 'rest', on: { AGAIN: {} } },
    },
  });
  const server = setup({ actions: { answer: tell('client', 'ANSWER') } }).createMachine({
    id: 'server',
    tags: 'rest',
    on: { ASK: { actions: 'answer' } },
  });
  const watch = setup({}).createMachine({
    id: 'watch',
    initial: 'none',
    states: { none: { on: { SERVED: 'one' } }, one: { tags: 'violation' } },
  });
  return defineNetwork({
    name: 'ask',
    components: { client: { machine: client }, server: { machine: server } },
    properties: [monitor('never served', watch)],
  });
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'xstate-copies-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a second copy of XState', () => {
  it('of the same version, or another that works alike, gives the same answers', async () => {
    const own = explore(network(await import('xstate')), { afterViolation: 'continue' });
    expect(verdictsOf(own)).toMatchObject({ 'never served': 'violated', 'deadlock-freedom': 'holds' });
    const copy = await copyOf('alike', '5.33.1', (text) => text);
    expect(copy.StateMachine).not.toBe((await import('xstate')).StateMachine);
    const other = explore(network(copy), { afterViolation: 'continue' });
    const { states, steps, properties, violations, coverage } = own;
    expect(other).toMatchObject({ states, steps, properties, violations, coverage });
  });

  it.each([
    ['performs actions instead of handing them over', 'actorScope.actionExecutor(', '(() => {})('],
    ['names what it hands over differently', "'xstate.raise'", "'raise'"],
    ['does not tell of microsteps', "type: '@xstate.microstep'", "type: '@xstate.step'"],
    ['calls a delay something else', 'delay: resolvedDelay', 'after: resolvedDelay'],
    [
      'cannot be asked for the states that a start leads through',
      '_getPreInitialState',
      'getPreInitialState',
    ],
    ['has no actor scope as we know it', 'actorScope.self', 'actorScope.own.self'],
  ])('that %s is refused', async (what, text, other) => {
    const copy = await copyOf(what.replaceAll(' ', '-'), '5.7.1', (source) => source.replaceAll(text, other));
    expect(() => explore(network(copy))).toThrow(
      /^The component 'client' \(machine 'client'\) has a machine made by xstate 5\.7\.1, but cloudmatrix-check runs machines of xstate 5\.\d+\.\d+\. The two work differently inside: have one of them only \(`npm ls xstate`\), or install that version beside it\.$/,
    );
  });

  it('is looked at for monitors, too', async () => {
    const copy = await copyOf('monitors', '5.8.2', (text) =>
      text.replaceAll('actorScope.actionExecutor(', '(() => {})('),
    );
    const components = { it: { machine: createMachine({ id: 'm', tags: 'rest' }) } };
    const properties = [monitor('watch', copy.createMachine({ id: 'w', tags: 'pending' }))];
    expect(() => explore(defineNetwork({ name: 'net', components, properties }))).toThrow(
      /^The monitor 'watch' \(machine 'w'\) has a machine made by xstate 5\.8\.2, but/,
    );
  });
});

describe('machines that are none of XState v5', () => {
  /** A package that is called xstate, whose machines are of this class. */
  async function packageOf(version: string, body: string) {
    const target = join(folder, version, 'node_modules', 'xstate');
    mkdirSync(target, { recursive: true });
    writeFileSync(join(target, 'package.json'), JSON.stringify({ name: 'xstate', version, type: 'module' }));
    writeFileSync(join(target, 'index.js'), `export class Machine { constructor(config) { ${body} } }`);
    const { Machine } = (await import(/* @vite-ignore */ pathToFileURL(join(target, 'index.js')).href)) as {
      Machine: new (config: object) => never;
    };
    return new Machine({ id: 'm' });
  }

  it.each([
    ['4.38.3', 'this.id = config.id; this.transition = () => {}; this.states = {};'],
    [
      '6.0.0',
      'this.id = config.id; this.root = {}; this.transition = this.getInitialSnapshot = this.provide = () => {};',
    ],
  ])('%s', async (version, body) => {
    const machine = await packageOf(version, body);
    const sentence = new RegExp(
      `has a machine made by xstate ${version.replaceAll('.', '\\.')}, but cloudmatrix-check runs machines of xstate 5\\.\\d+\\.\\d+\\. Make it with that version\\.$`,
    );
    expect(() => defineNetwork({ name: 'net', components: { it: { machine } } })).toThrow(sentence);
    const components = { it: { machine: createMachine({ id: 'm' }) } };
    expect(() => defineNetwork({ name: 'net', components, properties: [monitor('watch', machine)] })).toThrow(
      sentence,
    );
  });

  it('nor of any version', () => {
    const machine = { transition() {}, id: 'm' } as never;
    expect(() => defineNetwork({ name: 'net', components: { it: { machine } } })).toThrow(
      "The component 'it' of network 'net' has no machine; give it one made by XState's `setup(...).createMachine(...)` (version 5).",
    );
  });
});
