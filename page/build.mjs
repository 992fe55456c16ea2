// Builds the page of reports without its data: `src/report/page/template.html`, unless it is newer than its sources; with an argument, also in that
// folder of built files. All of it is one file, which needs no network.

import { copyFileSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv, pid } from 'node:process';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const built = join(here, '..', 'src', 'report', 'page', 'template.html');

/** Vitest calls it before the tests of the page. */
export default async function buildPage() {
  if (isUpToDate()) return;
  const { build } = await import('vite');
  const { output } = await build({
    configFile: false,
    root: here,
    logLevel: 'warn',
    // Whoever builds it: otherwise a test runner's environment would put paths of this machine into it.
    mode: 'production',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
    build: {
      write: false,
      target: 'es2022',
      cssCodeSplit: false,
      modulePreload: false,
      assetsInlineLimit: Number.MAX_SAFE_INTEGER,
      chunkSizeWarningLimit: 1_000,
    },
  });
  // Moved into place when it is whole: others may be reading it.
  const unfinished = `${built}.${pid}`;
  writeFileSync(unfinished, inlined(output));
  renameSync(unfinished, built);
}

/** The page with its script and its styles within it. */
function inlined(output) {
  const of = (extension) => output.filter(({ fileName }) => fileName.endsWith(extension));
  const code = of('.js').map((chunk) => chunk.code);
  if (code.length !== 1) throw new Error(`The page has ${code.length} scripts in place of one.`);
  // Neither may end the element that it stands in.
  const script = code[0].replaceAll('</script', '<\\/script').replaceAll('<!--', '\\x3C!--');
  const styles = of('.css').map(({ source }) => String(source).replaceAll('</style', '<\\/style'));
  const page = String(of('.html')[0].source)
    .replaceAll(/<script type="module"[^>]*><\/script>\s*/g, '')
    .replaceAll(/<link rel="stylesheet"[^>]*>\s*/g, '');
  return page
    .replace('</head>', () => `<style>${styles.join('\n')}</style>\n</head>`)
    .replace('</body>', () => `<script type="module">${script}</script>\n</body>`);
}

function isUpToDate() {
  const changed = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = readdirSync(here, { recursive: true }).map((name) => join(here, name));
  return sources.every((file) => changed(file) < changed(built));
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  await buildPage();
  const folder = argv[2];
  if (folder !== undefined) {
    const into = join(folder, 'src', 'report', 'page');
    mkdirSync(into, { recursive: true });
    copyFileSync(built, join(into, 'template.html'));
  }
}
