import { merged } from '../../report/merge.js';
import type { CommandModule } from '../command-module.js';
import { exitCodeOf } from '../exit-code.js';
import { phrase } from '../../report/unseen-text.js';
import { strictOption } from '../options.js';
import { readReport, writeReport } from '../report-files.js';

export const add: CommandModule['add'] = (program, { session, finish }) => {
  program
    .command('merge <reports...>')
    .description(
      'Makes one report of those of all shards: but for times what the check would have reported in one piece. Exit codes are those of the check: with --strict, if that was.',
    )
    .option('--out <file>', 'write it to this file; left out, it is printed')
    .addOption(strictOption())
    .action((files: string[], { out, strict = false }: { out?: string; strict?: boolean }) => {
      const report = merged(files.map((file) => readReport(session.path(file), file)));
      const text = JSON.stringify(report);
      if (out === undefined) session.print(text);
      else {
        writeReport(session.path(out), out, `${text}\n`);
        session.print(`${report.verdict}: the report of ${files.length} shards is in ${out}.`);
      }
      const vacuous = report.networks.filter(({ unseen }) => unseen.vacuous.length > 0);
      if (strict && out !== undefined)
        for (const { network, unseen } of vacuous)
          session.print(
            `${network}: vacuous, which --strict refuses: ${unseen.vacuous.map(phrase).join(', ')}.`,
          );
      finish(exitCodeOf(report.verdict, strict && vacuous.length > 0));
    });
};
