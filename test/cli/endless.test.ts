// Goal: what runs that never end do wrong is told with a reason that a person understands, kept in a trace that replays, and can be left out.
// Method: the smallest networks that are asked and never answered, that poll for ever, and that are stuck beside a clock.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assertHolds } from '../../src/index.js';
import { jsonOf, run, temporaryDirectory } from './harness.js';
import { besideClock } from './modules/endless.js';

const module = new URL('./modules/endless.ts', import.meta.url).pathname;

/** Explores a network of the module, and gives the path of the trace, which has been written into this folder. */
async function traced(cwd: string, name: string): Promise<string> {
  const { violation } = jsonOf(await run(['explore', `${module}#${name}`, '--json'], { cwd }));
  return join(cwd, (violation as { traceFile: string }).traceFile);
}

describe('an obligation that is never met', () => {
  const LASSO = `\
answered is violated after 1 step by a cycle of 2 (shortest stem, locally minimal cycle): the run goes on for ever while the monitor is in state 'owed': \
its obligation is never met
  1. environment ⇒ client: ASK
         client observes ASKED
         monitor answered.state: 'idle' → 'owed'
         client.state: 'idle' → 'here'
         client.timers: – → ['tick in here']
   then for ever:
  2. client ⏱ tick in here
         client.state: 'here' → 'there'
         client.timers: ['tick in here'] → ['tick in there']
  3. client ⏱ tick in there
         client.state: 'there' → 'here'
         client.timers: ['tick in there'] → ['tick in here']
   back to before step 2
`;

  it('is shown by the way to its cycle and the cycle, exit code 1', async () => {
    const { code, stdout } = await run(['explore', `${module}#pendingCycle`, '--all', '--full']);
    expect(code).toBe(1);
    expect(stdout).toContain(LASSO);
    expect(stdout).toMatch(/ s and [\d.]+ s for progress checks, /);
  });

  it('has a trace of version 2 that replays', async () => {
    const cwd = temporaryDirectory();
    const trace = await traced(cwd, 'pendingCycle');
    expect(JSON.parse(readFileSync(trace, 'utf8'))).toMatchObject({ version: 2, loop: 1 });
    const replayed = ['replay', trace, '--network', `${module}#pendingCycle`];
    expect((await run([...replayed, '--full'], { cwd })).stdout).toContain(LASSO);
    const result = await run([...replayed, '--json'], { cwd });
    expect(result.code).toBe(1);
    expect(jsonOf(result)).toMatchObject({ property: 'answered', isViolated: true, loop: 1 });
  });

  it('is not shown by a cycle that does not close, for the reason that is told', async () => {
    const cwd = temporaryDirectory();
    const trace = await traced(cwd, 'pendingCycle');
    writeFileSync(trace, readFileSync(trace, 'utf8').replace('"loop": 1', '"loop": 2'));
    const { code, stdout } = await run(['replay', trace, '--network', `${module}#pendingCycle`], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain(
      'answered is not violated as the trace says. All of its 3 steps can still be taken, and the state after the cycle is not the one before it.',
    );
  });

  it('is part of the JSON object', async () => {
    const result = await run(['explore', `${module}#pendingCycle`, '--all', '--json']);
    expect(jsonOf(result)).toMatchObject({
      progress: { seconds: expect.any(Number), bytes: expect.any(Number) },
      violation: { property: 'answered', loop: 1, minimality: 'shortest stem, locally minimal cycle' },
    });
  });
});

it('polling that changes nothing is a deadlock, with what it waits for', async () => {
  const { code, stdout } = await run(['explore', `${module}#pollsForever`, '--full']);
  expect(code).toBe(1);
  expect(stdout).toContain(
    "deadlock-freedom is violated after 0 steps (proven shortest): no step makes progress, and client in state 'waiting' is neither done nor at rest; " +
      "client waits for REPLY, its timer 'poll in waiting' fires and changes nothing, and nothing is on its way to it; " +
      'if it may stay so for ever, tag the state `rest` (a step whose observation nobody hears is no change)\n',
  );
});

describe('a component that is stuck while others go on', () => {
  it('is told with what it waits for, and its trace replays', async () => {
    const cwd = temporaryDirectory();
    const sentence =
      "no-stuck-component is violated after 0 steps (proven shortest): client in state 'waiting' is stuck: no step that can still come changes anything for it, " +
      'and it is neither done nor at rest; client waits for REPLY, and nothing is on its way to it\n';
    const { code, stdout } = await run(['explore', `${module}#besideClock`, '--full'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain(sentence);
    const trace = await traced(cwd, 'besideClock');
    const replayed = await run(['replay', trace, '--network', `${module}#besideClock`, '--full'], { cwd });
    expect({ code: replayed.code, isTold: replayed.stdout.includes(sentence) }).toEqual({
      code: 1,
      isTold: true,
    });
  });

  it('is not looked for without progress checks, which is said', async () => {
    const { code, stdout } = await run(['explore', `${module}#besideClock`, '--no-progress-checks']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^stuck beside a clock: holds, progress checks left out\.\n/);
    expect(stdout).not.toContain('no-stuck-component');
    const result = await run(['explore', `${module}#besideClock`, '--no-progress-checks', '--json']);
    expect(jsonOf(result)).toMatchObject({ verdict: 'holds', progress: 'left out' });
  });

  it('nor by check and assertHolds', async () => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'clock.js'), `export { besideClock } from ${JSON.stringify(module)};\n`);
    const { code, stdout } = await run(['check', './clock.js', '--runs', '1', '--no-progress-checks'], {
      cwd,
    });
    expect({ code, last: stdout.trimEnd().split('\n').at(-1) }).toEqual({
      code: 0,
      last: 'holds in the sample, progress checks left out: 1 exploration, 1 campaign, 0 canaries.',
    });
    expect(() => assertHolds(besideClock, { progressChecks: false })).not.toThrow();
    expect(() => assertHolds(besideClock)).toThrow(/no-stuck-component is violated/);
  });
});

