// Goal: no option of a command has the name of a parameter of a family, so that each command takes each network. Method: the least of every command, on the
// whole catalogue.

import { expect, it } from 'vitest';
import { catalogue } from '../../properties/catalogue.js';
import { run } from './harness.js';

const COMMANDS: readonly (readonly string[])[] = [
  ['explore', '--states-max', '1'],
  ['walk', '--walks', '1', '--steps-max', '1'],
  ['campaign', '--help'],
  ['check', '--help'],
];

it.each(
  catalogue.families.flatMap(({ name }) => COMMANDS.map((command) => [command[0]!, name, command] as const)),
)('%s takes %s', async (command, name, [, ...options]) => {
  const { code, stderr } = await run([command, name, ...options], { catalogue });
  expect(stderr).not.toContain('Rename the parameter');
  // 3: the budget has run out.
  expect([0, 3]).toContain(code);
});
