/**
 * Goal: what a context holds of the actors that `spawn` gives is all that states differ in, and what would tell more is refused. Method: charts that hold an actor, explored
 * and refused, each form in a small chart. That they come to what live systems come to is tested in invoked-actors.test.ts.
 */
import { describe, expect, it } from 'vitest';
import {
  type AnyStateMachine,
  assign,
  createMachine,
  emit,
  enqueueActions,
  raise,
  sendTo,
  stopChild,
} from 'xstate';
import { always, briefText, defineNetwork, explain, explore } from '../../src/index.js';
import { canonicalKey, inspectPlain } from '../../src/network/canonical.js';
import { actorReference } from '../../src/network/actor-reference.js';
import { Interner } from '../../src/engine/store/interner.js';
import { TextCanon } from '../../src/reference/text-canon.js';
import { expectAgreement } from '../support/agreement.js';
import { ON_GO, refusal } from '../support/refusal.js';

interface Held {
  readonly held: unknown;
}
type Given = { readonly spawn: (source: unknown, options?: object) => unknown; readonly context: Held };

const spawning = (options: object = { id: 'job' }) =>
  assign({ held: ({ spawn }: Given) => spawn('work', options) } as never);
const heldOf = ({ context }: { readonly context: unknown }) => (context as Held).held as never;

const HAIL = sendTo(heldOf, { type: 'HELLO' } as never);

const machine = (actions: unknown, rest: object = {}): AnyStateMachine =>
  createMachine({
    id: 'm',
    context: { held: null, n: 0 },
    initial: 'a',
    states: { a: { tags: 'rest', on: { GO: { actions: actions as never } } } },
    ...rest,
  } as never);

const actors = { work: { outputs: ['done'] } };
const refused = (actions: unknown, rest: object = {}) => refusal(machine(actions, rest), { actors });

describe('a machine that holds an actor', () => {
  const network = defineNetwork({
    name: 'held',
    components: {
      it: {
        machine: machine([stopChild(heldOf), spawning()]),
        actors,
        stimuli: [{ type: 'GO' }],
      },
    },
    properties: [always('holds none', (view) => view.context<Held>('it').held === null)],
  });

  it('has a state for each of: none yet, one that runs, one that is over', () => {
    const result = explore(network, { afterViolation: 'continue' });
    expect(result).toMatchObject({ states: 3, verdict: 'violated' });
    expect(result.violations).toMatchObject([{ property: 'holds none' }]);
    expectAgreement(network);
  });

  it('is told of by the id of the actor', () => {
    const result = explore(network);
    expect(briefText(explain(network, result.violations[0]!))).toContain("actor 'job'");
    expect(JSON.stringify({ held: actorReference('job') })).toBe('{"held":{"xstate$$type":1,"id":"job"}}');
  });

  it('may send to it, however it stands with the actor, and stop what there is none of', () => {
    const hailing = machine([stopChild(heldOf), spawning(), HAIL], {
      on: {
        END: { actions: stopChild(heldOf) },
        HAIL: { guard: holds, actions: HAIL },
      },
    });
    const stimuli = ['GO', 'END', 'HAIL'].map((type) => ({ type }));
    const each = defineNetwork({
      name: 'hailing',
      components: { it: { machine: hailing, actors, stimuli } },
    });
    expect(explore(each)).toMatchObject({ verdict: 'holds', states: 4 });
    expectAgreement(each);
  });
});

const holds = ({ context }: { readonly context: unknown }) => (context as Held).held !== null;

