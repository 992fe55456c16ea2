// Goal: colours and progress are for terminals only. Method: a stream that says it is a terminal, and a clock of the test's own.

import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { Progress } from '../../src/cli/progress.js';
import { type CliOptions, fakeIo, run } from './harness.js';

const ESCAPE = '\u001b';

/** What a command that has run for so many milliseconds writes about its progress. */
async function progressAfter(ms: number, options: CliOptions, isJson = false): Promise<string> {
  const io = fakeIo(options);
  let now = 0;
  const progress = new Progress(io, isJson, () => now);
  progress.update('beginning');
  now = ms;
  progress.update('half of it');
  // What shows it is loaded by then.
  await vi.dynamicImportSettled();
  progress.update('most of it');
  progress.stop();
  return io.stderr.text;
}

it('progress appears after two seconds', async () => {
  expect(await progressAfter(1_999, { isTTY: true })).toBe('');
  expect(await progressAfter(2_000, { isTTY: true })).not.toBe('');
});

it.each([
  { where: 'outside a terminal', options: {}, isJson: false },
  { where: 'in continuous integration', options: { isTTY: true, env: { CI: 'true' } }, isJson: false },
  { where: 'beside JSON', options: { isTTY: true }, isJson: true },
])('progress never appears $where', async ({ options, isJson }) => {
  expect(await progressAfter(60_000, options, isJson)).toBe('');
});

it('progress never appears on a terminal without columns, where a line would be cleared without end', async () => {
  expect(await progressAfter(60_000, { isTTY: true, columns: 0 })).toBe('');
});

it('CI=false is not continuous integration', async () => {
  expect(await progressAfter(60_000, { isTTY: true, env: { CI: 'false' } })).not.toBe('');
});

it.each([
  { where: 'on a terminal', options: { isTTY: true }, isColoured: true },
  { where: 'outside a terminal', options: {}, isColoured: false },
  { where: 'with NO_COLOR', options: { isTTY: true, env: { NO_COLOR: '1' } }, isColoured: false },
])('colours $where: $isColoured', async ({ options, isColoured }) => {
  const { stdout } = await run(['explore', 'counters'], options);
  expect(stdout.includes(`${ESCAPE}[32mholds${ESCAPE}[39m`)).toBe(isColoured);
  expect(stdout.includes(ESCAPE)).toBe(isColoured);
});

describe('items', () => {
  /** What is written of three items, the second and third of which are minor, after so many milliseconds each. */
  function itemsAfter(ms: number, options: CliOptions = {}, isJson = false): string {
    const io = fakeIo(options);
    let now = 0;
    const progress = new Progress(io, isJson, () => now);
    progress.item('one');
    now += ms;
    progress.item('two', true);
    now += ms;
    progress.item('three', true);
    progress.stop();
    return io.stderr.text;
  }

  it('are a line each without a terminal, minor ones once it has taken two seconds', () => {
    expect(itemsAfter(900)).toBe('one\n');
    expect(itemsAfter(1_000)).toBe('one\ntwo\nthree\n');
  });

  it('are told in continuous integration, and never beside JSON or on a terminal', () => {
    expect(itemsAfter(1_000, { isTTY: true, env: { CI: 'true' } })).toBe('one\ntwo\nthree\n');
    expect(itemsAfter(1_000, {}, true)).toBe('');
    expect(itemsAfter(1_000, { isTTY: true })).toBe('');
  });
});

it('progress tells the time that has passed', async () => {
  expect(await progressAfter(12_900, { isTTY: true })).toContain('half of it (12 s)');
});

describe.each([80, 100, 200])('check at %i columns', (columns) => {
  it('stays within them, with --verbose too', async () => {
    for (const options of [[], ['--verbose']]) {
      const { stdout } = await run(['check', '--runs', '5', ...options], { isTTY: true, columns });
      const widths = stripVTControlCharacters(stdout)
        .split('\n')
        .map((line) => line.length);
      expect(Math.max(...widths)).toBeLessThanOrEqual(Math.max(columns, options.length === 0 ? 0 : 110));
    }
  });
});
