import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { transformWithOxc } from 'vite';

const exec = promisify(execFile);

/** The repository's folder. */
export const ROOT = new URL('../..', import.meta.url).pathname;

/** Runs a program to its end, whatever its exit code is. */
export async function run(file: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) {
  const options = { cwd, env: { ...process.env, NODE_OPTIONS: '', NODE_V8_COVERAGE: '', ...env } };
  try {
    return { code: 0, ...(await exec(file, [...args], options)) };
  } catch (thrown) {
    const { code, stdout, stderr } = thrown as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

/** A source as JavaScript, with its types taken out: the compiler itself takes ten times as long for it. */
export async function translated(source: string): Promise<string> {
  const { code } = await transformWithOxc(source, 'source.ts', { target: 'es2023', sourcemap: false });
  return code;
}

/** Lays out what the package is made from, translated file by file and bundled: that takes seconds where a build takes half a minute. */
export async function stage(folder: string): Promise<void> {
  for (const part of ['src', 'machines', 'properties']) {
    for (const path of readdirSync(join(ROOT, part), { recursive: true, encoding: 'utf8' })) {
      // AssemblyScript is no TypeScript, and comes as WebAssembly.
      if (!path.endsWith('.ts') || dirname(path).endsWith('assembly')) continue;
      const to = join(folder, 'dist', part, path.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, await translated(readFileSync(join(ROOT, part, path), 'utf8')));
    }
  }
  for (const path of ['src/core/core.wasm', 'src/core/thread.mjs', 'src/cloudmatrix/cost/expert-draw.wasm'])
    cpSync(join(ROOT, path), join(folder, 'dist', path));
  // The page has tests of its own, and takes seconds to build.
  writeFileSync(join(folder, 'dist/src/report/page/template.html'), '');
  const { code, stderr } = await run(process.execPath, ['bundle/build.mjs', join(folder, 'dist')], ROOT);
  if (code !== 0) throw new Error(stderr);
  const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { files: string[] };
  for (const path of ['package.json', ...files]) {
    if (path !== 'dist' && !path.startsWith('!') && existsSync(join(ROOT, path))) {
      cpSync(join(ROOT, path), join(folder, path), { recursive: true });
    }
  }
}
