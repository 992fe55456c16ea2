import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeepOutcome } from '../deep-check.js';
import { packageRoot } from '../package-root.js';
import { commandsOf, type DocumentedCommand, withoutTimes } from './commands.js';
import { documentsOf } from './documents.js';

/** Runs the commands of the documents that are too long for every test run, in an empty folder, and looks at how they end, and at what they print where that is shown. */
export async function runLongCommands(onProgress: (progress: string) => void): Promise<DeepOutcome> {
  const root = packageRoot();
  const commands = documentsOf(root)
    .flatMap(commandsOf)
    .filter(({ isLong, args }) => isLong && args !== undefined);
  const faults: string[] = [];
  for (const [at, command] of commands.entries()) {
    onProgress(`${at + 1} of ${commands.length}: ${command.text}`);
    const { code, stdout } = await resultOf(join(root, 'dist', 'bundle', 'bin.js'), command);
    if (code !== command.exitCode) {
      faults.push(
        `'${command.text}' of ${command.document} ends with ${code} instead of ${command.exitCode}`,
      );
    }
    const printed = withoutTimes(stdout).split('\n');
    // Long outputs are shown in part, with `…` for what is left out.
    const missing = (command.output?.lines ?? []).filter((line) => line !== '…' && !printed.includes(line));
    for (const line of missing)
      faults.push(`'${command.text}' of ${command.document} does not print: ${line}`);
  }
  return { summary: `${commands.length} commands of the documents`, faults };
}

function resultOf(
  program: string,
  { args = [] }: DocumentedCommand,
): Promise<{ readonly code: number; readonly stdout: string }> {
  const cwd = mkdtempSync(join(tmpdir(), 'cloudmatrix-check-documents-'));
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd, maxBuffer: 2 ** 30 }, (error, stdout) => {
      rmSync(cwd, { recursive: true, force: true });
      resolve({ code: error === null ? 0 : Number(error.code), stdout });
    });
  });
}
