import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../properties/catalogue.js';
import { run, temporaryDirectory } from '../cli/harness.js';
import { exportsOf } from '../examples/example.js';
import { type DocumentedCommand, withoutTimes } from '../../bench/documents/commands.js';
import { ROOT } from './document.js';

/** Where commands write traces if they are not told otherwise. */
const TRACE_DIR = 'cloudmatrix-check-traces';
const WRITES_TRACES = ['check', 'explore', 'walk', 'campaign'];

/** How a documented command ended. */
export interface Ended {
  readonly code: number;
  /** With times as 0.00 s, which differ from run to run. */
  readonly output: string;
}

/** Runs a documented command in this process, in the folder of the repository, but for traces, which are written elsewhere. */
export async function runDocumented({ args = [], text }: DocumentedCommand): Promise<Ended> {
  const script = /^node examples\/(\S+)$/.exec(text)?.[1];
  if (script !== undefined) return { code: 0, output: await linesOf(script) };
  const [file] = args;
  if (file === undefined)
    throw new Error(`'${text}' is no command of this program, and no script of the examples.`);
  const directory = temporaryDirectory();
  const given =
    WRITES_TRACES.includes(file) && !args.includes('--sweep')
      ? [...args, '--trace-dir', directory]
      : [...args];
  const { code, stdout, stderr } = await run(given, { cwd: ROOT, catalogue });
  const output = withoutTimes(`${stdout}${stderr}`.replaceAll(directory, TRACE_DIR));
  return { code, output };
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
  const { code, stdout, stderr } = await run(args, { cwd: ROOT, catalogue, onInterrupt });
  return { code, output: `${stdout}${stderr}` };
}

/** The names of the scripts in package.json. */
export function packageScripts(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  return Object.keys(scripts);
}
