import { readdirSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folders that scripts of the present thread were loaded from, by whatever loader, but for installed packages.
 *
 * @returns `undefined` where nobody knows: a Node.js that was built without its inspector
 */
export async function loadedFolders(): Promise<readonly string[] | undefined> {
  if (!process.features.inspector) return undefined;
  const { Session } = await import('node:inspector');
  const session = new Session();
  const folders = new Set<string>();
  session.on('Debugger.scriptParsed', ({ params: { url } }) => {
    const file = url.startsWith('file:') ? fileURLToPath(url) : url;
    if (isAbsolute(file) && !INSTALLED.test(file)) folders.add(dirname(file));
  });
  session.connect();
  // Tells of all scripts that are there before it returns.
  session.post('Debugger.enable');
  session.disconnect();
  return [...folders];
}

const INSTALLED = /[/\\]node_modules[/\\]/;

/** How finely file systems tell the time. */
const TICK_MS = 50;

/** Whether a file of these folders may have been written, added or removed since then, as `Date.now()` tells the time: also one that a module reads. */
export function haveChanged(folders: readonly string[], sinceMs: number): boolean {
  const isLater = (ms: number) => ms > sinceMs - TICK_MS;
  return folders.some((folder) => {
    try {
      if (isLater(statSync(folder).mtimeMs)) return true;
      return readdirSync(folder, { withFileTypes: true }).some(
        // A file that is copied may keep the time at which it was written, and not this one.
        (entry) => !entry.isDirectory() && isLater(statSync(join(folder, entry.name)).ctimeMs),
      );
    } catch {
      return true;
    }
  });
}
