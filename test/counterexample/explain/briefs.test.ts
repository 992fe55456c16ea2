import { describe, expect, it } from 'vitest';
import { setup } from 'xstate';
import { always, briefText, defineNetwork, explain, explore } from '../../../src/index.js';
import { switches } from '../../support/switches.js';
import { explainedFault } from './explained.js';

// Goal: a brief tells what is wrong, why, and what happened, on a screen.
// Method: the literal briefs of three bugs of different kinds, and of a network that helps with nothing.

const brief = (network: string, id: string) => briefText(explainedFault(network, id));

describe('the brief', () => {
  it('of a claim has the history of the cell that it speaks of, and the reading that came too late', () => {
    expect(brief('dispatch-combine', 'B3')).toBe(`\
✗ no-overwrite is violated after 47 steps (proven shortest)               dispatch-combine, fault B3
  No store goes into a slot that holds data nobody has read yet, nor over a flag that nobody has
  acted on (section 4.2.1).
  B3: three microbatches are in flight on two halves
      https://github.com/deepseek-ai/DeepEP/issues/513

Why: die 1's combine half 0, slot 0 (window.1.combine.0, cells.0)
  17  written        die 0 stores its result for token 0 of microbatch 0
   –  read too late  die 1 reads the results for its tokens of microbatch 0, and sums them
                     (combine.1.0 ⏱ gather): had it come before 47, nothing would go wrong; 5 steps
                     lead to it, of which expert.1.0 ⏱ compute could be taken since 24
  47  overwritten    die 0 stores its result for token 0 of microbatch 2
  Nothing makes combine.1.0 ⏱ gather come before 47.

Steps (47; 44 of them told in 8 rows; --full tells all)
    1–6   die 0 dispatches microbatch 0: token 0 to die 1, sends flags to both
    7–12  die 1 dispatches microbatch 0: token 0 to die 0, sends flags to both, has its flags; die 0
          has its flags
   13–16  die 0 takes its tokens, computes, begins FusedCombine of microbatch 0
 ▸ 17     die 0 stores its result for token 0 of microbatch 0 into die 1's combine half 0, slot 0
   18–23  die 0 dispatches microbatch 1: token 0 to die 1, sends flags to both
 ▸ 24     die 1 takes its tokens of microbatch 0 out of the window; expert.1.0 ⏱ compute could be
          taken from here on
   25–30  die 1 dispatches microbatch 1: token 0 to die 0, sends flags to both, has its flags; die 0
          has its flags
   31–36  die 0 takes its tokens, dispatches microbatch 2: token 0 to die 1, sends flags to both
   37–42  die 1 takes its tokens, dispatches microbatch 2: token 0 to die 0, sends flags to both;
          die 0 has its flags
   43–46  die 0 takes its tokens, computes, begins FusedCombine of microbatch 2
 ▸ 47     die 0 stores its result for token 0 of microbatch 2 into die 1's combine half 0, slot 0

At the end
  window.1.combine.0  cells.0: result for token 0 of microbatch 2 (before: result for token 0 of
                      microbatch 0)
  expert.1.0          computing (since 24)
  combine.1.0         idle (from the start)
  could be taken      7 steps: expert.1.0 ⏱ compute (since 24), and 6 more`);
  });

  it('of lost messages has what became of them', () => {
    expect(brief('dispatch-combine', 'A7')).toBe(`\
✗ deadlock-freedom is violated after 6 steps (proven shortest)            dispatch-combine, fault A7
  No reachable state is stuck: something can happen, or everything rests.
  A7: flags between the two dies of a package may be lost
      https://github.com/hw-native-sys/pypto-lib/issues/502

Why: what each waits for at the end
  dispatch.0.wait  polls status.0.0, cell 1: the flag of die 1, sent in 4, lost in 5
  dispatch.1.wait  polls status.1.0, cell 0: the flag of die 0, sent in 1, lost in 3
  stream.0, dispatch.0, stream.1, dispatch.1 wait for these two.
  Nothing is on its way.

Steps
 ▸ 1  die 0 has no tokens; its FusedDispatch begins
   2  die 0's flag for itself is visible (status.0.0, cell 0)
 ▸ 3  die 0's flag for die 1 is lost (status.1.0, cell 0)
 ▸ 4  die 1 has no tokens; its FusedDispatch begins
 ▸ 5  die 1's flag for die 0 is lost (status.0.0, cell 1)
   6  die 1's flag for itself is visible (status.1.0, cell 1)

At the end
  dispatch.0.wait  polling.unlimited (since 1)
  dispatch.1.wait  polling.unlimited (since 4)`);
  });

  it('of a deadlock has the circle of those who wait', () => {
    expect(brief('core-pool', 'D2')).toBe(`\
✗ deadlock-freedom is violated after 10 steps (proven shortest)                  core-pool, fault D2
  No reachable state is stuck: something can happen, or everything rests.
  D2: waits may be launched before the notifies of their own die, and fill the cores
      https://github.com/hw-native-sys/pypto/pull/2391

Why: a circle of waits over die 0 and die 1
  die.0.dispatch-notify.0  queued: needs 16 AIV of pool.0, where 16 of 16 AIV of its stream are held
                           by die.0.dispatch-wait.0 since 3
  die.0.dispatch-wait.0    waiting: for the signal of die.1.dispatch-notify.0
  die.1.dispatch-notify.0  queued: needs 16 AIV of pool.1, where 16 of 16 AIV of its stream are held
                           by die.1.dispatch-wait.0 since 8
  die.1.dispatch-wait.0    waiting: for the signal of die.0.dispatch-notify.0
  die.0.experts.0, die.0.combine-notify.0, die.0.combine-wait.0, die.1.experts.0,
  die.1.combine-notify.0, die.1.combine-wait.0 wait for these.

Steps (10; 4 of them told in 2 rows; --full tells all)
    1–2   die 0: attention runs, attention ends
 ▸  3     die 0: dispatch-wait is launched, takes 16 AIV, waits
 ▸  4     die 0: dispatch-notify is launched, queues for 16 AIV
    5     die 0: combine-wait is launched, queues for 16 AIV behind dispatch-notify
    6–7   die 1: attention runs, attention ends
 ▸  8     die 1: dispatch-wait is launched, takes 16 AIV, waits
 ▸  9     die 1: dispatch-notify is launched, queues for 16 AIV
   10     die 1: combine-wait is launched, queues for 16 AIV behind dispatch-notify`);
  });

  it('of results that lie where others belong says whose they are', () => {
    expect(brief('dispatch-combine', 'C10').replaceAll(/\s+/g, ' ')).toContain(
      "in BF16: tokens 0 and 1 are given each other's results No order of these steps helps: not a race.",
    );
  });

  it('of a peer that is known to be dead says that it is', () => {
    expect(brief('dispatch-combine', 'G2').replaceAll(/\s+/g, ' ')).toContain(
      'polls status.1.0, cell 0, though it has found die 0 dead: the flag of die 0, which is down since step 1',
    );
  });

  it('of a network that helps with nothing has ids, labels and values', () => {
    const network = switches(2, [
      always('not both', (view) => !['switch.0', 'switch.1'].every((id) => view.matches(id, 'on'))),
    ]);
    const [violation] = explore(network).violations;
    expect(briefText(explain(network, violation!), { width: 80 })).toBe(`\
✗ not both is violated after 2 steps (proven shortest)                2 switches
  it is false in this state: switch.0 is in on, switch.1 is in on

Why: switch.1, its state; switch.0, its state
  1  changed  switch.0 is in on, by environment ⇒ switch.0: TOGGLE
  2  changed  switch.1 is in on, by environment ⇒ switch.1: TOGGLE
  No order of these steps helps: not a race.

Steps
 ▸ 1  environment ⇒ switch.0: TOGGLE
 ▸ 2  environment ⇒ switch.1: TOGGLE

At the end
  switch.1        on (since 2; before: off)
  switch.0        on (since 1)
  could be taken  2 steps: environment ⇒ switch.0: TOGGLE (from the start),
                  environment ⇒ switch.1: TOGGLE (from the start)`);
  });
});

