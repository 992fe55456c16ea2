import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'vitest';
import { commandsOf, type DocumentedCommand } from '../../bench/documents/commands.js';

/** The folder of the repository. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** What stands in a marked region of a document, by the region's name. */
export type Regions = Readonly<Record<string, () => string | Promise<string>>>;

const REGION = /(<!-- generated: ([^ ]+) -->\n)([\s\S]*?)(<!-- end -->)/g;

/**
 * Compares a document with itself as it would be written now: each region is made anew, and each command that shows its output is run again.
 * `vitest -u` writes it.
 *
 * @param elsewhere regions that other tests hold
 * @param run gives what a command prints
 */
export async function holdDocument(
  path: string,
  regions: Regions,
  elsewhere: readonly string[],
  run: (command: DocumentedCommand) => Promise<string>,
): Promise<void> {
  const file = resolve(ROOT, path);
  const text = readFileSync(file, 'utf8');
  const renewed = await withRegions(text, (name) => {
    if (elsewhere.includes(name)) return undefined;
    const make = regions[name];
    if (make !== undefined) return make;
    const known = [...Object.keys(regions), ...elsewhere];
    throw new Error(`There is no region '${name}'; there are ${known.join(', ')}.`);
  });
  await expect(await withOutputs(path, renewed, run)).toMatchFileSnapshot(file);
}

/** Compares one region of a document with what it would be now: for a test that works it out anyway. `vitest -u` writes it. */
export async function holdRegion(path: string, name: string, made: string): Promise<void> {
  const file = resolve(ROOT, path);
  const text = readFileSync(file, 'utf8');
  if (!text.includes(openingOf(name))) throw new Error(`${path} has no region '${name}'.`);
  const renewed = await withRegions(text, (each) => (each === name ? () => made : undefined));
  await expect(renewed).toMatchFileSnapshot(file);
}

/** What a region of a document has by now. */
export function regionOf(path: string, name: string): string {
  const text = readFileSync(resolve(ROOT, path), 'utf8');
  for (const [, , each, content] of text.matchAll(REGION)) if (each === name) return content!.trim();
  throw new Error(`${path} has no region '${name}'.`);
}

/** What opens a region. */
export const openingOf = (name: string): string => `<!-- generated: ${name} -->`;

/** Makes regions anew; what `makerOf` gives no maker for stays as it is. */
async function withRegions(
  text: string,
  makerOf: (name: string) => Regions[string] | undefined,
): Promise<string> {
  const parts: string[] = [];
  let end = 0;
  for (const match of text.matchAll(REGION)) {
    const [whole, open, name, , close] = match as unknown as [string, string, string, string, string];
    const make = makerOf(name);
    if (make === undefined) continue;
    parts.push(text.slice(end, match.index), open, '\n', (await make()).trim(), '\n\n', close);
    end = match.index + whole.length;
  }
  return parts.join('') + text.slice(end);
}

async function withOutputs(
  path: string,
  text: string,
  run: (command: DocumentedCommand) => Promise<string>,
): Promise<string> {
  const lines = text.split('\n');
  // From the last on, so that the lines of those before stay where they are.
  for (const command of commandsOf({ path, text }).reverse()) {
    if (command.output === undefined || command.isLong) continue;
    const output = (await run(command)).trimEnd().split('\n');
    lines.splice(command.output.line, command.output.lines.length, ...output);
  }
  return lines.join('\n');
}
