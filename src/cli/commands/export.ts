import { Option } from 'commander';
import { writeWhole } from '../../index.js';
import type { CommandModule } from '../command-module.js';
import { EXIT } from '../exit-code.js';
import { CHART_FORMATS, chartAs } from '../chart-export.js';
import { TRACE_FORMATS, traceAs } from '../trace-export.js';
import { isTraceFile } from '../trace-reference.js';
import { oneOf } from '../options.js';
import type { Session } from '../session.js';

const FORMATS = [...new Set([...CHART_FORMATS, ...TRACE_FORMATS])];
type Format = (typeof FORMATS)[number];

export const add: CommandModule['add'] = (program, { session, finish }) => {
  program
    .command('export <what>')
    .description(
      'Prints for other tools the chart of a machine, by its name or as module.js#exportName, or a trace, by its file.',
    )
    .addOption(
      new Option(
        '--format <format>',
        `what to export it as; a chart: ${CHART_FORMATS.join(', ')}; a trace: ${TRACE_FORMATS.join(', ')} (default: the first)`,
      ).argParser(oneOf(FORMATS)),
    )
    .addOption(
      new Option('--network <network>', 'the network that a trace is of: a name, or the path of a module'),
    )
    .option('--out <file>', 'write it to this file, which must not exist yet')
    .action(async (what: string, options: ExportOptions) => finish(await exported(session, what, options)));
};

interface ExportOptions {
  readonly format?: Format;
  readonly network?: string;
  readonly out?: string;
}

/** Prints a chart or a trace, or writes it to a file that is not there yet. */
async function exported(session: Session, what: string, options: ExportOptions): Promise<number> {
  const { out } = options;
  const isTrace = isTraceFile(what);
  const text = isTrace ? await traceAs(session, what, options) : await chartAs(session, what, options.format);
  if (out === undefined) session.io.stdout.write(text);
  else {
    writeWhole(session.path(out), text);
    session.print(`The ${isTrace ? 'trace' : 'chart of'} '${what}' is in ${out}.`);
  }
  return EXIT.holds;
}