describe('words of a network', () => {
  const network = (describe: object) => {
    const { name, componentIds, components, properties } = switches(1, [
      always('off', (view) => view.matches('switch.0', 'off'), {
        sentence: 'The switch is off.',
        section: '7',
        about: () => ({ component: 'switch.0', path: [] }),
      }),
    ]);
    return defineNetwork({
      name,
      components: Object.fromEntries(componentIds.map((id, at) => [id, components[at]!])),
      properties,
      describe,
    });
  };
  const steps = ['environment ⇒ switch.0: TOGGLE'];
  const told = (describe: object) => explain(network(describe), { property: 'off', initial: 0, steps });

  it('are those of the steps', () => {
    const { steps: explained, sentence, section } = told({ step: () => 'somebody toggles it' });
    expect(explained[0]).toMatchObject({ words: 'somebody toggles it', isTold: true });
    expect({ sentence, section }).toEqual({ sentence: 'The switch is off.', section: '7' });
  });

  it('that throw, or are none, are left out, which is said', () => {
    const thrower = told({
      step: () => {
        throw new Error('no words');
      },
    });
    expect(thrower.steps[0]).toMatchObject({ words: steps[0], isTold: false });
    expect(thrower.why.remarks).toContain("`describe.step` of network '1 switches' throws: no words.");
    expect(told({ step: () => 7 }).why.remarks).toContain(
      "`describe.step` of network '1 switches' does not give a text.",
    );
  });

  it('stand on one line, whatever is in them, and do not change what they are told', () => {
    const odd = told({
      step: (step: { component?: string }) => {
        step.component = 'zzz';
        return 'two\n\n✗ lines \u001b[31m';
      },
    });
    expect(odd.steps[0]!.words).toBe('two ✗ lines \\u{1b}[31m');
    expect(told({ step: () => ' ' }).steps[0]).toMatchObject({ words: steps[0], isTold: false });
  });

  it.each<[string, () => never]>([
    ['is none', () => ({ component: 'switch.7', path: [] }) as never],
    [
      'cannot be read',
      () =>
        new Proxy({} as never, {
          get() {
            throw new Error('no variable');
          },
        }),
    ],
  ])('of a property, too, of which `subject` then tells, where what it gives %s', (_, given) => {
    const about = always('off', (view) => view.matches('switch.0', 'off'), { about: given });
    const { why } = explain(switches(1, [about]), { property: 'off', initial: 0, steps });
    expect(why).toMatchObject({
      title: 'switch.0, its state',
      remarks: expect.arrayContaining([
        "`about` of network '1 switches' does not give a component that there is and a path.",
      ]) as unknown,
    });
  });

  it('must be functions', () => {
    expect(() => network({ step: 'somebody toggles it' })).toThrow(
      "The network '1 switches' has a `describe.step` that is a string; give a function.",
    );
    expect(() => network({ steps: () => '' })).toThrow("in its `describe`, has no 'steps'");
  });
});

