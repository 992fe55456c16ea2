import ora from 'ora';
import type { DeepCheck } from './deep-check.js';
import { DEEP_CHECKS } from './deep-checks.js';
import { deepCommand } from './deep-command.js';
import { inDeepProcess } from './deep-process.js';
import { deepExitCode, type PerformDeepCheck, renderDeepTally, runDeepChecks } from './deep-run.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const PERFORMER = new URL('./deep-performer.js', import.meta.url);

await deepCommand(DEEP_CHECKS, write, run).parseAsync();

async function run(checks: readonly DeepCheck[]): Promise<void> {
  const stop = new AbortController();
  for (const signal of SIGNALS) process.on(signal, () => stop.abort());
  // Where nobody looks, it writes a line for each that has begun.
  const spinner = ora({
    stream: process.stderr,
    // The terminal is to send its signals as ever.
    discardStdin: false,
  });
  const perform: PerformDeepCheck = ({ id }, tell, signal) => inDeepProcess(PERFORMER, id, tell, signal);
  const report = {
    begin: (name: string) => {
      spinner.start(name);
    },
    progress: (name: string, progress: string) => {
      spinner.text = `${name}: ${progress}`;
    },
    end: (text: string) => {
      spinner.stop();
      write(text);
    },
  };
  const tally = await runDeepChecks(checks, perform, report, stop.signal);
  write(`${renderDeepTally(tally)}\n`);
  process.exitCode = deepExitCode(tally);
}

function write(text: string): void {
  process.stdout.write(text);
}