it('what a replay cannot decide is inconclusive, and shown as found all the same', async () => {
  const cwd = temporaryDirectory();
  const trace = await traced(cwd, 'counts');
  const { code, stdout } = await run(['replay', trace, '--network', `${module}#counts`], { cwd });
  expect(code).toBe(3);
  expect(stdout).toContain(
    'counts: inconclusive. All 0 steps of the trace can still be taken; of far, it is not decided: the first 400 states after the end of the steps do not show it, and there are more.',
  );
});

describe('random runs', () => {
  const LINE =
    'Random runs show what is wrong with runs that end; of those that go on for ever they say nothing: explore the network.';

  it.each(['walk', 'campaign'])(
    'say that they look at runs that end, where that matters: %s',
    async (command) => {
      const options = command === 'walk' ? ['--walks', '2'] : ['--runs', '2'];
      expect((await run([command, `${module}#pendingCycle`, ...options])).stdout).toContain(LINE);
      expect((await run([command, `${module}#besideClock`, ...options])).stdout).not.toContain(LINE);
    },
  );

  it.each([
    ['walk', '--walks', '--walks or --steps-max'],
    ['campaign', '--runs', '--runs'],
  ])('say nothing of what none of them came to: %s', async (command, option, raised) => {
    const { code, stdout } = await run([command, `${module}#silentClock`, option, '2']);
    expect(code).toBe(3);
    expect(stdout).toContain(
      `\nNone of the runs came to what 'rings' waits for; raise ${raised}, or explore the network.\n`,
    );
    expect(stdout).toMatch(/\n {2}inconclusive {2,}rings\n/);
  });

  it('of which a check without progress checks says so, too', async () => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'clock.js'), `export { silentClock } from ${JSON.stringify(module)};\n`);
    const { code, stdout } = await run(['check', './clock.js', '--runs', '2', '--no-progress-checks'], {
      cwd,
      columns: 200,
    });
    expect(code).toBe(3);
    expect(stdout).toContain(
      "\na clock that never rings: none of the runs came to what 'rings' waits for; raise --runs, or explore the network.\n",
    );
  });
});
