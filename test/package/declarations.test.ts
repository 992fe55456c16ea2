// Goal: the package's declarations are read by TypeScript before 5.7, whose typed arrays have no parameter. Method: the step of the build that sees to it
// is given declarations as today's compiler writes them.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../cli/harness.js';
import { ROOT, run } from './stage.js';

it('declarations have no parameters of typed arrays', async () => {
  const folder = temporaryDirectory();
  mkdirSync(join(folder, 'deep'));
  const declared = (array: string) =>
    `export interface Rows {\n    readonly word: ${array};\n    of(given: Map<string, ${array}>): void;\n}\n`;
  writeFileSync(join(folder, 'deep/rows.d.ts'), declared('Int32Array<ArrayBuffer>'));
  writeFileSync(join(folder, 'other.d.ts'), 'export type Bytes = Set<ArrayBuffer>;\n');
  const { code, stderr } = await run(process.execPath, ['bundle/declarations.mjs', folder], ROOT);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(readFileSync(join(folder, 'deep/rows.d.ts'), 'utf8')).toBe(declared('Int32Array'));
  expect(readFileSync(join(folder, 'other.d.ts'), 'utf8')).toBe('export type Bytes = Set<ArrayBuffer>;\n');
});
