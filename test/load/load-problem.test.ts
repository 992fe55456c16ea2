// Goal: whoever's module cannot be loaded reads in a sentence what is wrong and in which file. Method: messages as Node.js 20 and jiti give them.

import { expect, it } from 'vitest';
import { loadProblem } from '../../src/load/load-problem.js';

const MODULE = '/project/nets/net.ts';

it.each([
  [
    'ParseError: /project/nets/net.ts: Unexpected token, expected ";" \n /project/nets/net.ts:3:10',
    'Unexpected token, expected ";" in ./net.ts, line 3, column 11. Mend the syntax there',
  ],
  [
    'ParseError: /project/lib/deep.ts: Unexpected token. (3:10)\n\n  1 | x \n /project/lib/deep.ts:3:10',
    'Unexpected token in ../lib/deep.ts, line 3, column 11. Mend the syntax there',
  ],
  [
    "Cannot find module '/project/nets/gone.js' imported from /project/nets/net.ts",
    "it imports './gone.js', and there is no such file",
  ],
  [
    "Cannot find module '../gone.js'\nRequire stack:\n- /project/lib/deep.ts",
    "../lib/deep.ts imports '../gone.js', and there is no such file",
  ],
  [
    "Cannot find package 'left-pad' imported from /project/nets/net.ts",
    "it imports 'left-pad', which is neither installed (npm install) nor one of the paths of a tsconfig.json",
  ],
  ['it rains', 'it rains'],
])('%j', (message, says) => {
  expect(loadProblem(new Error(message), MODULE)).toBe(says);
});
