import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A document of the repository. */
export interface Document {
  /** From the folder of the repository, for example `docs/cli.md`. */
  readonly path: string;
  readonly text: string;
}

/** A fenced block of a document: what stands behind the opening fence, and the lines within. */
export interface Block {
  readonly info: string;
  readonly lines: readonly string[];
  /** Of the first line within, counted from 0. */
  readonly line: number;
}

const AT_THE_TOP = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md'];

/** Every document that a reader may open, in the order of their paths; those that a tool makes are left out. */
export function documentsOf(root: string): Document[] {
  const folder = join(root, 'docs');
  const below = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)))
    .filter((path) => !path.startsWith(join('docs', 'api')));
  return [...AT_THE_TOP, ...below.sort()].map((path) => ({
    path,
    text: readFileSync(join(root, path), 'utf8'),
  }));
}

/** The fenced blocks of a document. */
export function blocksOf(text: string): Block[] {
  const lines = text.split('\n');
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (!lines[at]!.startsWith('```')) continue;
    const end = lines.indexOf('```', at + 1);
    if (end < 0) throw new Error(`The block that begins in line ${at + 1} has no end.`);
    blocks.push({ info: lines[at]!.slice(3), lines: lines.slice(at + 1, end), line: at + 1 });
    at = end;
  }
  return blocks;
}
