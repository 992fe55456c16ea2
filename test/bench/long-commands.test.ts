// Goal: a long command of a document that does not end as the document says, or does not print what is shown there, is found. Method: commands of a program that is none.

import { expect, it } from 'vitest';
import { commandsOf } from '../../bench/documents/commands.js';
import { tryCommands } from '../../bench/documents/long-commands.js';

const program = new URL('long-commands.mjs', import.meta.url).pathname;

/** What is told of the commands of a text. */
async function faultsOf(text: string): Promise<readonly string[]> {
  const faults: string[] = [];
  const tell = { progress: () => {}, fault: (fault: string) => faults.push(fault) };
  await tryCommands(program, commandsOf({ path: 'the document', text }), tell);
  return faults;
}

it.each([
  ['cloudmatrix-check ends 0', []],
  ['cloudmatrix-check ends 1  # violated', []],
  ['cloudmatrix-check ends 3', ["'cloudmatrix-check ends 3' of the document ends with 3 instead of with 0"]],
  [
    'cloudmatrix-check killed',
    ["'cloudmatrix-check killed' of the document ends by SIGKILL instead of with 0"],
  ],
])('%s', async (command, faults) => {
  const text = ['```sh long', command, '```'].join('\n');
  expect(await faultsOf(text)).toEqual(faults);
});

it('shown in part must print the lines that are shown, whatever the time', async () => {
  const lines = ['$ cloudmatrix-check says done', '…', 'done in 0.00 s', '12 states', '…'];
  const text = ['```console long', ...lines, '```'].join('\n');
  expect(await faultsOf(text)).toEqual([
    "'cloudmatrix-check says done' of the document does not print: 12 states",
  ]);
});
