// Goal: what Node.js does not load is loaded all the same, and it has the checker that loads it. Method: small projects; each module
// first throws what Node.js 20 throws in place of loading TypeScript, as a test runner loads it. Without a test runner: test/package.

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as own from '../../src/index.js';
import { exportsOf } from '../../src/load/exports.js';
import { networkIn } from '../../src/load/module-network.js';
import { temporaryDirectory } from '../cli/harness.js';
import { ROOT } from '../package/stage.js';

/** Lets only the second loader have the module. */
const notByNode = (code: string) => `
if (!globalThis[import.meta.url]) {
  globalThis[import.meta.url] = true;
  throw Object.assign(new TypeError('Not by Node.js'), { code: '${code}' });
}`;
const NOT_BY_NODE = notByNode('ERR_UNKNOWN_FILE_EXTENSION');

/** What the first of these files exports. */
function loaded(files: Readonly<Record<string, string>>) {
  const root = temporaryDirectory();
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  for (const [name, content] of Object.entries({ 'package.json': '{ "type": "module" }', ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  const [first] = Object.keys(files);
  return exportsOf(join(root, first!), `./${first}`, { 'cloudmatrix-check': own });
}

const MACHINE = `
import { createMachine } from 'xstate';
export enum Kind { One = 'one' }
export interface Thing { a: number }
export const machine = createMachine({ id: Kind.One, tags: 'rest' });`;

describe('a module', () => {
  it('may export beside a network what refuses to be asked for what it does not have', async () => {
    const { env, network } = await loaded({
      'net.ts': `
import { defineNetwork } from 'cloudmatrix-check';
import { createMachine } from 'xstate';
const refuse = (values, key) => { if (key in values) return values[key]; throw new ReferenceError(String(key)); };
export const env = new Proxy({ PORT: 1 }, { get: refuse });
export const network = defineNetwork({ name: 'n', components: { a: { machine: createMachine({ tags: 'rest' }) } } });`,
    });
    for (const name of [undefined, 'network'])
      expect(networkIn({ env, network }, '/net.ts', { path: './net.ts', name }).value).toBe(network);
  });

  it('of TypeScript has paths of its tsconfig.json, imports of .js that mean .ts, types, and the checker that loads it', async () => {
    const { network, CheckError } = await loaded({
      'a/net.ts': `
import { CheckError, defineNetwork } from 'cloudmatrix-check';
import { machine, Thing } from '#nets/machine.js';
import { name } from './name.js';
export { CheckError };
export type { Thing };
export const network = defineNetwork({ name, components: { a: { machine } } });`,
      'a/name.ts': "export const name: string = 'aliased';",
      'lib/machine.ts': MACHINE,
      'tsconfig.json': '{ "compilerOptions": { "paths": { "#nets/*": ["./lib/*"] } }, /* kept */ }',
    });
    expect(own.explore(network as own.Network)).toMatchObject({ verdict: 'holds', states: 1 });
    expect(CheckError).toBe(own.CheckError);
  });

  it('of a package without "type" may be written in TypeScript with import', async () => {
    const exports = await loaded({ 'net.ts': MACHINE, 'package.json': '{}' });
    expect(Object.keys(exports).sort()).toEqual(['Kind', 'machine']);
  });

  // Node.js 22 and later would take it for CommonJS, warn that it is none, and some of them fail to link what it requires.
  it.each<[string, string, string | undefined]>([
    ['net.ts', '{}', 'jiti'],
    ['net.tsx', '{ "type": "commonjs" }', 'jiti'],
    ['net.cts', '{ "type": "module" }', 'jiti'],
    ['net.mts', '{ "type": "commonjs" }', undefined],
    ['net.ts', '{ "type": "module" }', undefined],
  ])(
    '%s of a package %s is not tried with Node.js where that takes it for CommonJS',
    async (name, description, loader) => {
      const { stack } = await loaded({
        [name]: 'export const { stack } = new Error();',
        'package.json': description,
      });
      expect(/[/\\](jiti)[/\\]/.exec(stack as string)?.[1]).toBe(loader);
    },
  );

  // What it says of an alias depends on how the alias looks.
  it.each([
    ['ERR_MODULE_NOT_FOUND', '@lib/*'],
    ['ERR_PACKAGE_IMPORT_NOT_DEFINED', '#lib/*'],
    ['ERR_INVALID_MODULE_SPECIFIER', '#/*'],
    ['ERR_PACKAGE_PATH_NOT_EXPORTED', 'lib/src/*'],
    ['ERR_UNSUPPORTED_ESM_URL_SCHEME', 'lib:*'],
  ])('of TypeScript has paths of which Node.js says %s', async (code, alias) => {
    const { name } = await loaded({
      'net.ts': `${notByNode(code)} export const { name } = await import('${alias.replace('*', 'name')}');`,
      'lib/name.ts': "export const name: string = 'aliased';",
      'tsconfig.json': `{ "compilerOptions": { "paths": { "${alias}": ["./lib/*"] } } }`,
    });
    expect(name).toBe('aliased');
  });

  it.each(['ERR_IMPORT_ATTRIBUTE_MISSING', 'ERR_IMPORT_ASSERTION_TYPE_MISSING'])(
    'may import JSON as TypeScript lets it: %s',
    async (code) => {
      const { data } = await loaded({
        'net.ts': `import data from './data.json';${notByNode(code)} export { data };`,
        'data.json': '{ "a": 1 }',
      });
      expect(data).toEqual({ a: 1 });
    },
  );

  it('of TypeScript may have JSX in it, which nobody renders', async () => {
    const { Seen } = await loaded({
      'net.tsx': `
import React from './react.js';
export const Seen = (text: string) => <b>{text}</b>;`,
      'react.ts': 'export default { createElement: (...made: unknown[]) => made };',
      'package.json': '{}',
    });
    expect((Seen as (text: string) => unknown)('it')).toEqual(['b', null, 'it']);
  });

  it('of CommonJS may require the checker', async () => {
    const { network } = await loaded({
      'net.cjs': `
const { defineNetwork } = require('cloudmatrix-check');
const { createMachine } = require('xstate');
module.exports = { network: defineNetwork({ name: 'common', components: { a: { machine: createMachine({}) } } }) };`,
    });
    expect(own.isNetwork(network)).toBe(true);
  });
});

describe('is told where it is wrong', () => {
  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'in what it imports',
      { 'net.ts': `${NOT_BY_NODE}await import('./bad.js');`, 'bad.ts': 'const x =\n  {{;' },
      "The module './net.ts' cannot be loaded: Unexpected token in ./bad.ts, line 2, column 4",
    ],
    [
      'in what it imports and is not there',
      { 'net.ts': `${NOT_BY_NODE}export * from './gone.js';` },
      "The module './net.ts' cannot be loaded: it imports './gone.js', and there is no such file",
    ],
    [
      'in what it imports and is not installed',
      { 'net.ts': `${NOT_BY_NODE}import 'no-such-package';` },
      "The module './net.ts' cannot be loaded: it imports 'no-such-package', which is neither installed",
    ],
    [
      'in what it throws',
      { 'net.ts': `${NOT_BY_NODE}throw new Error('it rains');` },
      "The module './net.ts' cannot be loaded: it rains",
    ],
  ])('%s', async (_, files, says) => {
    await expect(loaded(files)).rejects.toThrow(says);
  });

  it.each([
    ['export type A = string;', 'exports nothing, or types only'],
    [
      `${MACHINE}export const other = createMachine({});`,
      'exports several machines: machine, other. Choose one',
    ],
    ['export const x = 1;', 'exports no network. Export one from it.'],
    [
      'export const createDoor = () => {}; export const size = 1; export function createLamp() {}',
      'exports no network and no machine, only what may make one: createDoor, createLamp. Call it in a module of your own, and export what it gives.',
    ],
  ])('%s', async (source, says) => {
    const exports = await loaded({ 'net.ts': source });
    expect(() => networkIn(exports, '/net.ts', { path: './net.ts', name: undefined })).toThrow(says);
  });
});
