// Builds what is written in AssemblyScript, unless it is newer than its sources; with an argument, also in that folder of built files,
// with what threads run.

import { copyFileSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv, pid } from 'node:process';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);
const root = join(dirname(here), '..');

/** All 32-bit addresses, in pages: see `src/core/memory-map.ts`. */
const ALL_PAGES = '65536';
const ALL_SHARED = ['--sharedMemory', '--initialMemory', ALL_PAGES, '--maximumMemory', ALL_PAGES];

/** What is built, and the folder of its sources. */
const MODULES = [
  {
    built: 'src/core/core.wasm',
    sources: 'src/core/assembly',
    options: ['--enable', 'threads', '--zeroFilledMemory', ...ALL_SHARED],
  },
  { built: 'src/cloudmatrix/cost/expert-draw.wasm', sources: 'src/cloudmatrix/cost/assembly', options: [] },
];

/** Read by threads, and not imported. */
const THREAD = 'src/core/thread.mjs';

/** Vitest calls it before the tests. */
export default async function build() {
  for (const module of MODULES) if (!isUpToDate(module)) await compile(module);
}

async function compile({ built, sources, options }) {
  const { default: asc } = await import('assemblyscript/asc');
  // Moved into place when it is whole: others may be reading it.
  const unfinished = `unfinished.${pid}.wasm`;
  const folder = join(root, sources);
  const { error, stderr } = await asc.main([
    'index.ts',
    ...['--baseDir', folder, '--outFile', unfinished],
    ...['-O3', '--noAssert', '--runtime', 'stub', '--importMemory'],
    ...options,
  ]);
  if (error !== null) throw new Error(`${built} cannot be built: ${stderr.toString()}`);
  renameSync(join(folder, unfinished), join(root, built));
}

function isUpToDate({ built, sources }) {
  const changed = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const all = [here, ...readdirSync(join(root, sources)).map((name) => join(root, sources, name))];
  return all.every((file) => changed(file) < changed(join(root, built)));
}

if (argv[1] === here) {
  await build();
  const folder = argv[2];
  if (folder !== undefined) {
    for (const file of [...MODULES.map(({ built }) => built), THREAD]) {
      mkdirSync(join(folder, dirname(file)), { recursive: true });
      copyFileSync(join(root, file), join(folder, file));
    }
  }
}
