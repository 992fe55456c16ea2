import { Option } from 'commander';
import { CheckError, exportDot, exportMermaid, exportStately, suggestion, writeWhole } from '../../index.js';
import type { CommandModule } from '../command-module.js';
import { EXIT } from '../exit-code.js';
import { isMachine } from '../../load/kinds.js';
import { isModuleReference } from '../../load/reference.js';
import { exportOf } from '../modules.js';
import { oneOf } from '../options.js';
import type { Session } from '../session.js';

/** What a chart can be exported as. */
const EXPORTS = { stately: exportStately, mermaid: exportMermaid, dot: exportDot } as const;
type Format = keyof typeof EXPORTS;
const FORMATS = Object.keys(EXPORTS) as Format[];

export const add: CommandModule['add'] = (program, { session, finish }) => {
  program
    .command('export <machine>')
    .description('Prints the chart of a machine, by its name or as module.js#exportName, for other tools.')
    .addOption(
      new Option('--format <format>', 'what to export it as')
        .choices(FORMATS)
        .argParser(oneOf(FORMATS))
        .default('stately'),
    )
    .option('--out <file>', 'write it to this file, which must not exist yet')
    .action(async (machine: string, { format, out }: { format: Format; out?: string }) =>
      finish(await exportMachine(session, machine, format, out)),
    );
};

/** Prints a machine's chart, or writes it to a file that is not there yet. */
async function exportMachine(
  session: Session,
  reference: string,
  format: Format,
  out?: string,
): Promise<number> {
  const { machines } = session.catalogue;
  const known = Object.hasOwn(machines, reference) ? machines[reference] : undefined;
  if (known === undefined && !isModuleReference(reference)) {
    const names = Object.keys(machines);
    throw new CheckError(
      `There is no machine '${reference}'. There are ${names.join(', ')}; or give the path of a module that exports one.${suggestion(reference, names)}`,
    );
  }
  const machine = known ?? (await exportOf(session, reference, 'machine', isMachine));
  const text = EXPORTS[format](machine, known === undefined ? machine.id : reference);
  if (out === undefined) session.io.stdout.write(text);
  else {
    writeWhole(session.path(out), text);
    session.print(`The chart of '${reference}' is in ${out}.`);
  }
  return EXIT.holds;
}
