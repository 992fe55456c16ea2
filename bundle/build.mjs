// Puts what is built in a folder together in few files, `bundle` in that folder: of four hundred files, to find and read each takes most of a start.

import { copyFileSync, rmSync } from 'node:fs';
import { basename, isAbsolute, join, resolve, sep } from 'node:path';
import { argv } from 'node:process';
import { build } from 'rolldown';

/** What the package has entries for, and what threads begin with, by the name of its file in the bundle. */
const ENTRIES = {
  index: 'src/index.js',
  cloudmatrix: 'properties/index.js',
  vitest: 'src/vitest/index.js',
  bin: 'src/bin.js',
  worker: 'src/worker.js',
  'asked-thread': 'src/vitest/asked-thread.js',
};

/** Files that are read, and not imported, by what lies beside them. */
const READ = [
  'src/core/core.wasm',
  'src/core/thread.mjs',
  'src/cloudmatrix/cost/expert-draw.wasm',
  'src/report/page/template.html',
];

/** Where the models of CloudMatrix are, which no network of somebody else needs. */
const MODELS = ['machines', 'properties', join('src', 'cloudmatrix')];

const [, , given] = argv;
if (given === undefined) throw new Error('Give the folder of what is built: node bundle/build.mjs dist');
const folder = resolve(given);
const into = join(folder, 'bundle');
rmSync(into, { recursive: true, force: true });
await build({
  input: Object.fromEntries(Object.entries(ENTRIES).map(([name, file]) => [name, join(folder, file)])),
  platform: 'node',
  // What is installed beside the package, or belongs to the user's project, stays outside: there is one XState.
  external: (id) => !id.startsWith('.') && !isAbsolute(id),
  logLevel: 'warn',
  // What the groups below ask for. No entry has a module of its own that others would want something of.
  preserveEntrySignatures: 'allow-extension',
  output: {
    dir: into,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        {
          name: 'models',
          test: (file) => MODELS.some((part) => file.startsWith(join(folder, part) + sep)),
        },
      ],
    },
  },
});
for (const file of READ) copyFileSync(join(folder, file), join(into, basename(file)));
