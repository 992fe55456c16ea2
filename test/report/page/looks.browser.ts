// Goal: a report can be read by everybody, from disk, in both themes and at both widths: no error, no request, nothing that scrolls sideways, no
// serious fault that axe finds. And a counterexample can be walked by keyboard alone.
// Method: reports are written by the command line and opened in Chromium.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { catalogue } from '../../../properties/catalogue.js';
import { defineNetwork } from '../../../src/index.js';
import { familyOf } from '../../../src/network/family.js';
import { run } from '../../cli/harness.js';
import { launchBrowser } from './chromium.js';
import { type Look, OpenedPage } from './opened-page.js';

const folder = mkdtempSync(join(tmpdir(), 'cloudmatrix-check-page-'));
const fileOf = (name: string) => join(folder, `${name}.html`);
const commandLine = (...args: string[]) => run(args, { catalogue, cwd: folder });
const html = (name: string) => ['--html', `${name}.html`];

let browser: Browser;
/** What `--full` says of B3. */
let full: string;

beforeAll(async () => {
  browser = await launchBrowser();
  await commandLine('check', 'drain-barrier', '--runs', '40', '--html', 'passing');
  full = (await commandLine('explore', 'dispatch-combine', '--fault', 'B3', '--full', ...html('b3'))).stdout;
  await commandLine('explore', 'dispatch-combine', '--fault', 'G2', ...html('g2'));
  await commandLine('explore', 'decode-pipeline', '--fault', 'D4', ...html('d4'));
  await commandLine('explore', 'drain-barrier', '--fault', 'spins-on', ...html('lasso'));
  await commandLine('explore', 'kv-transfer', '--fault', 'E1', ...html('pages'));
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const LOOKS: readonly Look[] = [
  { width: 1280, theme: 'light' },
  { width: 390, theme: 'dark' },
  { width: 1280, theme: 'dark' },
  { width: 390, theme: 'light' },
];

describe.each(['passing/index', 'b3', 'g2', 'd4', 'lasso', 'pages'])('the report %s', (name) => {
  it('has nothing to complain of on any of its pages', async () => {
    // Both themes and both widths; for the heart of it all four.
    for (const [at, look] of LOOKS.entries()) {
      if (at > 1 && name !== 'b3') continue;
      const opened = await OpenedPage.open(browser, fileOf(name), look);
      for (const route of at > 1 ? ['#/x/b3'] : await opened.routes()) {
        await opened.goTo(route);
        const where = `${route} at ${look.width} px, ${look.theme}`;
        expect([where, await opened.faults()]).toEqual([where, []]);
        expect([where, Math.max(0, await opened.sideways())]).toEqual([where, 0]);
      }
      expect(opened.complaints).toEqual([]);
      await opened.close();
    }
  });
});

it('what is in a list is shown as what is in a record', async () => {
  const opened = await OpenedPage.open(browser, fileOf('pages'), LOOKS[0]!, '#/x/e1');
  // What the fault names comes first, though another claim is violated sooner.
  expect(await opened.text('h1')).toContain('lands-in-own-pages');
  expect(await opened.text('table.cells tbody tr')).toMatch(/0\s*\[request\.1, transfer\.1\]/);
  await opened.close();
});

describe('the report of a check that holds', () => {
  it('says so first, and how each item is run again', async () => {
    const opened = await OpenedPage.open(browser, fileOf('passing/index'), LOOKS[0]!);
    expect(await opened.text('h1')).toMatch(
      /^✓ .*All 4 items hold: 2 in every reachable state, 1 in a sample, 1 known bug caught$/,
    );
    await opened.page.getByRole('button', { name: 'drain-barrier' }).click();
    await opened.page.locator('tr.item summary').first().click();
    expect(await opened.text('tr.item .command')).toBe('npx cloudmatrix-check explore drain-barrier');
    await opened.close();
  });
});

describe('the counterexample B3', () => {
  it('tells its verdict, its steps, and the two writes', async () => {
    const opened = await OpenedPage.open(browser, fileOf('b3'), LOOKS[0]!, '#/x/b3');
    expect(await opened.text('h1')).toBe('✗ violated no-overwrite after 47 steps, proven shortest');
    const lines = await opened.texts('.why .lines li');
    expect(
      lines.filter((line) => /^(17 written|47 overwritten) die 0 stores its result/.test(line)),
    ).toHaveLength(2);
    expect(full).toContain('no-overwrite is violated after 47 steps (proven shortest)');
    // Unfolded, every step is a row.
    await opened.press('f');
    expect(await opened.page.locator('.rows .row .n').count()).toBe(47);
    await opened.close();
  });

  it('has the charts of step 17 in the states that `--full` tells', async () => {
    const opened = await OpenedPage.open(browser, fileOf('b3'), LOOKS[0]!, '#/x/b3/17');
    const told = stateChanges(full, 17);
    const cards = await opened.page.locator('.chart-card').all();
    const shown = new Map<string, string>();
    for (const card of cards) {
      const text = await card.locator('.state-text').innerText();
      if (text.includes('→')) shown.set(await card.locator('summary strong').innerText(), text);
    }
    expect(told.size).toBeGreaterThan(2);
    expect(shown).toEqual(told);
    await opened.close();
  });

  it('is walked by keyboard to its last step', async () => {
    const opened = await OpenedPage.open(browser, fileOf('b3'), LOOKS[0]!, '#/x/b3/0');
    await opened.page.locator('body').press('ArrowRight');
    await opened.press(...Array.from({ length: 46 }, () => 'ArrowRight'));
    expect(await opened.text('.toolbar .where')).toBe('step 47 of 47');
    expect(await opened.text('[role=status]')).toMatch(/^step 47 of 47: die 0 stores its result/);
    await opened.press('Shift+ArrowLeft', 'Shift+ArrowLeft');
    expect(await opened.text('.toolbar .where')).toBe('step 17 of 47');
    await opened.press('ArrowRight', 'Home', 'k', 'j');
    expect(await opened.text('.toolbar .where')).toBe('step 1 of 47');
    await opened.press('h');
    expect(await opened.texts('.history .step-link')).toEqual(['start', '17', '47']);
    await opened.close();
  });
});

describe('a run that never ends', () => {
  it('goes round', async () => {
    const opened = await OpenedPage.open(browser, fileOf('lasso'), LOOKS[0]!, '#/x/spins-on');
    const [, last] = /of (\d+)/.exec(await opened.text('.toolbar .where')) ?? [];
    await opened.page.locator('body').press('ArrowRight');
    expect(await opened.text('.toolbar .where')).toMatch(new RegExp(`^step \\d+ of ${last}, round 2$`));
    await opened.press('ArrowLeft');
    expect(await opened.text('.toolbar .where')).toBe(`step ${last} of ${last}`);
    await opened.close();
  });
});

/** The components whose states a step changes, as the text of a counterexample tells it: `idle → sending`. */
function stateChanges(text: string, step: number): Map<string, string> {
  const [, block = ''] = new RegExp(`\\n +${step}\\. (.*?)\\n +${step + 1}\\. `, 's').exec(text) ?? [];
  const changes = [...block.matchAll(/^ +([\w.-]+)\.state: (.+?) → (.+)$/gm)];
  return new Map(
    changes.map(([, component, before, now]) => [component!, `${stateText(before!)} → ${stateText(now!)}`]),
  );
}

/** A state value as the page writes it: `polling.unlimited`. */
const stateText = (value: string): string => [...value.matchAll(/[\w]+/g)].map(([word]) => word).join('.');

// Half a character cannot be encoded in an address: the links to a component of such a name were where a page ended.
it('a name that is no well-formed text has links that lead somewhere', async () => {
  const name = 'half \ud800 a character';
  const machine = createMachine({
    id: name,
    initial: 'a',
    states: { a: { on: { GO: 'b' } }, b: {} },
  });
  const network = defineNetwork({
    name: 'halves',
    components: { [name]: { machine, stimuli: [{ type: 'GO' }] } },
  });
  const halves = { families: [familyOf(network)], machines: {} };
  await run(['explore', 'halves', '--html', 'halves.html'], { catalogue: halves, cwd: folder });
  const opened = await OpenedPage.open(browser, fileOf('halves'), LOOKS[0]!);
  for (const route of await opened.routes()) await opened.goTo(route);
  await opened.goTo('#/x/deadlock-freedom');
  const links = await opened.page.locator('a[href^="#/"]').all();
  expect(links.length).toBeGreaterThan(0);
  // A link that was cut off leads nowhere, and stops nothing.
  await opened.goTo('#/x/deadlock%E2%80');
  await opened.goTo('#/x/deadlock-freedom');
  expect(await opened.page.locator('a[href^="#/"]').count()).toBe(links.length);
  expect(opened.complaints).toEqual([]);
  await opened.close();
});

it('names of any length do not make a page wider than the window', async () => {
  const [name, from, to, type] = ['component', 'state', 'target', 'EVENT'].map((word) => word.repeat(12));
  const machine = createMachine({
    id: `machine-${name!}`,
    initial: from!,
    states: { [from!]: { on: { [type!]: to! } }, [to!]: {} },
  });
  const network = defineNetwork({
    name: 'long',
    components: { [name!]: { machine, stimuli: [{ type: type!, text: 'x'.repeat(200) }] } },
  });
  const long = { families: [familyOf(network)], machines: {} };
  await run(['explore', 'long', '--html', 'long.html'], { catalogue: long, cwd: folder });
  const opened = await OpenedPage.open(browser, fileOf('long'), LOOKS[1]!);
  for (const route of [...(await opened.routes()), '#/x/deadlock-freedom/1']) {
    await opened.goTo(route);
    expect([route, Math.max(0, await opened.sideways())]).toEqual([route, 0]);
  }
  await opened.close();
});
