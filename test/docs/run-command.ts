import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../properties/catalogue.js';
import { run, temporaryDirectory } from '../cli/harness.js';
import { exportsOf } from '../examples/example.js';
import { type DocumentedCommand, withoutTimes } from '../../bench/documents/commands.js';
import { ROOT } from './document.js';

/** Options that name a file to write. */
const WRITES = ['--timeline', '--out', '--html'];

/** How a documented command ended. */
export interface Ended {
  readonly code: number;
  /** With times as 0.00 s, which differ from run to run. */
  readonly output: string;
}

/**
 * Runs a documented command in this process, in the folder of the repository. Traces are written where a reader's would be, in a folder that
 * git ignores: their names depend on where their module is from there.
 */
export async function runDocumented({ args = [], text }: DocumentedCommand): Promise<Ended> {
  const script = /^node examples\/(\S+)$/.exec(text)?.[1];
  if (script !== undefined) return { code: 0, output: await linesOf(script) };
  if (args.length === 0)
    throw new Error(`'${text}' is no command of this program, and no script of the examples.`);
  const { code, stdout, stderr } = await run(writingElsewhere(args), { cwd: ROOT, catalogue });
  const output = withoutTimes(`${stdout}${stderr}`);
  return { code, output };
}

/** The same command with the files that it is told to write in a folder of the test's. */
function writingElsewhere(args: readonly string[]): string[] {
  if (args[0] === 'init') return ['init', temporaryDirectory()];
  const elsewhere = (file: string) => join(temporaryDirectory(), file);
  return args.map((word, at) => {
    const option = args[at - 1] ?? '';
    if (WRITES.includes(option)) return elsewhere(word);
    const [reporter, file] = word.split('=');
    return option === '--reporter' && file !== undefined ? `${reporter}=${elsewhere(file)}` : word;
  });
}

/** What a script of the examples prints: it exports `run`, which gives the lines. */
async function linesOf(script: string): Promise<string> {
  const { run: lines } = await exportsOf<{ run(): string[] }>(script);
  return lines().join('\n');
}

/** Parses a command without running it: a command that has been interrupted already plans, and comes to an end. */
export async function parseDocumented({ args = [] }: DocumentedCommand): Promise<Ended> {
  const onInterrupt = (interrupt: () => void) => {
    interrupt();
    return () => {};
  };
  const { code, stdout, stderr } = await run(writingElsewhere(args), {
    cwd: ROOT,
    catalogue,
    onInterrupt,
  });
  return { code, output: `${stdout}${stderr}` };
}

/** The names of the scripts in package.json. */
export function packageScripts(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  return Object.keys(scripts);
}