describe('is refused', () => {
  it('an actor without an id, or with what others could address or read it by', () => {
    expect(refused(spawning({}))).toBe(
      `${ON_GO} spawns the actor 'work' without an id. Give it one as the second argument, as in { id: 'work' }.`,
    );
    expect(refused(spawning({ id: 'job', systemId: 'job' }))).toMatch(
      /spawns the actor 'work' with a `systemId`/,
    );
    expect(refused(spawning({ id: 'job', syncSnapshot: true }))).toMatch(/'work' with `syncSnapshot`/);
    expect(refused(spawning({ id: 5 }))).toMatch(/'work' with the id 5/);
  });

  it('a second one of an id that runs', () => {
    expect(refused(spawning())).toMatch(/starts an actor 'job' while another one of this id runs/);
  });

  it('a reference to one that is gone beside another one of its id', () => {
    const both = assign({
      held: ({ spawn, context }: Given) => [context.held, spawn('work', { id: 'job' })],
    } as never);
    expect(refused([stopChild('job'), both])).toBe(
      `${ON_GO} keeps a reference to an actor 'job' (context.held[0][1]) as it starts another one of this id. ` +
        'Take it out of the context where the actor is stopped, or give each an `id` of its own.',
    );
    const invoked = machine(spawning(), {
      states: {
        a: { on: { GO: { target: 'b', actions: [spawning(), stopChild('job')] } } },
        b: { invoke: { id: 'job', src: 'work' } },
      },
    });
    expect(refusal(invoked, { actors })).toMatch(/keeps a reference to an actor 'job' \(context\.held\)/);
  });

  it('a look at the actor, be it new or not', () => {
    const looking = assign({
      n: ({ context }: Given) => String((context.held as { getSnapshot(): unknown }).getSnapshot()),
    } as never);
    const reads =
      "reads getSnapshot() of the actor 'job', so that its behaviour is not a function of context and event";
    expect(refused([spawning(), looking])).toContain(reads);
    const later = machine(spawning(), {
      states: {
        a: { on: { GO: { target: 'b', actions: spawning() } } },
        b: { on: { GO: { actions: looking } } },
      },
    });
    expect(refusal(later, { actors })).toContain(reads);
  });

  it.each([
    [
      'emitted',
      emit(({ context }: { context: unknown }) => ({ type: 'E', of: (context as Held).held }) as never),
    ],
    [
      'raised later',
      raise(({ context }: { context: unknown }) => ({ type: 'E', of: (context as Held).held }) as never, {
        delay: 5,
      }),
    ],
    [
      'sent',
      sendTo(({ system }) => system.get('it'), (({ context }: { context: unknown }) => ({
        type: 'E',
        of: [(context as Held).held],
      })) as never),
    ],
  ])('an event with an actor in it that is %s', (_, action) => {
    expect(refused([stopChild(heldOf), spawning(), action])).toMatch(
      /^The event E of component 'it'\.of(?:\[0\])? holds a reference to an actor; /,
    );
  });

  it('one that nobody tells of', () => {
    expect(refusal(machine(spawning()), { actors: {} })).toContain(
      "spawns an actor ('work') by `spawn` in an assign.",
    );
  });
});

it('an actor of another name than any in the chart may be told of where `spawn` may give it', () => {
  const inline = enqueueActions(({ enqueue }) => {
    enqueue.stopChild(heldOf);
    enqueue.assign({ held: ({ spawn }: Given) => spawn(createMachine({}), { id: 'inline' }) } as never);
  });
  const each = defineNetwork({
    name: 'inline',
    components: { it: { machine: machine(inline), actors: { inline: {} }, stimuli: [{ type: 'GO' }] } },
  });
  expect(explore(each)).toMatchObject({ verdict: 'holds', states: 2 });
});

describe('references as data', () => {
  const job = actorReference('job');
  const plain = { id: 'job' };

  it('are one object for one id, and equal to nothing else', () => {
    expect(actorReference('job')).toBe(job);
    for (const canon of [new Interner(), new TextCanon()]) {
      const form = canon.canonical({ a: job, b: [job], c: plain }, 'value');
      expect(form).toEqual({ a: job, b: [job], c: plain });
      expect([form.a, form.b[0]]).toEqual([job, job]);
      expect(form.a).toBe(form.b[0]);
      expect(form.c).not.toBe(form.a);
      expect(canon.canonical(job, 'value')).toBe(job);
    }
    expect(canonicalKey(job, 'value')).not.toBe(canonicalKey(plain, 'value'));
    expect(inspectPlain({ a: job })).toBe("{a: actor 'job'}");
  });

  it('have numbers of their own, also where something else stood or stands in their place', () => {
    const interner = new Interner();
    const held = interner.canonical({ a: job, b: { a: job } }, 'value');
    const other = interner.canonical({ a: plain, b: { a: plain } }, 'value', held);
    expect(other).toEqual({ a: plain, b: { a: plain } });
    expect(interner.canonical({ a: job, b: { a: job } }, 'value', other)).toBe(held);
    expect(interner.number([job])).not.toBe(interner.number([plain]));
    expect(interner.number([job])).not.toBe(interner.number([actorReference('other')]));
  });
});
