import { copyFileSync, existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { build } from 'rolldown';

/** What the core reads, and does not import, from beside itself. */
const READ = ['core.wasm', 'thread.mjs'];

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
  for (const name of READ) {
    const file = join(built, 'src', 'core', name);
    // A commit from before the core has none.
    if (existsSync(file)) copyFileSync(file, join(into, name));
  }
  return join(into, 'contender.js');
}
