// Builds the core: `src/core/core.wasm`, unless it is newer than its sources; with an argument, also in that folder of built files,
// with what threads run.

import { copyFileSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv, pid } from 'node:process';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const built = join(here, '..', 'core.wasm');

/** All 32-bit addresses, in pages: see `src/core/memory-map.ts`. */
const PAGES = '65536';

/** Vitest calls it before the tests. */
export default async function build() {
  if (isUpToDate()) return;
  const { default: asc } = await import('assemblyscript/asc');
  // Moved into place when it is whole: others may be reading it.
  const unfinished = `core.${pid}.wasm`;
  const options = ['--importMemory', '--sharedMemory', '--initialMemory', PAGES, '--maximumMemory', PAGES];
  const { error, stderr } = await asc.main([
    'index.ts',
    ...['--baseDir', here, '--outFile', unfinished],
    ...['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'threads', '--zeroFilledMemory'],
    ...options,
  ]);
  if (error !== null) throw new Error(`The core cannot be built: ${stderr.toString()}`);
  renameSync(join(here, unfinished), built);
}

function isUpToDate() {
  const changed = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return readdirSync(here).every((file) => changed(join(here, file)) < changed(built));
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  await build();
  const folder = argv[2];
  if (folder !== undefined) {
    const into = join(folder, 'src', 'core');
    mkdirSync(into, { recursive: true });
    copyFileSync(built, join(into, 'core.wasm'));
    copyFileSync(join(here, '..', 'thread.mjs'), join(into, 'thread.mjs'));
  }
}
