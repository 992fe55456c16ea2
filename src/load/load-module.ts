import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fieldsOf } from '../network/require.js';
import { type OwnPackages, sharedPackages } from './shared-packages.js';

/** What a module exports, by name. */
export type Exports = Readonly<Record<string, unknown>>;

/**
 * All exports of a module. Node.js itself loads what it can: then everything is as in any program. What it cannot (TypeScript, aliases of paths,
 * imports of `.js` that mean `.ts`, or of JSON as TypeScript has them), jiti does, which is loaded only then.
 *
 * @param file an absolute path
 * @param own a module that imports this package gets these very exports
 */
export async function loadModule(file: string, own: OwnPackages): Promise<Exports> {
  if (!isTypeScriptAsCommonJs(file)) {
    try {
      return withCommonJs(await import(pathToFileURL(file).href));
    } catch (thrown) {
      if (!isForJiti(thrown, file)) throw thrown;
    }
  }
  const { createJiti } = await import('jiti');
  const jiti = createJiti(file, {
    fsCache: false,
    interopDefault: false,
    jsx: true,
    tsconfigPaths: true,
    virtualModules: sharedPackages(file, own),
  });
  return withCommonJs(await jiti.import<Record<string, unknown>>(file));
}

/**
 * Whether Node.js would take the module for CommonJS, if it took TypeScript at all. Most of what is called so is written with `import`: then Node.js
 * warns that it cannot be loaded, which is not so. And some versions do not link what is required from it.
 */
function isTypeScriptAsCommonJs(file: string): boolean {
  const kind = /\.(?<kind>[cm]?)tsx?$/.exec(file)?.groups?.['kind'];
  return kind === 'c' || (kind === '' && packageType(dirname(file)) !== 'module');
}

/** What the nearest package.json says of the modules in a folder. */
function packageType(folder: string): unknown {
  const description = join(folder, 'package.json');
  if (!existsSync(description)) return dirname(folder) === folder ? undefined : packageType(dirname(folder));
  try {
    return fieldsOf(JSON.parse(readFileSync(description, 'utf8')), 'type').type;
  } catch {
    // Whoever loads the module tells what is wrong with it.
    return undefined;
  }
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
  // Of aliases of paths, as they look: those that begin with `#`, that go on after a package's name, and that look like a URL.
  'ERR_PACKAGE_IMPORT_NOT_DEFINED',
  'ERR_INVALID_MODULE_SPECIFIER',
  'ERR_PACKAGE_PATH_NOT_EXPORTED',
  'ERR_UNSUPPORTED_ESM_URL_SCHEME',
  'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
  'ERR_INVALID_TYPESCRIPT_SYNTAX',
  'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING',
  // Of JSON that is imported without `with { type: 'json' }`, in the words of Node.js 20 and later, and of 20.0.
  'ERR_IMPORT_ATTRIBUTE_MISSING',
  'ERR_IMPORT_ASSERTION_TYPE_MISSING',
  // Of CommonJS that requires the checker, which Node.js 20 refuses.
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
