import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Largest output of a command that is kept, in bytes; SPIN and the contenders write a few kilobytes. */
const OUTPUT_BYTES_MAX = 16 * 2 ** 20;

/** Runs a program to its end and gives what it wrote to standard output. Rejects when it fails or is missing. */
export function run(program: string, args: readonly string[], folder?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd: folder, maxBuffer: OUTPUT_BYTES_MAX }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else
        reject(
          new Error(`${program} ${args.join(' ')} failed: ${stderr || stdout || error.message}`, {
            cause: error,
          }),
        );
    });
  });
}

/** Runs a script in a Node process of its own, which starts like this one, and reads the JSON object that it writes. */
export async function runInOwnProcess<TReport>(
  script: URL,
  args: readonly (string | number)[],
): Promise<TReport> {
  const all = [...process.execArgv, fileURLToPath(script), ...args.map(String)];
  return JSON.parse(await run(process.execPath, all)) as TReport;
}

/** Whether a program is installed and answers when asked for its version. */
export async function isInstalled(program: string, versionFlag: string): Promise<boolean> {
  try {
    await run(program, [versionFlag]);
    return true;
  } catch {
    return false;
  }
}
