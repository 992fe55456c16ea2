import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { run } from './stage.js';

/** Stands in a transcript for any lines, or for the rest of one. */
const ANYTHING = '…';

/** A part of a document that is played: commands with what they print, or a change of a file. */
type Part =
  | { readonly kind: 'command'; readonly command: string; readonly output: string[] }
  | { readonly kind: 'change'; readonly file: string; readonly before: string; readonly after: string };

/** The parts of a document, in their order. */
function partsOf(document: string): Part[] {
  const blocks = [...document.matchAll(/^```(?<kind>transcript|diff)\n(?<text>[^]*?)^```$/gm)];
  return blocks.flatMap(({ groups }) => {
    const lines = groups!.text!.trimEnd().split('\n');
    return groups!.kind === 'diff' ? [changeOf(lines)] : commandsOf(lines);
  });
}

function changeOf([head, ...lines]: string[]): Part {
  const marked = (mark: string) =>
    lines
      .filter((line) => line.startsWith(mark))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  return { kind: 'change', file: head!.replace(/^--- /, ''), before: marked('-'), after: marked('+') };
}

function commandsOf(lines: readonly string[]): Part[] {
  const parts: { kind: 'command'; command: string; output: string[] }[] = [];
  for (const line of lines) {
    if (line.startsWith('$ ')) parts.push({ kind: 'command', command: line.slice(2), output: [] });
    else parts.at(-1)!.output.push(line);
  }
  return parts;
}

/**
 * Does what a document tells its reader to do, and looks whether it comes out as it is shown.
 *
 * @param modules the folder of packages that stands for what `npm install` installs
 */
export async function playTranscript(document: string, folder: string, modules: string): Promise<void> {
  let cwd = folder;
  for (const part of partsOf(document)) {
    if (part.kind === 'change') {
      const file = join(cwd, part.file);
      const text = readFileSync(file, 'utf8');
      expect(text.split(part.before), part.before).toHaveLength(2);
      writeFileSync(
        file,
        text.replace(part.before, () => part.after),
      );
      continue;
    }
    const [program, ...args] = part.command.replace(/^npx /, '').split(' ');
    if (program === 'mkdir') {
      cwd = join(cwd, args[0]!);
      mkdirSync(cwd);
    } else if (program === 'npm') {
      symlinkSync(modules, join(cwd, 'node_modules'));
    } else {
      // In the order in which a terminal shows it.
      const command = `"$0" "$@" 2>&1`;
      // How busy the machine is is none of the document's business.
      const patience = program === 'vitest' ? ['--testTimeout=60000'] : [];
      const words = ['-c', command, join(modules, '.bin', program!), ...args, ...patience];
      const { stdout } = await run('sh', words, cwd, { NO_COLOR: '1', CI: '' });
      expect(stdout, part.command).toMatch(patternOf(part.output));
    }
  }
}

/** Lines as they are shown, one after the other from the first on; others may follow what anything stands for. */
function patternOf(lines: readonly string[]): RegExp {
  const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const parts = lines.map((line) =>
    line === ANYTHING ? '(?:.*\n)*?' : `${line.split(ANYTHING).map(escaped).join('.*').trimEnd()}[ ]*\n`,
  );
  return new RegExp(`^${parts.join('')}`);
}
