import { copyFileSync, existsSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { build } from 'rolldown';

/** What is read, and not imported, by what lies beside it. */
const READ = ['core/core.wasm', 'core/thread.mjs', 'cloudmatrix/cost/expert-draw.wasm'];

/** By built folder. */
const bundles = new Map<string, Promise<string>>();

/**
 * The contender of a built checkout, put together in few files with all that it imports of the package: that is how users load it, and to find and read
 * hundreds of files takes as long as a small search.
 */
export function bundledContender(built: string): Promise<string> {
  let bundle = bundles.get(built);
  if (bundle === undefined) bundles.set(built, (bundle = bundled(built)));
  return bundle;
}

async function bundled(built: string): Promise<string> {
  const into = join(built, 'bench', 'bundle');
  await build({
    input: join(built, 'bench', 'beside', 'contender.js'),
    platform: 'node',
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
    logLevel: 'warn',
    output: { dir: into, format: 'esm', cleanDir: true },
  });
  for (const path of READ) {
    const file = join(built, 'src', path);
    // Earlier commits do not have all of them.
    if (existsSync(file)) copyFileSync(file, join(into, basename(path)));
  }
  return join(into, 'contender.js');
}
