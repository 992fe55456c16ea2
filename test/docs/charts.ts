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
    const named = (wanted: (property: Property) => boolean) => [
      ...new Set(
        properties.filter(wanted).map(({ name, kind }) => (kind === 'reachable' ? name : folded(name))),
      ),
    ];
    return {
      family,
      charts,
      claims: named(({ kind }) => kind !== 'reachable'),
      witnesses: named(({ kind }) => kind === 'reachable'),
    };
  });
  return usages;
}

/** A claim about each of several components or microbatches has the name of one of them at its end. */
const folded = (name: string): string => name.replace(/ of .*$/, ' of …');

/** Every chart: its file, the sections of `docs/paper` that the file cites, and the networks that have it. */
export function chartIndex(): string {
  const files = chartFiles();
  return table(
    ['Chart', 'File', 'Sections cited there', 'Networks'],
    Object.keys(catalogue.machines).map((name) => {
      const file = files.get(name);
      if (file === undefined) throw new Error(`No file defines the chart '${name}'.`);
      const networks = usagesOfAll()
        .filter(({ charts }) => charts.has(name))
        .map(({ family }) => family.name);
      return [code(name), link(file, `../../${file}`), sectionsIn(file), networks.join(', ')];
    }),
  );
}

/** The sections of facts, timing model and INT8 bounds that a file cites. */
function sectionsIn(file: string): string {
  const text = readFileSync(join(ROOT, file), 'utf8').replaceAll(/\n \* /g, ' ');
  const cited = [...text.matchAll(/(facts|timing-model|int8-bounds)\.md (\d[\d.]*b?)(?: and (\d[\d.]*))?/g)];
  const names = cited.flatMap(([, document, one, other]) =>
    [one, other]
      .filter((section) => section !== undefined)
      .map((section) => `${document} ${section.replace(/\.$/, '')}`),
  );
  return [...new Set(names)].sort().join(', ');
}

/** Networks whose wiring or claims stand in other folders than that of their own name, too. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  'decode-pipeline': ['pipeline'],
  'prefill-pipeline': ['pipeline'],
};

/** Every network: its files, its claims, its witnesses, and which of its faults each claim catches. */
export function networkIndex(): string {
  return usagesOfAll()
    .map(({ family, claims, witnesses }) => {
      const { name, title, faults } = family;
      const folders = [...(FOLDERS[name] ?? []), name];
      const files = folders
        .flatMap((folder) => [`machines/networks/${folder}`, `properties/${folder}`])
        .filter((folder) => existsSync(join(ROOT, folder)))
        .flatMap((folder) => filesBelow(folder));
      const caught = Object.entries(faults).map(([id, { property }]) => `${code(id)} by ${code(property)}`);
      return [
        `### ${name}`,
        `${title}.`,
        `- Files: ${files.map((file) => link(file, `../../${file}`)).join(', ')}`,
        `- Claims: ${claims.map(code).join(', ')}`,
        `- Witnesses: ${witnesses.join('; ')}`,
        ...(caught.length > 0 ? [`- Faults: ${caught.join(', ')}`] : []),
      ].join('\n');
    })
    .map((text) => text.replace('\n', '\n\n').replace('.\n- ', '.\n\n- '))
    .join('\n\n');
}
