// Goal: a trace leads to its module from any folder above the module, and to nothing else: what is not below the present folder is run
// only if the user names it. The commands that are printed work as printed. Method: small modules in temporary folders, each of
// which tells when it is loaded; a real shell splits the printed commands.

import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { formatTrace, type TraceFile } from '../../src/counterexample/trace-file.js';
import { jsonOf, run, temporaryDirectory } from './harness.js';

const several = new URL('./modules/several.ts', import.meta.url).pathname;

let root: string;
beforeEach(() => {
  root = temporaryDirectory();
});

/** Makes a module with networks called good and bad; whoever loads it leaves a mark. */
function makeModule(...path: string[]): string {
  const file = join(root, ...path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(
    file,
    `import { writeFileSync } from 'node:fs';
     writeFileSync(${JSON.stringify(join(root, 'loaded'))}, '');
     export { bad, good } from ${JSON.stringify(several)};`,
  );
  return file;
}

const isLoaded = () => existsSync(join(root, 'loaded'));

/** Explores a network that is violated, and gives the trace that was written and the command that was printed, as a shell takes it. */
async function explored(cwd: string, reference: string, ...options: string[]) {
  const { stdout } = await run(['explore', reference, ...options], { cwd });
  const [, command] = /^Look: {2}npx cloudmatrix-check (.*)$/ms.exec(stdout.trimEnd())!;
  const args = wordsOf(command!);
  // Without the page.
  return { file: args[1]!, args: args.slice(0, args.indexOf('--html')) };
}

function wordsOf(command: string): string[] {
  const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' });
  return printed.split('\0').slice(0, -1);
}

/** Writes a trace by hand, so that nothing has been loaded before. */
function makeTrace(path: string, changes: Partial<TraceFile>): string {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  const step = 'environment ⇒ counter: UP';
  writeFileSync(
    file,
    formatTrace({
      network: './net.js#bad',
      parameters: {},
      faults: [],
      property: 'tiny',
      message: 'it is false in this state',
      minimality: 'proven shortest',
      initial: 0,
      steps: [step],
      ...changes,
    }),
  );
  return file;
}

const VIOLATED = '✗ tiny is violated after 1 step (proven shortest) ';

describe('a trace of a module', () => {
  it.each([
    { place: '.', module: './project/nets/net.js#bad' },
    { place: 'project', module: './nets/net.js#bad' },
    { place: 'project/nets', module: './net.js#bad' },
  ])('is replayed from $place, and says what is loaded', async ({ place, module }) => {
    makeModule('project', 'nets', 'net.js');
    const { file } = await explored(join(root, 'project'), 'nets/net.js#bad');
    const options = { cwd: join(root, place) };
    const { code, stdout } = await run(['replay', join(root, 'project', file)], options);
    expect(code).toBe(1);
    expect(stdout).toMatch(`The network comes from the module ${module}.\nbad\n${VIOLATED}`);
    const json = jsonOf(await run(['replay', join(root, 'project', file), '--json'], options));
    expect(json).toMatchObject({ module, network: 'bad', isViolated: true });
  });

  it('tells the way to the module from its own folder, and how the module was named', async () => {
    makeModule('project', 'nets', 'net.js');
    const { file } = await explored(join(root, 'project'), './nets/net.js#bad', '--trace-dir', '../far/away');
    expect(JSON.parse(readFileSync(join(root, 'project', file), 'utf8'))).toMatchObject({
      network: './nets/net.js#bad',
      module: { path: '../../project/nets/net.js', export: 'bad' },
    });
  });

  it('is found by the name that its module had, where folder and file have parted', async () => {
    makeModule('project', 'net.js');
    const { file } = await explored(join(root, 'project'), 'net.js#bad');
    mkdirSync(join(root, 'mail', 'box'), { recursive: true });
    renameSync(join(root, 'project', file), join(root, 'mail', 'box', 'a.json'));
    const { code, stdout } = await run(['replay', '../mail/box/a.json'], { cwd: join(root, 'project') });
    expect({ code, stdout }).toMatchObject({ code: 1, stdout: expect.stringContaining('./net.js#bad') });
  });

  it('is replayed on the network that the user names', async () => {
    const file = makeTrace('traces/a.json', { network: './gone.js' });
    makeModule('elsewhere', 'net.js');
    mkdirSync(join(root, 'here'));
    const args = ['replay', file, '--network', '../elsewhere/net.js#bad'];
    const { code, stdout } = await run(args, { cwd: join(root, 'here') });
    expect(code).toBe(1);
    expect(stdout).toContain('The network comes from the module ../elsewhere/net.js#bad.\n');
  });
});

describe('the command that is printed', () => {
  it.each([
    { what: 'a module below the present folder', reference: './net.js#bad', options: [] },
    { what: 'a module elsewhere', reference: '../other/net.js#bad', options: [] },
    { what: 'a folder with odd characters', reference: './net.js#bad', options: ['it\'s a $HOME `x` "f" *'] },
    { what: 'a folder elsewhere', reference: './net.js#bad', options: ['../else where'] },
    { what: 'a folder that looks like an option', reference: './net.js#bad', options: ['--json'] },
    { what: 'both elsewhere', reference: '../other/net.js#bad', options: ['../else\nwhere'] },
    { what: 'a module with a space', reference: '../other/my net.js#bad', options: [] },
  ])('works as it stands for $what', async ({ reference, options }) => {
    const cwd = join(root, 'project');
    mkdirSync(cwd);
    for (const file of ['project/net.js', 'other/net.js', 'other/my net.js']) makeModule(file);
    const { args } = await explored(cwd, reference, ...options.map((folder) => `--trace-dir=${folder}`));
    const { code, stdout, stderr } = await run(args, { cwd });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain(VIOLATED);
  });

  it('names the network for a module that only a link leads to', async () => {
    const real = makeModule('other', 'net.js');
    const cwd = join(root, 'project');
    mkdirSync(cwd);
    symlinkSync(real, join(cwd, 'net.js'));
    const { args, file } = await explored(cwd, './net.js#bad');
    expect(args).toEqual(['replay', file, '--network', './net.js#bad']);
    expect((await run(args, { cwd })).code).toBe(1);
  });

  it('names a trace behind a link by a way that leads back', async () => {
    makeModule('project', 'net.js');
    mkdirSync(join(root, 'disk', 'deep', 'traces'), { recursive: true });
    symlinkSync(join(root, 'disk', 'deep', 'traces'), join(root, 'project', 'cloudmatrix-check-traces'));
    const cwd = join(root, 'project');
    const { args } = await explored(cwd, './net.js#bad');
    expect((await run(args, { cwd })).code).toBe(1);
  });
});

describe('what a trace names is not loaded', () => {
  const refused = async (file: string, cwd: string) => {
    const { code, stdout, stderr } = await run(['replay', file], { cwd: join(root, cwd) });
    expect({ code, stdout, isLoaded: isLoaded() }).toEqual({ code: 2, stdout: '', isLoaded: false });
    expect(stderr).toMatch(/^error: [^\n]*\n$/);
    return stderr;
  };

  it.each([
    { what: 'beside the trace', network: './net.js#bad', module: { path: '../net.js', export: 'bad' } },
    { what: 'by a way up', network: '../net.js#bad', module: undefined },
    { what: 'by an absolute path', network: 'ROOT/net.js#bad', module: undefined },
    { what: 'by an absolute path for a relative one', network: './x.js', module: { path: 'ROOT/net.js' } },
    { what: 'by a link to the file', network: './link.js#bad', module: undefined },
    { what: 'by a link to its folder', network: './up/net.js#bad', module: undefined },
  ])('$what, outside of the present folder', async ({ network, module }) => {
    makeModule('net.js');
    mkdirSync(join(root, 'here'));
    symlinkSync(join(root, 'net.js'), join(root, 'here', 'link.js'));
    symlinkSync(root, join(root, 'here', 'up'));
    const file = makeTrace('traces/a.json', {
      network: network.replace('ROOT', root),
      ...(module === undefined ? {} : { module: { ...module, path: module.path.replace('ROOT', root) } }),
    });
    const sentence = await refused(file, 'here');
    expect(sentence).toContain('which is not below the present folder: it is not loaded unless you name it.');
    // The command in the sentence is one that works.
    const [, command] = /If you trust it: npx cloudmatrix-check (.*)\n$/.exec(sentence)!;
    const args = wordsOf(command!).map((word) => word.replace(/net\.js$/, 'net.js#bad'));
    expect((await run(args, { cwd: join(root, 'here') })).code).toBe(1);
  });

  it('where another file of that name is below it', async () => {
    makeModule('net.js');
    makeModule('here', 'net.js');
    const file = makeTrace('traces/a.json', { module: { path: '../net.js', export: 'bad' } });
    expect(await refused(file, 'here')).toContain("names the module '../net.js#bad'");
  });

  it.each([
    `data:text/javascript,export const x = 1#bad`,
    'node:fs/promises',
    'file:///etc/x.js',
    'https://example.org/net.js',
    './gone.js',
    '.',
    './net.js\u0000.js',
    '/dev/stdin',
    './here.js/x\u001b[2J',
  ])('that is no file: %j', async (network) => {
    makeModule('here', 'net.js');
    const plain = await refused(makeTrace('here/a.json', { network }), 'here');
    expect(plain).toMatch(/^error: There is no (module|network) '/);
    expect([...plain.trimEnd()].every((character) => character >= ' ')).toBe(true);
    const module = { path: network };
    expect(await refused(makeTrace('here/b.json', { network: './gone.js', module }), 'here')).toBe(
      "error: There is no module './gone.js', which the trace names. Name its network yourself: npx cloudmatrix-check replay " +
        `${join(root, 'here', 'b.json')} --network <module>\n`,
    );
  });

  it('by its property, which is only a name', async () => {
    expect(readdirSync(root)).toEqual([]);
    const file = makeTrace('a.json', { network: 'counters', property: '../net.js' });
    expect(await refused(file, '.')).toMatch(/^error: The network 'counters' has no (property|parameter)/);
  });
});
