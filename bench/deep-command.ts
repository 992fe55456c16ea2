import { Command, Option } from 'commander';
import type { DeepCheck } from './deep-check.js';
import { deepChecksOf, listDeepChecks } from './deep-run.js';

interface DeepOptions {
  readonly only?: readonly string[];
  readonly list?: boolean;
}

/** The command that runs deep checks, or tells which there are. */
export function deepCommand(
  all: readonly DeepCheck[],
  write: (text: string) => void,
  run: (checks: readonly DeepCheck[]) => Promise<void>,
): Command {
  return new Command('deep')
    .description('Runs the checks that are too long for every test run, one after another.')
    .addOption(
      new Option('--only <checks...>', 'some of them (default: all)').choices(all.map(({ id }) => id)),
    )
    .option('--list', 'tell which there are, and run none')
    .action(async ({ only = [], list = false }: DeepOptions) => {
      const checks = deepChecksOf(only, all);
      if (list) write(listDeepChecks(checks));
      else await run(checks);
    });
}
