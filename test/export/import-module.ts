import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NODE_MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** Imports the text of an ES module from a temporary file, beside which the project's dependencies are found. */
export async function importModule(text: string): Promise<Readonly<Record<string, unknown>>> {
  const directory = mkdtempSync(join(tmpdir(), 'cloudmatrix-check-export-'));
  try {
    symlinkSync(NODE_MODULES, join(directory, 'node_modules'));
    const path = join(directory, 'chart.mjs');
    writeFileSync(path, text);
    return await import(pathToFileURL(path).href);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
