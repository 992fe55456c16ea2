// Goal: the rules of the house that a machine can judge, beyond lint and types: every document is linked, every document that code cites
// is there, no table is told twice, files are told apart by their names, tests stand where what they test stands.
// Method: all files of the repository are read as text.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { networkModules } from '../src/cli/folder.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Folders that no clone has. */
const MADE = new Set(['.git', 'node_modules', 'dist', 'coverage', 'api', 'out', 'cloudmatrix-check-traces']);

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return MADE.has(entry.name) ? [] : filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

const FILES = filesBelow('.').sort();
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const SOURCES = FILES.filter((file) => /^(src|machines|properties|bench|test|page)\/.*\.tsx?$/.test(file));
const DOCUMENTS = FILES.filter((file) => file.endsWith('.md'));

const linesOf = (file: string) => textOf(file).split('\n');
const found = (files: readonly string[], pattern: RegExp): string[] =>
  files.flatMap((file) =>
    linesOf(file).flatMap((line, at) => (pattern.test(line) ? [`${file}:${at + 1}: ${line.trim()}`] : [])),
  );

describe('documents', () => {
  /** Links of a document to files, without their anchors. */
  const linksOf = (document: string): string[] =>
    [...textOf(document).matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
      .map(([, target]) => target!)
      .filter((target) => !/^[a-z]+:/.test(target))
      .map((target) => normalize(join(dirname(document), target)));

  it('are reached from README by links, each of which leads somewhere', () => {
    const broken = DOCUMENTS.flatMap((document) =>
      linksOf(document)
        .filter((target) => !existsSync(join(ROOT, target)))
        .map((target) => `${document} -> ${target}`),
    );
    expect(broken).toEqual([]);
    const reached = new Set(['README.md']);
    for (const document of reached) {
      if (!document.endsWith('.md')) continue;
      for (const target of linksOf(document)) reached.add(target);
    }
    expect(DOCUMENTS.filter((document) => !reached.has(document))).toEqual([]);
  });

  it('that code cites are there, with the section that is cited', () => {
    const sections = new Map<string, Set<string>>();
    const sectionsOf = (document: string) => {
      const known = sections.get(document) ?? new Set<string>();
      if (!sections.has(document)) {
        for (const [, number] of textOf(document).matchAll(/^#+ +(\d+[a-z]?(?:\.\d+)*)\b/gm))
          known.add(number!);
        // A section is also a row that begins with its number, or a paragraph that does.
        for (const [, number] of textOf(document).matchAll(/^(?:\| *|\*\*|- )?(\d+[a-z]?(?:\.\d+)+)\b/gm)) {
          known.add(number!);
        }
        sections.set(document, known);
      }
      return known;
    };
    const wrong = SOURCES.flatMap((file) =>
      [...textOf(file).matchAll(/\b([a-z0-9/-]*[a-z0-9-]\.md)(?: (\d+[a-z]?(?:\.\d+)*))?/g)].flatMap(
        ([cited, document, section]) => {
          if (/^test\/(tidy|docs\/links)\.test\.ts$/.test(file) || /[^a-z0-9/. -]/.test(document!)) return [];
          if (!existsSync(join(ROOT, document!))) return [`${file}: ${cited}`];
          return section === undefined || sectionsOf(document!).has(section) ? [] : [`${file}: ${cited}`];
        },
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('do not tell a table twice', () => {
    const places = new Map<string, string[]>();
    for (const document of DOCUMENTS) {
      for (const line of new Set(linesOf(document))) {
        // Heads and short rows may be alike.
        if (!line.startsWith('|') || line.length < 60) continue;
        places.set(line, [...(places.get(line) ?? []), document]);
      }
    }
    expect([...places].filter(([, documents]) => documents.length > 1)).toEqual([]);
  });
});

describe('words', () => {
  it('about how the project is worked on, or where, are no business of the project', () => {
    const files = FILES.filter(
      (file) => !/package-lock\.json$|^test\/tidy\.test\.ts$|\.(png|svg)$/.test(file),
    );
    expect(found(files, /\bissue #?\d+\b|https?:\/\/registry\.|\bTODO\b|\bFIXME\b/i)).toEqual([]);
    // A path of this machine would be one of the checkout, wherever that is.
    const checkout = ROOT.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    expect(found(files, new RegExp(`(?<![\\w.$}*^])${checkout}`))).toEqual([]);
  });

  it('of what tests alone use tell why it is there', () => {
    expect(
      found(
        SOURCES.filter((file) => file !== 'test/tidy.test.ts'),
        /@testonly\s*(\*\/)?\s*$/,
      ),
    ).toEqual([]);
  });
});

it('the root has no network of its own, which `npm run check` would take in place of the catalogue', () => {
  expect(networkModules({ cwd: ROOT })).toEqual([]);
});

describe('files', () => {
  /** What a file is to its folder: the folder tells of what. */
  const ROLES = new Set(
    'index wiring channels parameters claims sentences words family suite fault faults instance stages run outcome'.split(
      ' ',
    ),
  );

  it('of machines and properties are told apart by their names', () => {
    const byName = new Map<string, string[]>();
    for (const file of SOURCES.filter(
      (each) => /^(machines|properties)\//.test(each) && !each.includes('/faults/'),
    )) {
      const name = basename(file, '.ts');
      if (!ROLES.has(name)) byName.set(name, [...(byName.get(name) ?? []), file]);
    }
    expect([...byName.values()].filter((files) => files.length > 1)).toEqual([]);
  });

  it('of tests stand where what they test stands', () => {
    /** Tests of the repository as a whole, and what tests use. */
    const OTHERS = new Set(
      'docs examples faults ground-truth machines networks package properties support twins types bench'.split(
        ' ',
      ),
    );
    const folders = new Set(
      SOURCES.filter((file) => file.startsWith('test/') && file.split('/').length > 2).map(
        (file) => file.split('/')[1]!,
      ),
    );
    const misplaced = [...folders].filter(
      (folder) => !OTHERS.has(folder) && !existsSync(join(ROOT, 'src', folder)),
    );
    expect(misplaced).toEqual([]);
  });

  it('are used: whatever is no source is named by something', () => {
    const others = FILES.filter(
      (file) => !SOURCES.includes(file) && !DOCUMENTS.includes(file) && !/^(\.|LICENSE|package)/.test(file),
    );
    const texts = FILES.filter((file) => /\.(tsx?|js|mjs|json|md|yml)$|\.ci\/run$/.test(file)).map(
      (file) => [file, textOf(file)] as const,
    );
    const unused = others.filter(
      (file) =>
        // What a tool reads by its name alone.
        !/^(eslint|vitest|tsconfig|knip|typedoc)[^/]*$/.test(file) &&
        !texts.some(([at, text]) => at !== file && text.includes(basename(file).replace(/\.(m?js|ts)$/, ''))),
    );
    expect(unused.map((file) => relative('.', file))).toEqual([]);
  });
});
