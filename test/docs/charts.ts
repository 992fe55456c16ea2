import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { catalogue } from '../../properties/catalogue.js';
import { configurationOf, type Network, type NetworkFamily, type Property } from '../../src/index.js';
import { ROOT } from './document.js';
import { code, link, table } from './markdown.js';

/** Files of these folders, from the folder of the repository. */
function filesBelow(...folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map(({ parentPath, name }) => relative(ROOT, join(parentPath, name)))
    .sort();
}

/** The file in which each chart of the catalogue is defined, by its name. */
export function chartFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const path of filesBelow('machines', 'properties')) {
    const text = readFileSync(join(ROOT, path), 'utf8');
    for (const name of Object.keys(catalogue.machines)) {
      if (!files.has(name) && new RegExp(`(?:\\bid: |= \\w+\\(\\s*)'${name}'`).test(text))
        files.set(name, path);
    }
  }
  return files;
}

/** Networks of a family at the sizes that are explored: together they have every chart and every claim of it. */
function networksOf(family: NetworkFamily): Network[] {
  const healthy = family.exhaustive.map((given) => family.build(configurationOf(family, given), new Set()));
  const faulty = Object.entries(family.faults)
    .filter(([, { isLarge }]) => isLarge !== true)
    .map(([id]) => new Set([id]))
    .map((faults) => family.build(configurationOf(family, {}, faults), faults));
  return [...healthy, ...faulty];
}

interface Usage {
  readonly family: NetworkFamily;
  readonly charts: ReadonlySet<string>;
  readonly claims: readonly string[];
  readonly witnesses: readonly string[];
}

let usages: readonly Usage[] | undefined;

/** What each family is made of. */
function usagesOfAll(): readonly Usage[] {
  usages ??= catalogue.families.map((family) => {
    const networks = networksOf(family);
    const properties = networks.flatMap((network) => network.properties);
    const charts = new Set([
      ...networks.flatMap(({ components }) => components.map(({ machine }) => machine.id)),
      ...properties.flatMap((property) => (property.kind === 'monitor' ? [property.machine.id] : [])),
    ]);
    const witnesses = properties.filter(({ kind }) => kind === 'reachable').map(({ name }) => name);
    const claims = properties.filter(({ kind }) => kind !== 'reachable').map(claimText);
    return { family, charts, claims: [...new Set(claims)], witnesses: [...new Set(witnesses)] };
  });
  return usages;
}

/** A claim as code, with the chart of its monitor where that has another name. */
function claimText(property: Property): string {
  // A claim about each of several components or microbatches has the name of one of them at its end.
  const [name, each = ''] = property.name.split(/ (?=(?:of|at) )/) as [string, string?];
  const text = code(each === '' ? name : `${name} ${each.slice(0, 2)} …`);
  if (property.kind !== 'monitor' || property.machine.id === name) return text;
  return `${text} (the chart ${code(property.machine.id)})`;
}

/** Every chart: its file, and the networks that have it. */
export function chartIndex(): string {
  const files = chartFiles();
  return table(
    ['Chart', 'File', 'Networks'],
    Object.keys(catalogue.machines).map((name) => {
      const file = files.get(name);
      if (file === undefined) throw new Error(`No file defines the chart '${name}'.`);
      const networks = usagesOfAll()
        .filter(({ charts }) => charts.has(name))
        .map(({ family }) => family.name);
      return [code(name), link(file, `../../${file}`), networks.join(', ')];
    }),
  );
}

/** Networks whose wiring or claims stand in other folders than that of their own name, or there, too. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  'decode-pipeline': ['pipeline'],
  'prefill-pipeline': ['pipeline'],
};
const BUILT_ON: Readonly<Record<string, string>> = { 'dispatch-combine-int8': 'dispatch-combine' };

function filesOf(networks: readonly string[]): string[] {
  return networks
    .flatMap((network) => [`machines/networks/${network}`, `properties/${network}`])
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) => filesBelow(folder));
}

/** Every network: its files, its claims, its witnesses, and which of its faults each claim catches. */
export function networkIndex(): string {
  return usagesOfAll()
    .map(({ family, claims, witnesses }) => {
      const { name, title, faults } = family;
      const own = filesOf([...(FOLDERS[name] ?? []), name]);
      const isMain = (file: string) => /\/(?:wiring|claims)\.ts$/.test(file);
      const main = [...filesOf([BUILT_ON[name] ?? []].flat()), ...own].filter(isMain);
      const links = (files: readonly string[]) => files.map((file) => link(file, `../../${file}`)).join(', ');
      const named = (end: string) => links(main.filter((file) => file.endsWith(`/${end}.ts`)));
      const caught = Object.entries(faults).map(([id, { property }]) => `${code(id)} by ${code(property)}`);
      return [
        `### ${name}`,
        `${title}.`,
        `- **Wiring**: ${named('wiring')}; **claims**: ${named('claims')}`,
        `- Other files: ${links(own.filter((file) => !isMain(file)))}`,
        `- Claims: ${claims.join(', ')}`,
        `- Witnesses: ${witnesses.join('; ')}`,
        ...(caught.length > 0 ? [`- Faults: ${caught.join(', ')}`] : []),
      ].join('\n');
    })
    .map((text) => text.replace('\n', '\n\n').replace('.\n- ', '.\n\n- '))
    .join('\n\n');
}
