import { CheckError } from './errors.js';
import { refuseUnknownKeys } from './known-keys.js';
import { requireConfiguration, requireList, requireRecord } from './require-record.js';

/** The lists of a family's configurations that `check` explores. */
export const EXPLORED = ['exhaustive', 'deep', 'reduced', 'deepReduced'] as const;

/** What is looked at here of a family; of each part nobody knows what it is. */
interface Parts extends Readonly<Partial<Record<(typeof EXPLORED)[number], unknown>>> {
  readonly name: string;
  readonly refuse?: unknown;
  readonly sweeps?: unknown;
}

/** @throws CheckError for lists of configurations and sweeps that are described otherwise than they can be, and for a `refuse` that is no function */
export function refuseWrongParts(family: Parts): void {
  const name = `family '${family.name}'`;
  for (const list of EXPLORED) {
    const configurations = family[list];
    if (configurations === undefined) continue;
    requireList(configurations, `The list ${list} of ${name}`, 'a list of configurations, for example [{}]');
    for (const [at, each] of configurations.entries())
      requireConfiguration(each, `The ${list}[${at}] of ${name}`);
  }
  const { refuse, sweeps } = family;
  if (refuse !== undefined && typeof refuse !== 'function') {
    throw new CheckError(
      `The refuse of ${name} is no function; give one that returns a sentence where a configuration is impossible, and undefined where it is possible.`,
    );
  }
  if (sweeps === undefined) return;
  requireRecord(sweeps, `The table sweeps of ${name}`, 'an object, with each under its name');
  for (const [id, sweep] of Object.entries(sweeps)) refuseWrongSweep(sweep, `sweep '${id}' of ${name}`);
}

function refuseWrongSweep(sweep: unknown, name: string): void {
  requireRecord(sweep, `The ${name}`, '{ title, base, rows, columns }');
  refuseUnknownKeys(sweep, ['title', 'base', 'rows', 'columns'], `The ${name}`);
  const { base, rows, columns } = sweep;
  requireConfiguration(base, `The base of ${name}`);
  refuseWrongAxis(rows, `The axis rows of ${name}`);
  requireList(columns, `The list columns of ${name}`, 'a list of axes, [] for none');
  for (const [at, axis] of columns.entries()) refuseWrongAxis(axis, `The axis columns[${at}] of ${name}`);
}

function refuseWrongAxis(axis: unknown, where: string): void {
  const remedy = '{ title, values } with values such as { label, configuration }';
  requireRecord(axis, where, remedy);
  requireList(axis['values'], `${where}, values,`, remedy);
  for (const [at, value] of axis['values'].entries()) {
    const one = `${where}, values[${at}],`;
    requireRecord(value, one, '{ label, configuration }');
    requireConfiguration(value['configuration'], `${one} configuration,`);
  }
}
