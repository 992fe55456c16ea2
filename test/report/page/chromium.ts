import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser that the tests use: `CHROMIUM`, or the first on the path. */
function chromiumPath(): string {
  const { CHROMIUM, PATH = '' } = process.env;
  const candidates = [
    ...(CHROMIUM === undefined ? [] : [CHROMIUM]),
    ...PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))),
  ];
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Error(
    'The tests of the page need a browser, and there is none. On Debian: apt-get install chromium; elsewhere set CHROMIUM to the path of Chromium or Chrome.',
  );
}

export function launchBrowser(): Promise<Browser> {
  // What runs as root, as in a container, has no sandbox.
  return chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
}
