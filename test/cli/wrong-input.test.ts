// Goal: whatever is wrong with a command, one sentence says what, where, and what to do, on standard error, with exit code 2 and
// nothing on standard output.

import { expect, it } from 'vitest';
import { run } from './harness.js';

const COMMANDS =
  'The commands are check, explore, walk, campaign, replay, list, export, merge, compare, init. See cloudmatrix-check --help.';
const PARAMETERS = "The parameters of 'counters' are --counters, --count-max, --start. See --help.";

it.each([
  {
    args: ['exlpore', 'counters'],
    says: `error: unknown command 'exlpore'\n(Did you mean explore?)\n${COMMANDS}`,
  },
  { args: ['prove'], says: `error: unknown command 'prove'\n${COMMANDS}` },
  {
    args: ['explore'],
    says: "error: The command 'explore' needs a network: one of counters, locks, or the path of a module that exports one.",
  },
  {
    args: ['explore', '--dies', '3', 'counters'],
    says: "error: The command 'explore' needs a network: one of counters, locks, or the path of a module that exports one.",
  },
  {
    args: ['explore', 'dispatch'],
    says: "error: There is no network 'dispatch'. There are counters, locks; or give the path of a module that exports one.",
  },
  {
    args: ['explore', 'lokcs'],
    says: "error: There is no network 'lokcs'. There are counters, locks; or give the path of a module that exports one. Did you mean 'locks'?",
  },
  {
    args: ['check', 'counter'],
    says: "error: There is no network 'counter'. There are counters, locks; or give the path of a module that exports one. Did you mean 'counters'?",
  },
  {
    args: ['explore', 'counters', '--fault', 'c3'],
    says: "error: The network 'counters' has no fault 'c3'; it has C1, C2, C3. Did you mean 'C3'?",
  },
  {
    args: ['explore', 'counters', '--start', 'iddle'],
    says: "error: The parameter start of 'counters' is 'iddle'; it must be one of idle, down. Did you mean 'idle'?",
  },
  {
    args: ['explore', 'counters', '--show', 'ful'],
    says: "error: The network 'counters' has no witness 'ful'; its witnesses are full. Did you mean 'full'?",
  },
  {
    args: ['export', 'counte'],
    says: "error: There is no machine 'counte'. There are counter, lock; or give the path of a module that exports one, or of a trace. Did you mean 'counter'?",
  },
  {
    args: ['list', 'fault'],
    says: "error: command-argument value 'fault' is invalid for argument 'what'. Allowed choices are networks, faults, machines. Did you mean 'faults'?\n",
  },
  {
    args: ['check', 'locks', 'keys'],
    says: "error: There is no network 'keys'. There are counters, locks; or give the path of a module that exports one.",
  },
  {
    args: ['explore', 'counters', '--counters', '0'],
    says: "error: The parameter counters of 'counters' is '0'; it must be a whole number from 1 to 4.",
  },
  {
    args: ['explore', 'counters', '--count-max', '1.5'],
    says: "error: The parameter countMax of 'counters' is '1.5'; it must be a whole number from 1 to 1000000.",
  },
  {
    args: ['explore', 'counters', '--start', 'up'],
    says: "error: The parameter start of 'counters' is 'up'; it must be one of idle, down.",
  },
  {
    args: ['explore', 'counters', '--count-max', '200000'],
    says: "error: The network 'counters' cannot be built with these parameters: several counters count to 100000 at most.",
  },
  {
    args: ['explore', 'counters', '--couters', '3'],
    says: `error: unknown option '--couters'\n(Did you mean --counters?)\n${PARAMETERS}`,
  },
  {
    args: ['explore', 'locks', '--count-max', '3'],
    says: "error: unknown option '--count-max'\nThe parameters of 'locks' are none. See --help.",
  },
  {
    args: ['explore', 'counters', 'locks'],
    says: `error: too many arguments. Expected 1 argument but got 2.\n${PARAMETERS}`,
  },
  {
    args: ['explore', 'counters', '--fault', 'B1'],
    says: "error: The network 'counters' has no fault 'B1'; it has C1, C2, C3.",
  },
  {
    args: ['campaign', 'counters', '--fault', 'B1'],
    says: "error: The network 'counters' has no fault 'B1'; it has C1, C2, C3.",
  },
  {
    args: ['explore', 'counters', '--states-max', 'abc'],
    says: "error: option '--states-max <number>' argument 'abc' is invalid. It must be a whole number of at least 1.\n",
  },
  {
    args: ['check', '--runs', '0'],
    says: "error: option '--runs <number>' argument '0' is invalid. It must be a whole number of at least 1.\n",
  },
  {
    args: ['explore', 'counters', '--seconds-max', '-1'],
    says: "error: option '--seconds-max <number>' argument '-1' is invalid. It must be a number above 0.\n",
  },
  {
    args: ['walk', 'counters', '--seed', '1.5'],
    says: "error: option '--seed <number>' argument '1.5' is invalid. It must be a whole number from -2147483648 to 2147483647.\n",
  },
  {
    args: ['walk', 'counters', '--seed', ''],
    says: "error: option '--seed <number>' argument '' is invalid. It must be a whole number from -2147483648 to 2147483647.\n",
  },
  {
    args: ['check', 'locks', '--trace-dir', ''],
    says: "error: option '--trace-dir <directory>' argument '' is invalid. It must name a directory; '.' is the present one.\n",
  },
  {
    args: ['list', 'bugs'],
    says: "error: command-argument value 'bugs' is invalid for argument 'what'. Allowed choices are networks, faults, machines.\n",
  },
  {
    args: ['export', 'counter', '--format', 'svg'],
    says: "error: option '--format <format>' argument 'svg' is invalid. Allowed choices are stately, mermaid, dot, itf, perfetto, vitest.\n",
  },
  {
    args: ['export', 'door'],
    says: "error: There is no machine 'door'. There are counter, lock; or give the path of a module that exports one, or of a trace.",
  },
  { args: ['replay'], says: "error: missing required argument 'file'\n" },
])('cloudmatrix-check $args', async ({ args, says }) => {
  const { code, stdout, stderr } = await run(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.trimEnd()).toBe(says.trimEnd());
});

