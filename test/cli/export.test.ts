// Goal: `export` prints a chart, or writes it to a file that was not there before.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportDot, exportMermaid, exportStately } from '../../src/index.js';
import { counter } from './catalogue.js';
import { run, temporaryDirectory } from './harness.js';
import { door } from './modules/machines.js';

const modules = new URL('./modules', import.meta.url).pathname;

it('prints a machine of the catalogue', async () => {
  const { code, stdout, stderr } = await run(['export', 'counter', '--format', 'stately']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe(exportStately(counter, 'counter'));
});

it.each(['machines.ts', './machines.ts#door'])('prints the machine %s of a module', async (reference) => {
  const { code, stdout } = await run(['export', reference], { cwd: modules });
  expect(code).toBe(0);
  expect(stdout).toBe(exportStately(door, 'door'));
});

it('writes a file', async () => {
  const cwd = temporaryDirectory();
  const { code, stdout } = await run(['export', 'counter', '--out', 'charts/counter.js'], { cwd });
  expect({ code, stdout }).toEqual({ code: 0, stdout: "The chart of 'counter' is in charts/counter.js.\n" });
  expect(readFileSync(join(cwd, 'charts/counter.js'), 'utf8')).toBe(exportStately(counter, 'counter'));
});

it('does not overwrite a file', async () => {
  const cwd = temporaryDirectory();
  const file = join(cwd, 'counter.js');
  writeFileSync(file, 'mine');
  const result = await run(['export', 'counter', '--out', 'counter.js'], { cwd });
  expect(result).toEqual({
    code: 2,
    stdout: '',
    stderr: `error: The file '${file}' exists already with other content. Choose another name, or remove it first.\n`,
  });
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

it.each([
  {
    reference: './one-network.ts',
    says: "The module './one-network.ts' exports no machine. Export one from it.",
  },
  { reference: './missing.js#door', says: "There is no module './missing.js'. Check the path." },
])('export $reference is wrong input', async ({ reference, says }) => {
  expect(await run(['export', reference], { cwd: modules })).toEqual({
    code: 2,
    stdout: '',
    stderr: `error: ${says}\n`,
  });
});

it.each([
  ['mermaid', exportMermaid],
  ['dot', exportDot],
] as const)('prints it as %s', async (format, by) => {
  const { code, stdout } = await run(['export', 'counter', '--format', format]);
  expect(code).toBe(0);
  expect(stdout).toBe(by(counter, 'counter'));
});

describe('a trace', () => {
  const written = async () => {
    const cwd = temporaryDirectory();
    await run(['explore', 'locks', '--fault', 'L1', '--trace-dir', '.'], { cwd });
    return { cwd, file: readdirSync(cwd).find((name) => name.endsWith('.trace.json'))! };
  };

  it.each([
    ['mermaid', 'sequenceDiagram'],
    ['itf', '{"#meta":{"format":"ITF"'],
    ['perfetto', '{"displayTimeUnit":"ms"'],
    ['vitest', '// After '],
  ])('is printed as %s', async (format, begins) => {
    const { cwd, file } = await written();
    const { code, stdout } = await run(['export', file, '--format', format], { cwd });
    expect({ code, begin: stdout.slice(0, begins.length) }).toEqual({ code: 0, begin: begins });
  });

  it('of the way to a witness is a test that asks for it', async () => {
    const cwd = temporaryDirectory();
    await run(['explore', 'counters', '--show', 'full', '--trace-dir', '.'], { cwd });
    const file = readdirSync(cwd).find((name) => name.endsWith('.trace.json'))!;
    const { stdout } = await run(['export', file, '--format', 'vitest'], { cwd });
    expect(stdout).toContain('full was reached');
    expect(stdout).toContain('.toReplay(');
    expect(stdout).not.toContain('.not.');
  });

  it('that is interrupted is not said to show nothing any more', async () => {
    const { cwd, file } = await written();
    const onInterrupt = (stop: () => void) => {
      stop();
      return () => {};
    };
    const { code, stderr } = await run(['export', file], { cwd, onInterrupt });
    expect(code).toBe(2);
    expect(stderr).toContain(`whether deadlock-freedom is violated by the trace '${file}' was not decided`);
  });

  it('to a witness that is not reached is told as that', async () => {
    const cwd = temporaryDirectory();
    await run(['explore', 'counters', '--show', 'full', '--trace-dir', '.'], { cwd });
    const file = readdirSync(cwd).find((name) => name.endsWith('.trace.json'))!;
    const trace = JSON.parse(readFileSync(join(cwd, file), 'utf8')) as { steps: string[] };
    writeFileSync(join(cwd, 'cut.trace.json'), JSON.stringify({ ...trace, steps: trace.steps.slice(0, -1) }));
    const { code, stderr } = await run(['export', 'cut.trace.json'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("full is not reached by the trace 'cut.trace.json' any more");
  });

  it('and charts have formats of their own', async () => {
    const { cwd, file } = await written();
    expect(await run(['export', file, '--format', 'dot'], { cwd })).toMatchObject({
      code: 2,
      stderr: "error: A trace cannot be exported as 'dot'; use mermaid, itf, perfetto, vitest.\n",
    });
    expect(await run(['export', 'counter', '--format', 'itf'])).toMatchObject({
      code: 2,
      stderr: "error: A chart cannot be exported as 'itf'; use stately, mermaid, dot.\n",
    });
  });
});
