import { Argument } from 'commander';
import {
  faultsJson,
  faultsText,
  machinesJson,
  machinesText,
  networksJson,
  networksText,
} from '../../report/listing.js';
import type { CommandModule } from '../command-module.js';
import { EXIT } from '../exit-code.js';
import { jsonOption, oneOf } from '../options.js';
import type { Session } from '../session.js';

/** What can be listed. */
const LISTS = ['networks', 'faults', 'machines'] as const;

export const add: CommandModule['add'] = (program, { session, finish }) => {
  program
    .command('list')
    .description(
      'Lists networks and suites of bounds with their parameters and faults; or faults with their sources; or machines.',
    )
    .addArgument(new Argument('[what]').choices(LISTS).argParser(oneOf(LISTS)).default('networks'))
    .addOption(jsonOption())
    .action((what: (typeof LISTS)[number], { json = false }: { json?: boolean }) =>
      finish(list(session, what, json)),
    );
};

function list(session: Session, what: (typeof LISTS)[number], isJson: boolean): number {
  const { catalogue, colours } = session;
  const [json, text] = {
    networks: [networksJson, networksText] as const,
    faults: [faultsJson, faultsText] as const,
    machines: [machinesJson, machinesText] as const,
  }[what];
  session.printEither(isJson, json(catalogue), () => text(catalogue, colours, session.tableWidth));
  return EXIT.holds;
}
