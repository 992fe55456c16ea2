import { execFile } from 'node:child_process';

/** Largest output that is kept, in bytes; the JSON of `check` has some hundred kilobytes. */
const OUTPUT_BYTES_MAX = 64 * 2 ** 20;

/** A whole process, from its start to its end, with all its threads and children. */
export interface TimedProcess {
  readonly output: string;
  /** User and system time, in seconds. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** The shell's own `time` is exact to the millisecond, and the same for programs in any language. */
const SCRIPT = 'TIMEFORMAT="%3U %3S %3R"; time "$@"';

/** Runs a command to its end. Rejects when it fails. */
export function runTimed(command: Command, folder?: string): Promise<TimedProcess> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, maxBuffer: OUTPUT_BYTES_MAX };
    execFile('bash', ['-c', SCRIPT, 'bash', ...command], options, (error, output, told) => {
      if (error !== null) {
        reject(
          new Error(`${command.join(' ')} failed: ${told || output || error.message}`, { cause: error }),
        );
        return;
      }
      const [user, system, wall] = told.trimEnd().split('\n').at(-1)!.split(' ').map(Number);
      resolve({ output, cpuSeconds: user! + system!, wallSeconds: wall! });
    });
  });
}
