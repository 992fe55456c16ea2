// Goal: whoever asks `explore` for a reduction is told that it took part, what it leaves open, and what it does not go with. Method: two dies of dispatch-combine, healthy
// and with a fault, and a network whose runs may go on for ever, on the command line.

import { describe, expect, it } from 'vitest';
import { catalogue } from '../../properties/catalogue.js';
import { jsonOf, run, temporaryDirectory } from './harness.js';

const sizes = ['--dies', '2', '--tokens', '1', '--layers', '1'];

/** Explores two dies with a reduction, and more options. */
const explored = (...options: readonly string[]) =>
  run(['explore', 'dispatch-combine', ...sizes, '--reduction', ...options], {
    catalogue,
    cwd: temporaryDirectory(),
  });

describe('explore --reduction', () => {
  it('tells of the states that were visited, and that there are more', async () => {
    const { code, stdout } = await explored('--no-progress-checks');
    expect(code).toBe(0);
    expect(stdout).toMatch(/holds, progress checks left out\.\n\d+ states visited, \d+ steps out of them;/);
    expect(stdout).toMatch(/A reduction took part: out of \d+ states one step was taken alone/);
    expect(stdout).not.toContain('every state was visited');
  });

  it('judges what speaks of runs that never end where there are none, and says so', async () => {
    const { code, stdout } = await explored();
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'No run goes on for ever: what would be owed in one is judged where runs end.',
    );
  });

  it('says of runs that never end nothing, and why', async () => {
    const { code, stdout } = await run(['explore', 'request-life', '--tokens', '1', '--reduction'], {
      catalogue,
      cwd: temporaryDirectory(),
    });
    expect(code).toBe(3);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'It says nothing of runs that never end: what speaks of them is inconclusive (--no-progress-checks leaves it out).',
    );
  });

  it('tells a program, too', async () => {
    const told = jsonOf(await explored('--no-progress-checks', '--json'));
    expect(told).toMatchObject({
      verdict: 'holds',
      progress: 'left out',
      reduction: { full: expect.any(Number) as number, alone: expect.any(Number) as number },
    });
  });

  it('shows a shortest counterexample, of a search of all states', async () => {
    const { code, stdout } = await explored('--fault', 'A1');
    expect(code).toBe(1);
    expect(stdout).toContain('after 6 steps (proven shortest)');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'All states were searched, without a reduction: something is violated, of which a shortest way is looked for.',
    );
  });

  it('makes a counterexample small where that search is too much, and says which it is', async () => {
    const { code, stdout } = await explored('--fault', 'C1', '--states-max', '60');
    expect(code).toBe(1);
    expect(stdout).toMatch(/after \d+ steps \(locally minimal\)/);
    expect(stdout).toContain('A reduction took part');
  });

  it('is refused where nobody wants it', async () => {
    const options = ['explore', 'dispatch-combine', ...sizes, '--no-reduction', '--json'];
    const told = jsonOf(await run(options, { catalogue, cwd: temporaryDirectory() }));
    expect(told).toMatchObject({ verdict: 'holds', states: 1_040 });
    expect(told).not.toHaveProperty('reduction');
  });

  it('goes with one thread', async () => {
    const { code, stderr } = await explored('--search-threads', '2');
    expect(code).toBe(2);
    expect(stderr).toContain(
      'The option reduction (--reduction) does not go with 2 threads (--search-threads): it searches by one. Leave out one of them.',
    );
  });
  it.each(['explore', 'check'])('leaves what is vacuous to searches of all states: %s', async (command) => {
    const { code, stderr } = await run([command, 'dispatch-combine', '--reduction', '--strict'], {
      catalogue,
      cwd: temporaryDirectory(),
    });
    expect(code).toBe(2);
    expect(stderr).toContain(
      'The option --reduction does not go with --strict: it asks about messages that no run sends, so that what is vacuous may look used. Leave out one of them.',
    );
  });
});
