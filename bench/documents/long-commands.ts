import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeepTelling } from '../deep-check.js';
import { packageRoot } from '../package-root.js';
import { commandsOf, type DocumentedCommand, withoutTimes } from './commands.js';
import { documentsOf } from './documents.js';

/** Runs the commands of the documents that are too long for every test run, in an empty folder, and looks at how they end, and at what they print where that is shown. */
export async function runLongCommands(tell: DeepTelling): Promise<string> {
  const root = packageRoot();
  const commands = documentsOf(root)
    .flatMap(commandsOf)
    .filter(({ isLong, args }) => isLong && args !== undefined);
  await tryCommands(join(root, 'dist', 'bundle', 'bin.js'), commands, tell);
  return `${commands.length} commands of the documents`;
}

/**
 * Tells which commands end otherwise, or do not print what is shown.
 *
 * @testonly the commands of the documents take minutes
 */
export async function tryCommands(
  program: string,
  commands: readonly DocumentedCommand[],
  { progress, fault }: DeepTelling,
): Promise<void> {
  for (const [at, command] of commands.entries()) {
    progress(`${at + 1} of ${commands.length}: ${command.text}`);
    const { how, stdout } = await resultOf(program, command);
    const toldHow = `with ${command.exitCode}`;
    if (how !== toldHow) fault(`'${command.text}' of ${command.document} ends ${how} instead of ${toldHow}`);
    const printed = withoutTimes(stdout).split('\n');
    // Long outputs are shown in part, with `…` for what is left out.
    const missing = (command.output?.lines ?? []).filter((line) => line !== '…' && !printed.includes(line));
    for (const line of missing) fault(`'${command.text}' of ${command.document} does not print: ${line}`);
  }
}

/** What a command printed, and how it ended: with an exit code, or by a signal, as where there was no memory for it. */
function resultOf(
  program: string,
  { args = [] }: DocumentedCommand,
): Promise<{ readonly how: string; readonly stdout: string }> {
  const cwd = mkdtempSync(join(tmpdir(), 'cloudmatrix-check-documents-'));
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd, maxBuffer: 2 ** 30 }, (error, stdout) => {
      rmSync(cwd, { recursive: true, force: true });
      const { code, signal } = error ?? { code: 0 };
      resolve({ how: typeof signal === 'string' ? `by ${signal}` : `with ${code}`, stdout });
    });
  });
}
