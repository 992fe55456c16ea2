import type { Catalogue } from '../index.js';
import type { CommandModule } from './command-module.js';

type Load = () => Promise<CommandModule>;

/** The commands by their names, in the order in which help lists them. Each is loaded when it is asked for: none needs what the others load. */
function commandTable({ suites = [], systems = [] }: Catalogue): ReadonlyMap<string, Load> {
  const suite: Load = () => import('./commands/suite.js');
  return new Map<string, Load>([
    ['check', () => import('./commands/check.js')],
    ['explore', () => import('./commands/explore.js')],
    ['walk', () => import('./commands/walk.js')],
    ['campaign', () => import('./commands/campaign.js')],
    ...suites.map(({ name }) => [name, suite] as const),
    ...(systems.length === 0 ? [] : [['simulate', () => import('./commands/simulate.js')] as const]),
    ['replay', () => import('./commands/replay.js')],
    ['list', () => import('./commands/list.js')],
    ['export', () => import('./commands/export.js')],
    ['merge', () => import('./commands/merge.js')],
    ['compare', () => import('./commands/compare.js')],
    ['init', () => import('./commands/init.js')],
  ]);
}

/** The command that arguments begin with; all of them where they begin with none, since it is then told which there are. */
export async function loadCommands(
  catalogue: Catalogue,
  [name = '']: readonly string[],
): Promise<readonly CommandModule[]> {
  const table = commandTable(catalogue);
  const wanted = table.get(name);
  const loads = wanted === undefined ? new Set(table.values()) : [wanted];
  return Promise.all([...loads].map((load) => load()));
}
