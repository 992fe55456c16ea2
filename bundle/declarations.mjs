// Makes the declarations in a folder such that TypeScript before 5.7 reads them, too: there typed arrays take no buffer as their parameter.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';

const [, , folder] = argv;
if (folder === undefined)
  throw new Error('Give the folder of what is built: node bundle/declarations.mjs dist');
for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  if (!path.endsWith('.d.ts')) continue;
  const file = join(folder, path);
  const text = readFileSync(file, 'utf8');
  const plain = text.replaceAll(/\b((?:Int|Uint|Float)\d+(?:Clamped)?Array)<ArrayBuffer>/g, '$1');
  if (plain !== text) writeFileSync(file, plain);
}
