// Goal: no document leads nowhere. Method: the target of every relative link, and every path that is named as code, is looked up; links into a
// document must name one of its headings.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentsOf } from '../../bench/documents/documents.js';
import { ROOT } from './document.js';

const DOCUMENTS = documentsOf(ROOT);
const LINK = /\]\(([^)\s]+)\)/g;
const PATH = /`((?:src|machines|properties|test|bench|docs|examples|\.github|\.ci)\/[^`\s*<{]*)`/g;

/** Files of other repositories that the facts cite. */
const OF_OTHERS = [
  'docs/perf_database/reports/profiling_analysis_eager/dsv3_compute_ops.csv',
  'docs/legacy.md',
];

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

const anchorsOf = (text: string) => [...text.matchAll(/^#+ (.*)$/gm)].map((match) => anchorOf(match[1]!));

describe.each(DOCUMENTS)('$path', ({ path, text }) => {
  it('links to what is there', () => {
    const targets = [...text.matchAll(LINK)]
      .map((match) => match[1]!)
      .filter((target) => !/^[a-z]+:/.test(target));
    const missing = targets.filter((target) => {
      const [file, anchor] = target.split('#') as [string, string?];
      const absolute = file === '' ? join(ROOT, path) : join(ROOT, dirname(path), file);
      if (!existsSync(absolute)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(absolute, 'utf8')).includes(anchor);
    });
    expect(missing).toEqual([]);
  });

  it('names paths that are there', () => {
    const named = [...text.matchAll(PATH)].map((match) => match[1]!.replace(/[.,:]$/, ''));
    const missing = named.filter((each) => !existsSync(join(ROOT, each)));
    expect(missing.filter((each) => !each.includes('NAME') && !OF_OTHERS.includes(each))).toEqual([]);
  });
});

it('every document is linked from another', () => {
  const linked = DOCUMENTS.flatMap(({ path, text }) =>
    [...text.matchAll(LINK)].map((match) => join(dirname(path), match[1]!.split('#')[0]!)),
  );
  const orphans = DOCUMENTS.map(({ path }) => path).filter(
    (path) => path !== 'README.md' && !linked.includes(path),
  );
  expect(orphans).toEqual([]);
});
