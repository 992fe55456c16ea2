import { blocksOf, type Document } from './documents.js';

/** A command that a document tells its reader to give. */
export interface DocumentedCommand {
  readonly document: string;
  /** As it stands there, without a comment. */
  readonly text: string;
  /** What follows the name of this program; none for commands of others, `npm ci` for one. */
  readonly args?: readonly string[];
  /** Takes more than some seconds: the deep check runs it, and not each test run. */
  readonly isLong: boolean;
  /** What it is said to end with: 1 where a fault is asked for, or the comment says so. */
  readonly exitCode: number;
  /** Lines that the document shows as what it prints, where it shows any. */
  readonly output?: { readonly line: number; readonly lines: readonly string[] };
}

const PROGRAM = /^(?:npx cloudmatrix-check|node dist\/src\/bin\.js|cloudmatrix-check)(?= |$)/;
const INLINE = /`((?:npx )?cloudmatrix-check [^`]+)`/g;

/**
 * The commands of a document. Each line of a block `sh` is one; in a block `console` those behind `$ ` are, and what follows is what they print.
 * `sh long` and `console long` are for what takes more than some seconds.
 */
export function commandsOf({ path, text }: Document): DocumentedCommand[] {
  return blocksOf(text).flatMap(({ info, lines, line }) => {
    const [kind, ...words] = info.split(' ');
    const isLong = words.includes('long');
    if (kind === 'sh') {
      return lines
        .filter((each) => each.trim() !== '' && !each.startsWith('#'))
        .map((each) => commandFrom(path, each, isLong));
    }
    if (kind !== 'console') return [];
    const starts = [...lines.keys()].filter((at) => lines[at]!.startsWith('$ '));
    return starts.map((at, index) => {
      const command = commandFrom(path, lines[at]!.slice(2), isLong);
      const output = lines.slice(at + 1, starts[index + 1] ?? lines.length);
      return output.length === 0 ? command : { ...command, output: { line: line + at + 1, lines: output } };
    });
  });
}

/**
 * The commands of this program that a workflow runs.
 *
 * @testonly the gate parses what documents say
 */
export function workflowCommandsOf({ path, text }: Document): DocumentedCommand[] {
  return [...text.matchAll(/^ *- run: (npx cloudmatrix-check .*)$/gm)].map((match) =>
    commandFrom(path, match[1]!, false),
  );
}

/**
 * Commands of this program that stand within a sentence, those with a place to fill in left out.
 *
 * @testonly the gate parses what documents say
 */
export function inlineCommandsOf({ path, text }: Document): DocumentedCommand[] {
  const prose = withoutBlocks(text);
  return [...prose.matchAll(INLINE)]
    .map((match) => commandFrom(path, match[1]!, true))
    .filter((command) => !/[<…]|\.\.\./.test(command.text));
}

function withoutBlocks(text: string): string {
  const lines = text.split('\n');
  for (const block of blocksOf(text)) lines.fill('', block.line, block.line + block.lines.length);
  return lines.join('\n');
}

function commandFrom(document: string, line: string, isLong: boolean): DocumentedCommand {
  const [text, comment = ''] = line.split(/ +# /) as [string, string?];
  const program = PROGRAM.exec(text)?.[0];
  const says = /violated|exit code 1/.test(comment) || text.includes('--fault ');
  return {
    document,
    text: text.trim(),
    ...(program === undefined ? {} : { args: wordsOf(text.slice(program.length)) }),
    isLong,
    exitCode: says ? 1 : 0,
  };
}

/** Words as a shell tells them apart; quotes keep one together. */
function wordsOf(text: string): string[] {
  return [...text.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => (single ?? double ?? plain)!,
  );
}

/** What a command printed, with times as 0.00 s, which differ from run to run. */
export const withoutTimes = (output: string): string => output.replaceAll(/\b\d+\.\d\d s\b/g, '0.00 s');
