// Goal: who bundles the package into his program is told what it lacks then, and what to do. Method: a folder in which the file is not.

import { expect, it } from 'vitest';
import { coreBytes } from '../../src/core/core-module.js';

it('the core is read from beside the package, or it is said where it was looked for', () => {
  expect(coreBytes().length).toBeGreaterThan(0);
  expect(() => coreBytes(new URL('file:///my%20program/out/core.wasm'))).toThrow(
    /^The file '.*my program.out.core\.wasm' of cloudmatrix-check cannot be read\. Where your program is bundled, leave this package outside of the bundle \(`external`\)/,
  );
});
