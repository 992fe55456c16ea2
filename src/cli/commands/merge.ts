import { merged } from '../../report/merge.js';
import type { CommandModule } from '../command-module.js';
import { exitCodeOf } from '../exit-code.js';
import { readReport, writeReport } from '../report-files.js';

export const add: CommandModule['add'] = (program, { session, finish }) => {
  program
    .command('merge <reports...>')
    .description(
      'Makes one report of those of all shards: but for times what the check would have reported in one piece. Exit codes are those of the check.',
    )
    .option('--out <file>', 'write it to this file; left out, it is printed')
    .action((files: string[], { out }: { out?: string }) => {
      const report = merged(files.map((file) => readReport(session.path(file), file)));
      const text = JSON.stringify(report);
      if (out === undefined) session.print(text);
      else {
        writeReport(session.path(out), out, `${text}\n`);
        session.print(`${report.verdict}: the report of ${files.length} shards is in ${out}.`);
      }
      finish(exitCodeOf(report.verdict));
    });
};
