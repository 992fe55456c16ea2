import { copyFileSync, symlinkSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { build } from 'rolldown';

const ROOT = new URL('../../..', import.meta.url).pathname;

/** The command of the tests, its thread, and what modules import. */
const ENTRIES = {
  bin: 'test/cli/supervised/bin.ts',
  worker: 'test/cli/supervised/worker.ts',
  index: 'src/index.ts',
};

/** Files that are read, and not imported. */
const READ = ['src/core/core.wasm', 'src/core/thread.mjs', 'src/cloudmatrix/cost/expert-draw.wasm'];

/** Puts the command of the tests together in few files, in an empty folder: each process would take seconds to load the sources one by one. */
export async function bundleCommand(folder: string): Promise<void> {
  for (const each of ['package.json', 'node_modules']) symlinkSync(join(ROOT, each), join(folder, each));
  await build({
    input: Object.fromEntries(Object.entries(ENTRIES).map(([name, file]) => [name, join(ROOT, file)])),
    platform: 'node',
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
    logLevel: 'warn',
    preserveEntrySignatures: 'allow-extension',
    output: { dir: folder, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
  });
  for (const file of READ) copyFileSync(join(ROOT, file), join(folder, basename(file)));
}
