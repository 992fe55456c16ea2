import type { Explanation } from '../counterexample/explain/explanation.js';
import type { TraceFile } from '../counterexample/trace-file.js';
import { quotedText } from './literal.js';

/** Where a test finds the network of a trace: in a module, or in the catalogue of the package. Paths are relative to the test's file. */
export type NetworkSource = { readonly module: string } | { readonly catalogue: string };

/**
 * A test file for Vitest. Of a counterexample: it fails, with that, as long as the network still does what the trace says. Of the way to a witness, which is as it should
 * be: it fails where the network does not do that any more.
 *
 * @param tracePath the trace's path, relative to the test's file
 * @param outcome what the trace shows
 */
export function vitestFile(
  { property, steps, message }: TraceFile,
  tracePath: string,
  source: NetworkSource,
  outcome: Explanation['outcome'] = 'violated',
): string {
  const name = tracePath.slice(tracePath.lastIndexOf('/') + 1);
  const isReached = outcome === 'reached';
  const title = quotedText(
    isReached ? `${property} is reached by the run of ${name}` : `${property} holds in the run of ${name}`,
  );
  const isOfCatalogue = 'catalogue' in source;
  const subject = isOfCatalogue ? 'family' : `network(import.meta.url, ${quotedText(source.module)})`;
  return [
    `// ${`After ${steps.length} step${steps.length === 1 ? '' : 's'} ${property} was ${outcome}: ${message}.`.replace(/\s+/g, ' ')}`,
    "import { expect, it } from 'vitest';",
    ...(isOfCatalogue
      ? [
          "import { catalogue } from 'cloudmatrix-check/cloudmatrix';",
          "import 'cloudmatrix-check/vitest';",
          '',
          `const family = catalogue.families.find(({ name }) => name === ${quotedText(source.catalogue)});`,
        ]
      : ["import { network } from 'cloudmatrix-check/vitest';"]),
    '',
    `it(${title}, () =>`,
    `  expect(${subject}).${isReached ? '' : 'not.'}toReplay(new URL(${quotedText(inUrl(tracePath))}, import.meta.url)));`,
    '',
  ].join('\n');
}

/** A relative path as a URL has it: `#`, `?`, `%` and spaces in names of files mean something else there. */
function inUrl(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