it.each([
  { args: ['--help'], says: 'Usage: cloudmatrix-check [options] [command]' },
  { args: ['help', 'explore'], says: 'Usage: cloudmatrix-check explore [options] [network]' },
  { args: ['explore', '--help'], says: 'Its own options: cloudmatrix-check explore <network> --help' },
  { args: ['walk', '-h'], says: 'A network is one of counters, locks, or the path of a module.' },
  {
    args: ['explore', 'counters', '--help'],
    says: '--count-max <value>        where they turn (1 to 1000000, default 3)',
  },
  { args: ['explore', 'counters', '--help'], says: 'Faults:\n  C1  A counter counts past its maximum\n' },
  { args: ['--version'], says: '0.1.0' },
])('help is not an error: cloudmatrix-check $args', async ({ args, says }) => {
  const { code, stdout, stderr } = await run(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(says);
});

it.each([
  { args: ['prove', '--json'], message: "unknown command 'prove'" },
  {
    args: ['explore', 'dispatch', '--json'],
    message:
      "There is no network 'dispatch'. There are counters, locks; or give the path of a module that exports one.",
  },
  { args: ['list', '--json', '--deep'], message: "unknown option '--deep' (Did you mean --help?)" },
  {
    args: ['explore', 'counters', '--json', '--seconds-max', '0'],
    message: expect.stringContaining('--seconds-max'),
  },
])('with --json the sentence is one object: $args', async ({ args, message }) => {
  const { code, stdout, stderr } = await run(args);
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toEqual({ error: { message, exitCode: 2 } });
  expect(stderr).toMatch(/^error: /);
});

it('what stands after -- is no option', async () => {
  expect(await run(['explore', '--', '--json'])).toMatchObject({ code: 2, stdout: '' });
});
