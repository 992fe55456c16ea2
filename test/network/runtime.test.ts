// Goal: what is not Node.js is named in a sentence, and a bundle in which the package does not find its files. Method: the versions that each says it has; all three call themselves Node.js, too.

import { expect, it } from 'vitest';
import { placeOf, refuseOtherRuntimes, runtimeProblem } from '../../src/network/runtime.js';

it.each([
  ['Bun 1.4.5', { node: '24.3.0', bun: '1.4.5' }],
  ['Deno 2.9.6', { node: '24.2.0', deno: '2.9.6' }],
])('%s is refused', (name, versions) => {
  expect(runtimeProblem(versions)).toBe(
    `cloudmatrix-check runs on Node.js 20 or later, and this is ${name}, which lacks parts of it. Run it with Node.js, for example by \`npx cloudmatrix-check\`.`,
  );
});

it('Node.js is not', () => {
  expect(runtimeProblem({ node: '20.0.0' })).toBeUndefined();
  expect(refuseOtherRuntimes).not.toThrow();
});

it('a bundle that is no ES module is refused', () => {
  expect(placeOf(import.meta).href).toBe(import.meta.url);
  // What bundlers put in its place.
  expect(() => placeOf({})).toThrow(
    'cloudmatrix-check was bundled into a program that is no ES module, in which it does not find its own files. Leave this package outside of the bundle (`external`)',
  );
});
