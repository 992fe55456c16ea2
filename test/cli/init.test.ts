// Goal: `init` makes a project that can be checked, of an empty folder or within one that there is, and touches nothing that was there. That its
// network and its test run is tried with the package (test/package). Method: temporary folders.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { run, temporaryDirectory } from './harness.js';

function folderOf(files: Readonly<Record<string, string>>): string {
  const cwd = temporaryDirectory();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content);
  return cwd;
}

describe('init', () => {
  it('fills an empty folder, and says what to run', async () => {
    const cwd = temporaryDirectory();
    const { code, stdout } = await run(['init'], { cwd });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `\
Written:
  package.json                             what the project needs
  request.network.ts                       two statecharts, the channel between them, and what must be true
  request.network.test.ts                  the test
  .github/workflows/cloudmatrix-check.yml  the check in GitHub's CI

Now run:
  npm install
  npx cloudmatrix-check    goes through all states of the network
  npx vitest run           does so as a test
`,
    });
    expect(JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'))).toMatchObject({ type: 'module' });
    expect(existsSync(join(cwd, '.github/workflows/cloudmatrix-check.yml'))).toBe(true);
  });

  it('leaves what is there as it was, and a second time writes nothing', async () => {
    const mine = {
      'package.json': '{"devDependencies":{"typescript":"*","xstate":"*"}}',
      'request.network.ts': 'mine',
    };
    const cwd = folderOf(mine);
    const { stdout } = await run(['init'], { cwd });
    expect(stdout).toContain('There already, and left as it was: package.json, request.network.ts\n');
    expect(stdout).toContain('  npm install --save-dev cloudmatrix-check vitest@4\n');
    for (const [name, content] of Object.entries(mine))
      expect(readFileSync(join(cwd, name), 'utf8')).toBe(content);
    expect((await run(['init'], { cwd })).stdout).toMatch(
      /^Everything is there already; nothing was written\.\n/,
    );
  });

  it('a second time writes nothing, though the package.json that it wrote has no TypeScript', async () => {
    const cwd = temporaryDirectory();
    await run(['init'], { cwd });
    const before = readdirSync(cwd).sort();
    expect((await run(['init'], { cwd })).stdout).toMatch(
      /^Everything is there already; nothing was written\.\n/,
    );
    expect(readdirSync(cwd).sort()).toEqual(before);
  });

  it('writes JavaScript where a project has no TypeScript, and into a folder that is named', async () => {
    const cwd = temporaryDirectory();
    mkdirSync(join(cwd, 'app'));
    writeFileSync(join(cwd, 'app/package.json'), '{}');
    const { stdout } = await run(['init', 'app'], { cwd });
    expect(stdout).toContain('\nNow run:\n  cd app\n');
    expect(readdirSync(join(cwd, 'app')).sort()).toEqual([
      '.github',
      'package.json',
      'request.network.mjs',
      'request.network.test.mjs',
    ]);
    expect(readFileSync(join(cwd, 'app/request.network.test.mjs'), 'utf8')).toContain(
      "'./request.network.mjs'",
    );
  });

  it.each([
    ['{"type":"module"}', 'ts', 'ts'],
    ['{"type":"commonjs"}', 'mts', 'mts'],
    ['{}', 'mts', 'mts'],
    ['{}', 'ts', 'mts', 'request.network.ts'],
    ['{}', 'cjs', 'mjs', 'request.network.cjs'],
  ])(
    'in a project with the package.json %s writes a .%s, and a test that is an ES module, .%s',
    async (description, network, test, present?: string) => {
      const cwd = folderOf({
        'package.json': description,
        'tsconfig.json': '{}',
        ...(present === undefined ? {} : { [present]: '' }),
      });
      await run(['init'], { cwd });
      const path = join(cwd, `request.network.test.${test}`);
      expect(readdirSync(cwd)).toContain(`request.network.${network}`);
      expect(readFileSync(path, 'utf8')).toContain(`'./request.network.${network}'`);
      const options = { module: ts.ModuleKind.NodeNext, allowJs: true };
      expect(ts.getImpliedNodeFormatForFile(path, undefined, ts.sys, options)).toBe(ts.ModuleKind.ESNext);
    },
  );

  it.each([
    [['init', 'gone'], "There is no folder 'gone'. Make it first"],
    [
      ['init', 'package.json'],
      "'package.json' is a file. Give a folder, or leave it out to use the present one.",
    ],
    [['init'], "package.json' cannot be read as JSON"],
  ])('%j is refused where it cannot be', async (args, says) => {
    const { code, stderr } = await run(args, { cwd: folderOf({ 'package.json': '{' }) });
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });
});
