import { dirname, isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CheckError, messageOf } from '../network/errors.js';

/** As jiti tells of what is no TypeScript: the place stands in the last line, its columns from 0. */
const SYNTAX = /^\w+: (?<what>[^]*?)\s*\n (?<file>.*):(?<line>\d+):(?<column>\d+)$/;
/** As Node.js tells of an import that leads nowhere, of ES modules and of CommonJS. */
const MISSING = [
  /^Cannot find (?:module|package) '(?<wanted>.*?)' imported from '?(?<file>[^'\n]*)/,
  /^Cannot find module '(?<wanted>.*?)'\nRequire stack:\n- (?<file>.*)/,
];

/** As jiti tells of a tsconfig.json; of which one, it does not. */
const EXTENDED = /^File '(?<wanted>.*)' not found\.$/;
/** As Node.js tells of a file that is no module. */
const KIND = /^Unknown file extension "(?<extension>.*)" for (?<file>.*)$/;

/**
 * What is wrong with a module that cannot be loaded, and where: in itself, or in what it imports, and of wrong syntax what to do. Without a full stop.
 *
 * @param module the module's file
 */
export function loadProblem(thrown: unknown, module: string): string {
  const message = messageOf(thrown);
  const syntax = SYNTAX.exec(message)?.groups;
  if (syntax !== undefined) {
    const { what, file, line, column } = syntax as Record<string, string>;
    const [first] = what!.replace(`${file}: `, '').split('\n');
    const where = `${besideModule(file!, module)}, line ${line}, column ${Number(column) + 1}`;
    return `${first!.replace(/\.?(?:\s*\(\d+:\d+\))?$/, '')} in ${where}. Mend the syntax there`;
  }
  for (const pattern of MISSING) {
    const missing = pattern.exec(message)?.groups;
    if (missing !== undefined) return missingText(missing.wanted!, missing.file!, module);
  }
  const extended = EXTENDED.exec(message)?.groups;
  if (extended !== undefined) {
    return `a tsconfig.json of its extends '${extended['wanted']!}', which is neither a file nor installed (npm install)`;
  }
  const kind = KIND.exec(message)?.groups;
  if (kind !== undefined) {
    const file = nameOf(pathOf(kind['file']!), module);
    return `${file === undefined ? 'its name' : `the name of ${file}`} ends in ${kind['extension']!}, which is neither JavaScript nor TypeScript`;
  }
  const place = placeOf(thrown, module);
  return place === undefined ? message : `${message.replace(/\.$/, '')} (${place})`;
}

/** A line of a stack, or its first one where Node.js shows a line of the source: a place. */
const PLACE = /^(?:\s+at .*?)?\(?(?<file>(?:file:\/\/|\/|[A-Za-z]:\\)[^()]*?):(?<line>\d+)(?::\d+)?\)?$/;
/** Where a stack is the loader's and no module's any more. */
const LOADER = /node:internal\/modules|[/\\]jiti[/\\]/;

/** Where a module threw as it was loaded: in the author's own file, whichever package it had called. The column would be that of what is made of TypeScript. */
function placeOf(thrown: unknown, module: string): string | undefined {
  if (!(thrown instanceof Error) || thrown instanceof CheckError) return undefined;
  const lines = (thrown.stack ?? '').split('\n');
  const end = lines.findIndex((line) => LOADER.test(line));
  for (const line of end < 0 ? lines : lines.slice(0, end)) {
    const place = PLACE.exec(line)?.groups;
    if (place === undefined || /[/\\]node_modules[/\\]|\(node:/.test(line)) continue;
    return `${besideModule(pathOf(place['file']!), module)}, line ${place['line']!}`;
  }
  return undefined;
}

function missingText(wanted: string, importer: string, module: string): string {
  const from = pathOf(importer);
  const where = nameOf(from, module) ?? 'it';
  const isPath = wanted.startsWith('.') || isAbsolute(wanted);
  if (!isPath) {
    return `${where} imports '${wanted}', which is neither installed (npm install) nor one of the paths of a tsconfig.json`;
  }
  const path = isAbsolute(wanted) ? dotted(relative(dirname(from), wanted)) : wanted;
  return `${where} imports '${path}', and there is no such file`;
}

/** How a file is called beside the module; `undefined` for the module itself. */
function nameOf(file: string, module: string): string | undefined {
  return file === module ? undefined : besideModule(file, module);
}

const besideModule = (file: string, module: string) => dotted(relative(dirname(module), file));

const pathOf = (place: string) => (place.startsWith('file:') ? fileURLToPath(place) : place);

const dotted = (path: string) => (path.startsWith('.') || isAbsolute(path) ? path : `./${path}`);
