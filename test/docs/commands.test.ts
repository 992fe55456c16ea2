// Goal: every command that a document names can be given. Method: each is parsed by the program, with its network, parameters and faults; those
// that take a few seconds at most are run to their end, and must end with the exit code that the document speaks of. The long ones
// are run by the deep check.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import {
  commandsOf,
  type DocumentedCommand,
  inlineCommandsOf,
  workflowCommandsOf,
} from '../../bench/documents/commands.js';
import { documentsOf } from '../../bench/documents/documents.js';
import { ROOT } from './document.js';
import { packageScripts, parseDocumented, runDocumented } from './run-command.js';

vi.mock('cloudmatrix-check', () => import('../../src/index.js'));
vi.mock('cloudmatrix-check/cloudmatrix', () => import('../../properties/index.js'));

const WRONG_INPUT = 2;
const INTERNAL_ERROR = 70;

const DOCUMENTS = documentsOf(ROOT);

/** Each command once, however many documents name it. */
function different(commands: readonly DocumentedCommand[]): DocumentedCommand[] {
  return [...new Map(commands.map((command) => [command.text, command])).values()];
}

const INLINE = different(DOCUMENTS.flatMap(inlineCommandsOf));
const WORKFLOW = workflowCommandsOf({
  path: '.github/workflows/check.yml',
  text: readFileSync(join(ROOT, '.github/workflows/check.yml'), 'utf8'),
});
const BLOCKS = different([...DOCUMENTS.flatMap(commandsOf), ...WORKFLOW]);
const OURS = BLOCKS.filter(({ args }) => args !== undefined);

it('the workflow checks something', () => {
  expect(WORKFLOW).not.toEqual([]);
});

describe('parsed', () => {
  it.each([...INLINE, ...OURS.filter(({ isLong }) => isLong)])('$text', async (command) => {
    const { code, output } = await parseDocumented(command);
    // The file of a trace is there only after the command that wrote it.
    if (command.args?.[0] === 'replay') return;
    expect([WRONG_INPUT, INTERNAL_ERROR], output).not.toContain(code);
  });
});

describe('run', () => {
  it.each(OURS.filter(({ isLong, output }) => !isLong && output === undefined))('$text', async (command) => {
    const { code, output } = await runDocumented(command);
    expect({ code, output }).toMatchObject({ code: command.exitCode });
  });
});

describe('of others', () => {
  const scripts = packageScripts();
  const npm = BLOCKS.filter(({ args }) => args === undefined).flatMap(({ text }) => text.split(' && '));

  it.each(npm)('%s', (text) => {
    const script = /^npm run (?:--silent )?(\S+)/.exec(text)?.[1];
    if (script !== undefined) expect(scripts).toContain(script);
    else
      expect(text).toMatch(
        /^(npm ci|npm ci --prefix bench|npm test|npm install .*|node examples\/\S+|npx (vitest|tsc) .*|git .*|cd .*)$/,
      );
  });
});
