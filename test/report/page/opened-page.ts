import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface Look {
  readonly width: number;
  readonly theme: 'light' | 'dark';
}

/** A report opened from disk, with all that a browser has to complain of. */
export class OpenedPage {
  /** Errors, and whatever was asked of a network. */
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly url: string,
  ) {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    page.on('pageerror', ({ message }) => this.complaints.push(message));
    page.on('request', (request) => {
      if (request.url().split('#')[0] !== url && !request.url().startsWith('data:'))
        this.complaints.push(`asks for ${request.url()}`);
    });
  }

  static async open(
    browser: Browser,
    file: string,
    { width, theme }: Look,
    hash = '#/',
  ): Promise<OpenedPage> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: theme });
    const opened = new OpenedPage(page, pathToFileURL(file).href);
    await page.goto(opened.url + hash);
    await page.waitForSelector('h1');
    return opened;
  }

  async goTo(hash: string): Promise<void> {
    await this.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await this.page.waitForFunction(`location.hash === ${JSON.stringify(hash)}`);
    await this.page.waitForSelector('h1');
  }

  /** Addresses of the pages that the top leads to. */
  async routes(): Promise<string[]> {
    const links = await this.page.locator('.top nav a').all();
    return Promise.all(links.map(async (link) => (await link.getAttribute('href')) ?? ''));
  }

  /** What axe calls serious or critical, a line each. */
  async faults(): Promise<string[]> {
    await this.page.evaluate(AXE);
    const found = (await this.page.evaluate(
      `axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html, failureSummary }) => html.slice(0, 200) + ' ' + failureSummary).join(' | ')))`,
    )) as string[];
    return found;
  }

  /** Pixels that one would have to scroll sideways. */
  async sideways(): Promise<number> {
    return (await this.page.evaluate('document.documentElement.scrollWidth - innerWidth')) as number;
  }

  async texts(selector: string): Promise<string[]> {
    return (await this.page.locator(selector).allInnerTexts()).map((text) =>
      text.replaceAll(/\s+/g, ' ').trim(),
    );
  }

  async text(selector: string): Promise<string> {
    return (await this.texts(selector))[0] ?? '';
  }

  press(...keys: readonly string[]): Promise<void> {
    return keys.reduce(async (before, key) => {
      await before;
      await this.page.keyboard.press(key);
    }, Promise.resolve());
  }

  close(): Promise<void> {
    return this.page.close();
  }
}
