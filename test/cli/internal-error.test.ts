// Goal: a fault of this program is told from wrong input: exit code 70, one sentence and how to report it, a stack trace only on
// request; and a violation that XState itself does not confirm is such a fault.

import { expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { always, defineNetwork } from '../../src/index.js';
import { familyOf } from '../../src/network/family.js';
import type { Catalogue } from '../../src/check/catalogue.js';
import { counters } from './catalogue.js';
import { run } from './harness.js';

const modules = new URL('./modules', import.meta.url).pathname;
const REPORT =
  'This is a fault of cloudmatrix-check: please report it with the command that you gave (CLOUDMATRIX_CHECK_DEBUG=1 adds where it happened).\n';

const catalogue: Catalogue = {
  families: [
    {
      ...counters,
      build: () => {
        throw new TypeError('cannot read undefined');
      },
    },
  ],
  machines: {},
};

it('is one sentence without a stack trace, exit code 70', async () => {
  expect(await run(['explore', 'counters'], { catalogue })).toEqual({
    code: 70,
    stdout: '',
    stderr: `internal error: cannot read undefined\n${REPORT}`,
  });
});

it('has a stack trace on request', async () => {
  const { code, stderr } = await run(['explore', 'counters'], {
    catalogue,
    env: { CLOUDMATRIX_CHECK_DEBUG: '1' },
  });
  expect(code).toBe(70);
  expect(stderr).toContain(`${REPORT}TypeError: cannot read undefined\n    at `);
});

it('is a violation that does not come about when its steps are run again', async () => {
  const message =
    "internal error: the search found 'shown' violated after 0 steps, and XState itself does not confirm it (nothing is violated " +
    'at the end of the steps)';
  const { code, stdout, stderr } = await run(['explore', 'several.ts#deceitful', '--json'], { cwd: modules });
  expect({ code, stderr }).toEqual({ code: 70, stderr: `${message}\n${REPORT}` });
  expect(JSON.parse(stdout)).toEqual({ error: { message, exitCode: 70 } });
});

it('is no violation that comes about now and then: its claim depends on chance, exit code 2', async () => {
  let asked = 0;
  const fickle = defineNetwork({
    name: 'fickle',
    components: { one: { machine: createMachine({ tags: 'rest' }) } },
    properties: [always('fair', ({ constructor }) => constructor.name !== 'EngineView' && ++asked % 7 > 0)],
  });
  expect(
    await run(['explore', 'fickle'], { catalogue: { families: [familyOf(fickle)], machines: {} } }),
  ).toEqual({
    code: 2,
    stdout: '',
    stderr:
      "error: The property 'fair' gives different answers for one state; it must depend on the view only.\n",
  });
});
