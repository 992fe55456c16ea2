import { fileURLToPath } from 'node:url';
import type { Network } from '../../src/index.js';

/** What an example in JavaScript exports, its networks foremost. A test that calls this mocks `cloudmatrix-check` by the sources. */
export function exportsOf<Exports = Readonly<Record<string, Network>>>(example: string): Promise<Exports> {
  const path = fileURLToPath(new URL(`../../examples/${example}`, import.meta.url));
  return import(path) as Promise<Exports>;
}
