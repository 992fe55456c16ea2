import { spawn } from 'node:child_process';
import { join } from 'node:path';

const hooks = new URL('../../support/register-typescript.mjs', import.meta.url).href;
const modules = new URL('../modules', import.meta.url).pathname;

export interface SpawnOptions {
  readonly node?: readonly string[];
  /** Default: the folder of the modules. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Sent one after the other, as soon as the module says that it is stuck. */
  readonly signals?: readonly NodeJS.Signals[];
  readonly stdout?: 'pipe' | number;
  /** Whoever reads goes away at once. */
  readonly closesStdout?: boolean;
}

/** A command in a process of its own. @param bundle the folder that `bundleCommand` has filled */
export function supervised(bundle: string, args: readonly string[], options: SpawnOptions = {}) {
  const { node = [], cwd = modules, signals = [], stdout = 'pipe', closesStdout = false, env = {} } = options;
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [...node, '--import', hooks, join(bundle, 'bin.js'), ...args], {
      cwd,
      stdio: ['ignore', stdout, 'pipe'],
      env: {
        ...process.env,
        ...env,
        NODE_OPTIONS: '',
        NODE_V8_COVERAGE: '',
        BUNDLED_INDEX: join(bundle, 'index.js'),
      },
    });
    const said = { stdout: '', stderr: '' };
    let isStuck = false;
    child.stdout?.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
    if (closesStdout) child.stdout?.destroy();
    child.stderr?.on('data', (chunk: Buffer) => {
      said.stderr += chunk.toString();
      if (isStuck || !said.stderr.includes('STUCK\n')) return;
      isStuck = true;
      signals.forEach((signal, index) => setTimeout(() => child.kill(signal), 100 * index));
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...said, stderr: said.stderr.replace('STUCK\n', '') }));
  });
}
