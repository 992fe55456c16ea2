import { createRequire, Module } from 'node:module';
import { pathToFileURL } from 'node:url';
import { type OwnPackages, sharedPackages } from './shared-packages.js';

/** What a module exports, by name. */
export type Exports = Readonly<Record<string, unknown>>;

/**
 * All exports of a module. Node.js itself loads what it can: then everything is as in any program. What it cannot (TypeScript, aliases of paths,
 * imports of `.js` that mean `.ts`), jiti does, which is loaded only then.
 *
 * @param file an absolute path
 * @param own a module that imports this package gets these very exports
 */
export async function loadModule(file: string, own: OwnPackages): Promise<Exports> {
  const shared = sharedPackages(file, own);
  for (const { entry, exports } of shared) provideToCommonJs(entry, exports);
  try {
    return withCommonJs(await import(pathToFileURL(file).href));
  } catch (thrown) {
    if (!isForJiti(thrown, file)) throw thrown;
  }
  const { createJiti } = await import('jiti');
  const jiti = createJiti(file, {
    fsCache: false,
    interopDefault: false,
    tsconfigPaths: true,
    virtualModules: Object.fromEntries(shared.map(({ name, exports }) => [name, exports])),
  });
  return withCommonJs(await jiti.import<Record<string, unknown>>(file));
}

/** Node.js 20 cannot `require` an ES module. What is in its cache it gives to whoever asks. */
function provideToCommonJs(entry: string | undefined, exports: object): void {
  const { cache } = createRequire(import.meta.url);
  if (entry === undefined || cache[entry] !== undefined) return;
  cache[entry] = Object.assign(new Module(entry), { filename: entry, loaded: true, exports });
}

/** A CommonJS module's exports, where Node.js did not find their names in its text. */
function withCommonJs(exports: Exports): Exports {
  const { default: all } = exports;
  const names = Object.keys(exports).filter((name) => name !== 'default' && name !== 'module.exports');
  const isCommonJs = 'module.exports' in exports || (names.length === 0 && isPlain(all));
  return isCommonJs && isPlain(all) ? { ...all, ...exports } : exports;
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** What Node.js says of a module that is not JavaScript as it runs it, or imports such a one. */
const FOR_JITI = new Set([
  'ERR_UNKNOWN_FILE_EXTENSION',
  'ERR_MODULE_NOT_FOUND',
  'MODULE_NOT_FOUND',
  'ERR_UNSUPPORTED_DIR_IMPORT',
  'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
  'ERR_INVALID_TYPESCRIPT_SYNTAX',
  'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING',
  'ERR_REQUIRE_ESM',
]);

/** Whether jiti may know better, or at least tell where it is wrong. */
function isForJiti(thrown: unknown, file: string): boolean {
  if (!(thrown instanceof Error)) return false;
  if (FOR_JITI.has((thrown as NodeJS.ErrnoException).code ?? '')) return true;
  // Of an import that its module does not have Node.js speaks plainly; jiti would give `undefined`. In TypeScript it may be a type.
  const isLink = / does not provide an export named /.test(thrown.message);
  return thrown instanceof SyntaxError && (!isLink || /\.[cm]?tsx?$/.test(file));
}
