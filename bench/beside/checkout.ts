import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../command.js';
import { bundledContender } from './bundled.js';
import type { TaskName, TaskReports, Tasks } from './tasks/task.js';
import { type Command, runTimed, type TimedProcess } from './timed-process.js';

/** A built checkout of this package, which contenders run in. */
export interface Checkout {
  readonly name: string;
  /** Its built folder, with this benchmark in it. */
  readonly built: string;
}

export const HERE: Checkout = {
  name: 'cloudmatrix-check',
  built: dirname(dirname(dirname(fileURLToPath(import.meta.url)))),
};

/** What an older commit has built, and these benchmarks need. */
const FOLDERS = ['src', 'machines', 'properties', 'bundle'] as const;

/**
 * Another built checkout, with the benchmarks of this one: they are copied, and stand beside links to what the other has built, so that all that they import
 * is the other's.
 */
export async function checkoutAt(folder: string, temporary: string): Promise<Checkout> {
  const other = resolve(folder);
  if (!existsSync(join(other, 'dist', 'src', 'bin.js')))
    throw new Error(
      `${other} is no built checkout: it has no dist/src/bin.js. Run npm ci and npm run build there.`,
    );
  const built = join(temporary, 'against', 'dist');
  mkdirSync(built, { recursive: true });
  // One from before there was a bundle has none.
  for (const part of FOLDERS)
    if (existsSync(join(other, 'dist', part))) symlinkSync(join(other, 'dist', part), join(built, part));
  for (const part of ['node_modules', 'package.json', 'examples'])
    symlinkSync(join(other, part), join(dirname(built), part));
  cpSync(join(HERE.built, 'bench'), join(built, 'bench'), { recursive: true });
  const commit = await run('git', ['-C', other, 'rev-parse', '--short', 'HEAD']);
  return { name: `commit ${commit.trim()}`, built };
}

/** The command line of a checkout. */
export function commandLine({ built }: Checkout, args: readonly string[]): Command {
  const bundled = join(built, 'bundle', 'bin.js');
  return [process.execPath, existsSync(bundled) ? bundled : join(built, 'src', 'bin.js'), ...args];
}

/** Has a process of its own perform a task in a checkout. */
export async function perform<Name extends TaskName>(
  { built }: Checkout,
  task: Name,
  options: Tasks[Name],
): Promise<{ readonly report: TaskReports[Name]; readonly timed: TimedProcess }> {
  const contender = await bundledContender(built);
  const timed = await runTimed([
    process.execPath,
    ...process.execArgv,
    contender,
    task,
    JSON.stringify(options),
  ]);
  return { report: JSON.parse(timed.output) as TaskReports[Name], timed };
}