it('what else the same steps violate is told with them', () => {
  const explanation = explainedFault('core-pool', 'D2', {
    also: [{ property: 'kernel-order of die 0', message: '' }],
  });
  expect(explanation.also).toMatchObject([
    { property: 'kernel-order of die 0', sentence: expect.any(String) as string },
  ]);
  expect(briefText(explanation)).toContain('\n\nAlso violated, by the same steps: kernel-order of die 0');
});

it('a step that fails is told with what is wrong with it, without what a terminal would obey', () => {
  const machine = setup({
    guards: {
      g: () => {
        throw new Error('ouch\n\u001b[31mred');
      },
    },
    delays: { soon: 1 },
  }).createMachine({
    id: 'bomb',
    initial: 'a',
    states: { a: { after: { soon: { guard: 'g', target: 'a' } } } },
  });
  const network = defineNetwork({ name: 'thrown', components: { bomb: { machine } } });
  const text = briefText(explain(network, explore(network).violations[0]!));
  expect(text).toContain("Unable to evaluate guard 'g'");
  expect(text.replaceAll(/\s+/gu, ' ')).toContain('ouch \\u{1b}[31mred');
  // eslint-disable-next-line no-control-regex -- it is about these
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/u);
});

it('who waits has a name of any length', () => {
  const id = `${'long'.repeat(40)}.`;
  const machine = setup({}).createMachine({
    id: 'm',
    initial: 'a',
    states: { a: { on: { GO: 'b' } }, b: { tags: 'rest' } },
  });
  const network = defineNetwork({ name: 'long', components: { [id]: { machine } } });
  const text = briefText(explain(network, explore(network).violations[0]!), { width: 80 });
  expect(text).toContain(`  ${id.slice(0, 33)}…  waits for GO`);
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

describe('what there is no room for', () => {
  const base = explainedFault('core-pool', 'D2', { detourStatesMax: 0 });

  it('of remarks is left out whole: half a sentence may say the opposite', () => {
    const long = `It would be wrong to say ${'that this is so, or '.repeat(15)}that nothing is.`;
    const remarks = ['First.', long, 'Last.'];
    const text = briefText({ ...base, why: { ...base.why, remarks } });
    expect(text).toContain('\n  First.\n  It would be wrong to say');
    expect(text.replaceAll(/\s+/gu, ' ')).toContain(`${long} Last.`);
    const more = briefText({ ...base, why: { ...base.why, remarks: ['First.', long, long, 'Last.'] } });
    expect(more.replaceAll(/\s+/gu, ' ')).toContain(`First. ${long} … Steps`);
    expect(more.split(long.slice(0, 20))).toHaveLength(2);
  });

  it('of rows at the end is left out whole, and what could be taken stays', () => {
    const { why, end } = explainedFault('dispatch-combine', 'A1', { detourStatesMax: 0 });
    const lines = Array.from({ length: 12 }, (_, at) => ({
      part: at,
      words: `row ${at} ${'long '.repeat(22)}END`,
    }));
    const text = briefText({ ...base, why, end: { ...end, lines } });
    const rows = text.slice(text.indexOf('At the end')).split('\n');
    expect(rows.length).toBeLessThanOrEqual(11);
    expect(rows.at(-1)).toMatch(/^ {2}could be taken /);
    expect(rows.at(-2)).toMatch(/END$/);
  });
});

it('shows no control character of the id of a component', () => {
  const id = 'a\u0000\u001b[31m';
  const machine = setup({}).createMachine({
    id: 'm',
    initial: 'off',
    states: { off: { tags: 'rest', on: { GO: 'on' } }, on: { tags: 'rest' } },
  });
  const network = defineNetwork({
    name: 'odd ids',
    components: { [id]: { machine, stimuli: [{ type: 'GO' }] } },
    properties: [always('is off', (view) => view.matches(id, 'off'))],
  });
  const text = briefText(explain(network, explore(network).violations[0]!));
  expect(text).toContain('At the end\n  ');
  expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
});
