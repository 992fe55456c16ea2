// Goal: what a user installs is whole: the README's first example runs from it with the README's command, every file that the README links to is
// in it, neither the checker nor a command about the user's own network loads CloudMatrix, a command loads what it needs, and projects that begin with it work. Method: the package is
// packed and installed into an empty folder, beside XState. The files are translated without their types: what a build adds is declarations.

import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, run, stage, translated } from './stage.js';
import { playTranscript } from './transcript.js';

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'cloudmatrix-check-package-'));
const user = join(folder, 'user');
const installed = join(user, 'node_modules', 'cloudmatrix-check');
const recorder = new URL('./record-loads.mjs', import.meta.url).pathname;

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly sideEffects: boolean;
  readonly devDependencies: Readonly<Record<string, string>>;
}
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;

/** The README's first example, and the first command that is shown below it with what it prints. */
async function example() {
  const code = /^```(?<language>ts|js|typescript|javascript)\n(?<source>[^]*?)^```$/m.exec(README);
  const below = README.slice(code!.index + code![0].length);
  const shown =
    /^\$ (?:npx cloudmatrix-check|node dist\/src\/bin\.js) (?<args>.*)\n(?<output>[^]*?)^```$/m.exec(below);
  const { language, source } = code!.groups as { language: string; source: string };
  const { args, output } = shown!.groups as { args: string; output: string };
  const words = args.split(' ');
  const path = words.find((word) => /\.[cm]?[jt]s(?:#|$)/.test(word))!.split('#')[0]!;
  const isTyped = language.startsWith('t');
  return {
    path: isTyped ? path.replace(/ts$/, 'js') : path,
    source: isTyped ? await translated(source) : source,
    args: words.map((word) => (isTyped ? word.replace(/\.ts(?=#|$)/, '.js') : word)),
    output,
  };
}

/** By arguments: what a run of Node.js loads. */
const known = new Map<string, Promise<string[]>>();

/** What a run of Node.js loads, in all of its threads: URLs. */
function urlsOf(args: readonly string[]): Promise<string[]> {
  const key = JSON.stringify(args);
  const urls = known.get(key) ?? urlsOfRun(args);
  known.set(key, urls);
  return urls;
}

async function urlsOfRun(args: readonly string[]): Promise<string[]> {
  const list = join(folder, 'loaded');
  writeFileSync(list, '');
  const { code, stderr } = await run(process.execPath, ['--import', recorder, ...args], user, {
    LOADED: list,
  });
  expect([0, 1], stderr).toContain(code);
  return readFileSync(list, 'utf8').split('\n');
}

/** What a run of Node.js loads of this package, as paths within `dist`. */
async function loadsOf(args: readonly string[]): Promise<string[]> {
  return within(await urlsOf(args), '/node_modules/cloudmatrix-check/dist/');
}

function within(urls: readonly string[], start: string): string[] {
  return urls.flatMap((url) => (url.includes(start) ? [url.slice(url.indexOf(start) + start.length)] : []));
}

/** Files of the bundle: the checker, and the models of CloudMatrix. */
const CHECKER = 'bundle/src.js';
const MODELS = 'bundle/models.js';

/** What each command has of its own. */
const COMMANDS = readdirSync(join(ROOT, 'src/cli/commands')).map(
  (name) => `bundle/${name.replace('.ts', '.js')}`,
);

beforeAll(async () => {
  const staged = join(folder, 'staged');
  await stage(staged);
  mkdirSync(user);
  const packed = await run(
    'npm',
    ['pack', '--ignore-scripts', '--silent', '--pack-destination', user],
    staged,
  );
  expect(packed.code, packed.stderr).toBe(0);
  writeFileSync(join(user, 'package.json'), JSON.stringify({ name: 'user', private: true, type: 'module' }));
  const [tarball] = readdirSync(user).filter((name) => name.endsWith('.tgz'));
  const xstate = `xstate@${manifest.devDependencies.xstate}`;
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock'];
  const { code, stderr } = await run('npm', ['install', ...options, `./${tarball}`, xstate], user);
  expect(code, stderr).toBe(0);
  // The Vitest that runs this test: to install it would take longer than all else.
  for (const link of ['vitest', '.bin/vitest']) {
    symlinkSync(join(ROOT, 'node_modules', link), join(user, 'node_modules', link));
  }
  const { path, source } = await example();
  mkdirSync(dirname(join(user, path)), { recursive: true });
  writeFileSync(join(user, path), source);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package', () => {
  it("runs the README's first example, which comes out as it is shown", async () => {
    const { args, output } = await example();
    const { stdout, stderr } = await run(join(user, 'node_modules/.bin/cloudmatrix-check'), args, user);
    const steady = (text: string) => text.replaceAll(/\d+\.\d\d s|-[0-9a-f]{8}(?=\.trace)/g, '#').trim();
    expect(stderr).toBe('');
    expect(steady(stdout)).toBe(steady(output));
  });

  it('has every file that the README links to', () => {
    const linked = [...README.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path!);
    expect(linked.filter((path) => !isThere(path))).toEqual([]);
  });

  it('has what its entries name', () => {
    const entries = [
      ...Object.values(manifest.exports).map((entry) => (typeof entry === 'string' ? entry : entry.default)),
      ...Object.values(manifest.bin),
    ];
    expect(entries.filter((path) => !isThere(path))).toEqual([]);
  });

  it.each([
    ['cloudmatrix-check', '../../src/index.js'],
    ['cloudmatrix-check/cloudmatrix', '../../properties/index.js'],
    ['cloudmatrix-check/vitest', '../../src/vitest/index.js'],
  ])('exports from %s what its source does', async (entry, source) => {
    const print = `console.log(JSON.stringify(Object.keys(await import('${entry}')).sort()))`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', print], user);
    expect(JSON.parse(stdout)).toEqual(Object.keys((await import(source)) as object).sort());
  });

  it('has no source maps without their sources', () => {
    const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.build.json'), 'utf8')) as {
      compilerOptions: Readonly<Record<string, unknown>>;
    };
    const { sourceMap = false, declarationMap = false } = compilerOptions;
    expect({ sourceMap, declarationMap }).toEqual({ sourceMap: false, declarationMap: false });
  });

  it('says that importing it does something: it wraps functions that machines must not call', () => {
    expect(manifest.sideEffects).toBe(true);
  });
});

describe('CloudMatrix is not loaded', () => {
  it('by the checker', async () => {
    const loaded = await loadsOf(['--input-type=module', '--eval', "await import('cloudmatrix-check')"]);
    expect(loaded).toContain(CHECKER);
    expect(loaded).not.toContain(MODELS);
  });

  it("by a command about the user's own network", async () => {
    const loaded = await loadsOf([
      join(installed, manifest.bin['cloudmatrix-check']!),
      ...(await example()).args,
    ]);
    expect(loaded).toContain(CHECKER);
    expect(loaded).not.toContain(MODELS);
  });

  it('as it is by a command about the models', async () => {
    expect(await loadsOf([join(installed, manifest.bin['cloudmatrix-check']!), 'list'])).toContain(MODELS);
  });
});

describe('a command loads what it needs', () => {
  const bin = join(installed, manifest.bin['cloudmatrix-check']!);

  it('in one thread: the other one only watches', async () => {
    const urls = await urlsOf([bin, ...(await example()).args]);
    const loaded = within(urls, '/node_modules/cloudmatrix-check/dist/');
    expect(loaded.filter((path) => path === CHECKER)).toHaveLength(1);
    const [command] = (await example()).args;
    expect(loaded.filter((path) => COMMANDS.includes(path))).toEqual([`bundle/${command}.js`]);
    const packages = new Set(within(urls, '/user/node_modules/').map((path) => path.split('/')[0]!));
    expect(packages).toContain('commander');
    for (const each of ['zod', 'ora', 'cli-table3']) expect(packages).not.toContain(each);
  });

  it('which is nothing of the checker for --version', async () => {
    const loaded = await loadsOf([bin, '--version']);
    expect(loaded).toContain('bundle/bin.js');
    expect(loaded).not.toContain(CHECKER);
    expect(loaded).not.toContain('bundle/worker.js');
  });
});

// In the bundle the checker's frames are of one file, by which it tells what Node.js itself calls from what a machine does.
describe('what machines must not do', () => {
  it('is told from what Node.js does of itself, as where the checker is not bundled', async () => {
    const machine = (call: string) => `import { createMachine } from 'xstate';
export const net = createMachine({ initial: 'a', states: {
  a: { on: { GO: { target: 'b', guard: () => { ${call}; return true; } } } }, b: { tags: 'rest' },
} });`;
    writeFileSync(join(user, 'logs.mjs'), machine("console.log('looked at')"));
    writeFileSync(join(user, 'ticks.mjs'), machine('process.nextTick(() => {})'));
    const explored = (module: string) =>
      run(join(user, 'node_modules/.bin/cloudmatrix-check'), ['explore', module], user);
    expect(await explored('./logs.mjs')).toMatchObject({ code: 0 });
    const { code, stderr } = await explored('./ticks.mjs');
    expect(code).toBe(2);
    expect(stderr).toContain('calls process.nextTick(), an effect that the engine cannot see');
  });
});

describe('a network in TypeScript', () => {
  it('is loaded by plain Node.js with paths of a tsconfig.json, beside one checker and one XState', async () => {
    const files = {
      'typed/net.ts': `import { defineNetwork } from 'cloudmatrix-check';
import { door } from '#lib/door.js';
export const net = defineNetwork({ name: 'typed', components: { door: { machine: door } } });`,
      'typed/lib/door.ts': `import { createMachine } from 'xstate';
export enum Tag { Rest = 'rest' }
export const door = createMachine({ tags: Tag.Rest });`,
      'typed/common.cjs': `const { createMachine } = require('xstate');
const all = () => ({ lamp: createMachine({ tags: 'rest' }) });
module.exports = all();`,
      'typed/tsconfig.json': '{ "compilerOptions": { "paths": { "#lib/*": ["./lib/*"] } } }',
    };
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(user, path)), { recursive: true });
      writeFileSync(join(user, path), content);
    }
    const explored = (module: string) =>
      urlsOf([join(installed, manifest.bin['cloudmatrix-check']!), 'explore', module]);
    // Node.js does not find the names of what it exports; that it is found all the same is told by the exit code.
    await explored('./typed/common.cjs');
    const urls = await explored('./typed/net.ts');
    for (const path of [`cloudmatrix-check/dist/${CHECKER}`, 'xstate/dist/xstate.cjs.js']) {
      expect(urls.filter((url) => url.endsWith(path))).toHaveLength(1);
    }
  });
});

describe('a project', () => {
  it('comes out as the document says that shows how to begin', async () => {
    const folder = join(user, 'begin');
    mkdirSync(folder);
    await playTranscript(
      readFileSync(join(ROOT, 'docs/getting-started.md'), 'utf8'),
      folder,
      join(user, 'node_modules'),
    );
  });

  it('of the examples passes its tests, and modules that never end or leave are met with a sentence', async () => {
    const cwd = join(user, 'project');
    cpSync(join(installed, 'examples/project'), cwd, { recursive: true });
    for (const [name, source] of Object.entries(ODD)) writeFileSync(join(cwd, 'src', name), source);
    const { code, stdout } = await run(
      join(user, 'node_modules/.bin/vitest'),
      ['run', '--testTimeout=60000'],
      cwd,
      {
        NO_COLOR: '1',
      },
    );
    expect(code, stdout).toBe(0);
    expect(stdout).toMatch(/Tests {2}12 passed \| 1 expected fail/);
  });
});

/** Modules that a thread has to be ended for, and what is expected of them. */
const ODD = {
  'loops.ts': `import { defineNetwork } from 'cloudmatrix-check';
import { setup } from 'xstate';
const machine = setup({ guards: { loops: () => { for (;;); } } }).createMachine({ tags: 'rest', on: { GO: { guard: 'loops' } } });
export const loops = defineNetwork({ name: 'loops', components: { a: { machine, stimuli: [{ type: 'GO' }] } } });`,
  'leaves.ts': 'process.exit(7);',
  'odd.test.ts': `import { writeFileSync } from 'node:fs';
import 'cloudmatrix-check/vitest';
import { expect, it } from 'vitest';
it('odd modules', async () => {
  const says = (path: string, options = {}) => expect(path).toHold(options).then(() => '', (error) => error.message);
  expect(await says('src/election.network.ts#gone')).toContain('exports no network called \\'gone\\'; it exports amnesia, election.');
  expect(await says('src/loops.ts', { seconds: 0.3 })).toContain('did not stop by itself and was ended');
  expect(await says('src/leaves.ts')).toContain('ended its thread before there was an answer');
});
it.each(['js', 'ts', 'cjs', 'json'])('a module that a test has written anew: %s', async (kind) => {
  const write = (name: string, text: string) => writeFileSync('src/written.' + name, text);
  const imported = kind === 'cjs' ? 'module.exports = ' : kind === 'json' ? '' : 'export default ';
  const attribute = kind === 'json' ? " with { type: 'json' }" : '';
  write('network.js', \`import { always, defineNetwork } from 'cloudmatrix-check';
import { createMachine } from 'xstate';
import is from './written.\${kind}'\${attribute};
const machine = createMachine({ tags: 'rest' });
export const it = defineNetwork({ name: 'it', components: { a: { machine } }, properties: [always('is', () => is)] });\`);
  write(kind, imported + 'true');
  await expect('src/written.network.js').toHold();
  write(kind, imported + 'false');
  await expect('src/written.network.js').not.toHold();
});
it.fails('an expectation that nobody waits for', () => {
  expect('src/election.network.ts#election').not.toHold().catch(() => {});
});`,
};

function isThere(path: string): boolean {
  try {
    readFileSync(join(installed, path));
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EISDIR';
  }
}
