import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CheckError, messageOf } from '../index.js';

/** A file that `init` writes, if there is none of its name. */
export interface ProjectFile {
  /** Absolute. */
  readonly path: string;
  readonly content: string;
  /** What it is, in some words. */
  readonly what: string;
  /** There is such a file already, be it in the other language. */
  readonly isThere: boolean;
}

/** What a project has already. */
export interface ProjectFacts {
  readonly hasDescription: boolean;
  /** Its sources are JavaScript: it has a package.json, and neither a tsconfig.json nor TypeScript. */
  readonly isJavaScript: boolean;
  /** Node.js takes its `.ts` and `.js` for CommonJS, in which there is no `import.meta`. */
  readonly isCommonJs: boolean;
  /** The packages that its package.json does not list, of those that the files need. */
  readonly missing: readonly string[];
}

interface Description {
  readonly name?: string;
  readonly type?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** What a source may be called. */
const SOURCES = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'];
const NEEDED = ['cloudmatrix-check', 'xstate', 'vitest'];
/** Of Vitest 5 the checker knows nothing, and Node.js 20 does not run it. */
const VITEST = '^4.1.0';

/** @throws CheckError for a package.json that cannot be read */
export function projectFacts(root: string): ProjectFacts {
  const file = join(root, 'package.json');
  if (!existsSync(file)) {
    return { hasDescription: false, isJavaScript: false, isCommonJs: false, missing: NEEDED };
  }
  const { type, dependencies, devDependencies } = read(file);
  const listed = Object.keys({ ...dependencies, ...devDependencies });
  return {
    hasDescription: true,
    isJavaScript: !listed.includes('typescript') && !existsSync(join(root, 'tsconfig.json')),
    isCommonJs: type !== 'module',
    missing: NEEDED.filter((name) => !listed.includes(name)).map((name) =>
      name === 'vitest' ? 'vitest@4' : name,
    ),
  };
}

/** What a project is to have: the files of `examples/start`, which are JavaScript and TypeScript alike. */
export function projectFiles(
  root: string,
  { isJavaScript, isCommonJs }: ProjectFacts,
): readonly ProjectFile[] {
  const own = createRequire(import.meta.url).resolve('cloudmatrix-check/package.json');
  const template = (name: string) => readFileSync(join(dirname(own), 'examples/start', name), 'utf8');
  const present = SOURCES.find((each) => existsSync(join(root, `request.network.${each}`)));
  const typeScript = isCommonJs ? 'mts' : 'ts';
  const extension = present ?? (isJavaScript ? 'mjs' : typeScript);
  // The test is an ES module, whatever the network is that is there already.
  const isPlain = !isCommonJs && ['ts', 'js'].includes(extension);
  const ofTest = isPlain ? extension : extension.replace(/^[cm]?/, 'm');
  const file = (path: string, content: string, what: string): ProjectFile => ({
    path: join(root, path),
    content,
    what,
    isThere: existsSync(join(root, path)),
  });
  const source = (stem: string, ending: string, content: string, what: string): ProjectFile => {
    const there = SOURCES.map((each) => `${stem}.${each}`).find((path) => existsSync(join(root, path)));
    return file(there ?? `${stem}.${ending}`, content, what);
  };
  const inLanguage = (text: string) => text.replaceAll(/\.network\.ts/g, `.network.${extension}`);
  return [
    file('package.json', `${JSON.stringify(descriptionFor(read(own)), null, 2)}\n`, 'what the project needs'),
    source(
      'request.network',
      extension,
      template('request.network.ts'),
      'two statecharts, the channel between them, and what must be true',
    ),
    source('request.network.test', ofTest, inLanguage(template('request.network.test.ts')), 'the test'),
    file(
      '.github/workflows/cloudmatrix-check.yml',
      inLanguage(template('cloudmatrix-check.yml')),
      "the check in GitHub's CI",
    ),
  ];
}

function descriptionFor({ version, peerDependencies }: Description) {
  return {
    private: true,
    type: 'module',
    scripts: { test: 'vitest run' },
    devDependencies: {
      'cloudmatrix-check': `^${version}`,
      vitest: VITEST,
      xstate: peerDependencies!.xstate,
    },
  };
}

function read(file: string): Description {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Description;
  } catch (thrown) {
    throw new CheckError(`The file '${file}' cannot be read as JSON: ${messageOf(thrown)}. Mend it first.`);
  }
}
