import { losses } from '../../report/loss.js';
import { counted } from '../../report/numbers.js';
import type { CommandModule } from '../command-module.js';
import { EXIT } from '../exit-code.js';
import { jsonOption } from '../options.js';
import { readReport } from '../report-files.js';

export const add: CommandModule['add'] = (program, { session, finish }) => {
  program
    .command('compare <old> <new>')
    .description(
      'Tells what a report lost against an earlier one: an item or a property that is missing, a verdict that is worse, fewer states or random runs of the same parameters, a claim that is not put to the test any more. Exit code 1 if anything was lost.',
    )
    .addOption(jsonOption())
    .action((before: string, after: string, { json = false }: { json?: boolean }) => {
      const reports = [before, after].map((file) => readReport(session.path(file), file));
      const lost = losses(reports[0]!, reports[1]!);
      session.printEither(json, { losses: lost }, () =>
        lost.length === 0
          ? `Nothing was lost: ${counted(reports[0]!.items.length, 'item')} compared.`
          : [
              `Lost, ${counted(lost.length, 'time')}:`,
              ...lost.map(({ item, what }) => `  ${item} ${what}`),
            ].join('\n'),
      );
      finish(lost.length === 0 ? EXIT.holds : EXIT.violated);
    });
};
