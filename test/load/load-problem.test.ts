// Goal: whoever's module cannot be loaded reads in a sentence what is wrong and in which file. Method: messages as Node.js 20 and jiti give them.

import { expect, it } from 'vitest';
import { CheckError } from '../../src/network/errors.js';
import { loadProblem } from '../../src/load/load-problem.js';

const MODULE = '/project/nets/net.ts';

it.each([
  [
    'ParseError: /project/nets/net.ts: Unexpected token, expected ";" \n /project/nets/net.ts:3:10',
    'Unexpected token, expected ";" in ./net.ts, line 3, column 11. Mend the syntax there',
  ],
  [
    'ParseError: /project/lib/deep.ts: Unexpected token. (3:10)\n\n  1 | x \n /project/lib/deep.ts:3:10',
    'Unexpected token in ../lib/deep.ts, line 3, column 11. Mend the syntax there',
  ],
  [
    "Cannot find module '/project/nets/gone.js' imported from /project/nets/net.ts",
    "it imports './gone.js', and there is no such file",
  ],
  [
    "Cannot find module '../gone.js'\nRequire stack:\n- /project/lib/deep.ts",
    "../lib/deep.ts imports '../gone.js', and there is no such file",
  ],
  [
    "Cannot find package 'left-pad' imported from /project/nets/net.ts",
    "it imports 'left-pad', which is neither installed (npm install) nor one of the paths of a tsconfig.json",
  ],
  [
    "File '@tsconfig/gone' not found.",
    "a tsconfig.json of its extends '@tsconfig/gone', which is neither a file nor installed (npm install)",
  ],
  [
    'Unknown file extension ".txt" for /project/nets/net.txt',
    'its name ends in .txt, which is neither JavaScript nor TypeScript',
  ],
  [
    'Unknown file extension ".vue" for /project/lib/deep.vue',
    'the name of ../lib/deep.vue ends in .vue, which is neither JavaScript nor TypeScript',
  ],
  ['it rains', 'it rains'],
])('%j', (message, says) => {
  const module = message.includes('net.txt') ? '/project/nets/net.txt' : MODULE;
  expect(loadProblem(Object.assign(new Error(message), { stack: undefined }), module)).toBe(says);
});

it.each([
  {
    title: 'in an import of it',
    stack: `ReferenceError: it rains
    at file:///project/lib/deep%20er.ts:2:19
    at ModuleJob.run (node:internal/modules/esm/module_job:325:25)
    at async file:///project/own-loader.js:1:1`,
    says: 'it rains (../lib/deep er.ts, line 2)',
  },
  {
    title: 'in a package that it calls',
    stack: `Error: it rains
    at new StateMachine (/project/node_modules/xstate/dist/StateMachine.cjs.js:338:15)
    at make (/project/nets/net.ts:7:3)
    at /project/nets/net.ts:9:1
    at Function.import (/project/node_modules/jiti/dist/jiti.cjs:1:187718)`,
    says: 'it rains (./net.ts, line 7)',
  },
  {
    title: 'in Node.js itself, as its first versions show it',
    stack: `TypeError: it rains
    at new NodeError (node:internal/errors:399:5)
    at /project/nets/net.ts:9:1
    at Function.import (/project/node_modules/jiti/dist/jiti.cjs:1:187718)`,
    says: 'it rains (./net.ts, line 9)',
  },
  {
    title: 'as it is linked',
    stack: `file:///project/nets/net.ts:3
import { Machine } from 'xstate';
         ^^^^^^^
SyntaxError: it rains
    at ModuleJob._instantiate (node:internal/modules/esm/module_job:213:21)
    at async ModuleLoader.import (node:internal/modules/esm/loader:606:24)`,
    says: 'it rains (./net.ts, line 3)',
  },
  {
    title: 'nowhere in files of its author',
    stack: `Error: it rains
    at new StateMachine (/project/node_modules/xstate/dist/StateMachine.cjs.js:338:15)
    at ModuleJob.run (node:internal/modules/esm/module_job:325:25)
    at async load (/checker/load-module.js:1:1)`,
    says: 'it rains.',
  },
])('what is thrown is told with its place: $title', ({ stack, says }) => {
  expect(loadProblem(Object.assign(new Error('it rains.'), { stack }), MODULE)).toBe(says);
});

it('a sentence of the checker is told as it is', () => {
  expect(loadProblem(new CheckError('it rains'), MODULE)).toBe('it rains');
});
