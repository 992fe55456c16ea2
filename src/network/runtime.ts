import { CheckError } from './errors.js';

/**
 * The sentence about what runs this, if it is not Node.js. Others lack hooks of V8 that the checker looks into machines and memory with, and what they
 * have in the place of these would be told as a mistake of the user's, or as a search that found nothing.
 */
export function runtimeProblem(
  { bun, deno }: Readonly<Record<string, string | undefined>> = process.versions,
): string | undefined {
  const other = bun === undefined ? deno && `Deno ${deno}` : `Bun ${bun}`;
  if (other === undefined) return undefined;
  return `cloudmatrix-check runs on Node.js 20 or later, and this is ${other}, which lacks parts of it. Run it with Node.js, for example by \`npx cloudmatrix-check\`.`;
}

/** @throws CheckError */
export function refuseOtherRuntimes(): void {
  const problem = runtimeProblem();
  if (problem !== undefined) throw new CheckError(problem);
}

/**
 * Where a file of this package stands, as `import.meta.url` tells.
 *
 * @throws CheckError where a program was bundled together with this package into what is no ES module: nothing tells there
 */
export function placeOf({ url }: Partial<Pick<ImportMeta, 'url'>>): URL {
  if (url !== undefined) return new URL(url);
  throw new CheckError(
    'cloudmatrix-check was bundled into a program that is no ES module, in which it does not find its own files. Leave this package outside of the bundle (`external`): it reads files and starts threads from its own folder.',
  );
}
