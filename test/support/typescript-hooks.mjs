/** Module hooks by which plain Node runs the sources as they are. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, pid } from 'node:process';
import { fileURLToPath, pathToFileURL, URL } from 'node:url';

/** What has been compiled once need not be again: each process would take seconds. */
const CACHE = join(tmpdir(), 'cloudmatrix-check-compiled');

const INDEX = new URL('../../src/index.ts', import.meta.url).href;
/** Where the library is bundled, this one is imported, however a test module names it. */
const { BUNDLED_INDEX } = env;

/** Sources name each other as they will be called when they are compiled. */
export async function resolve(specifier, context, next) {
  if (!specifier.startsWith('.') || !specifier.endsWith('.js')) return next(specifier, context);
  const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
  if (BUNDLED_INDEX !== undefined && source.href === INDEX)
    return next(pathToFileURL(BUNDLED_INDEX).href, context);
  return existsSync(fileURLToPath(source))
    ? { url: source.href, format: 'module', shortCircuit: true }
    : next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const path = fileURLToPath(url);
  const source = await compiled(path, readFileSync(path, 'utf8'));
  return { format: 'module', source, shortCircuit: true };
}

async function compiled(path, text) {
  const cached = join(CACHE, `${createHash('sha256').update(text).digest('hex')}.js`);
  if (existsSync(cached)) return readFileSync(cached, 'utf8');
  const { transformWithOxc } = await import('vite');
  const { code } = await transformWithOxc(text, path, { target: 'es2023', sourcemap: false });
  mkdirSync(CACHE, { recursive: true });
  // Whole or not at all: several processes write at the same time.
  const partial = `${cached}.${pid}.partial`;
  writeFileSync(partial, code);
  renameSync(partial, cached);
  return code;
}
