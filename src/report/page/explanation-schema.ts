import type { z as Zod } from 'zod';
import type { Explanation } from '../../counterexample/explain/explanation.js';
import type { Minimality } from '../../property/violation.js';

const MINIMALITIES: Readonly<Record<Minimality, true>> = {
  'proven shortest': true,
  'locally minimal': true,
  shortened: true,
  'as found': true,
  'shortest stem, locally minimal cycle': true,
  'shortest stem, shortened cycle': true,
};

/** What an explanation of a counterexample looks like in JSON: `Explanation`, which says what each part means. */
export function explanationSchema(z: typeof Zod): Zod.ZodType<Explanation> {
  const text = z.string();
  const count = z.int().nonnegative();
  const numbers = z.array(count);
  const event = z.looseObject({ type: text }) as unknown as Zod.ZodType<
    Explanation['messages'][number]['event']
  >;
  const json = z.json() as unknown as Zod.ZodType<null>;
  const claim = { property: text, sentence: text.nullable(), section: text.nullable(), message: text };

  const machineState = z.strictObject({
    state: json,
    context: z.record(text, json),
    timers: z.array(text),
    history: z.record(text, z.array(text)).exactOptional(),
    actors: z.record(text, z.strictObject({ isOver: z.boolean(), tells: z.array(event) })).exactOptional(),
    crashes: z.int().positive().exactOptional(),
    isDown: z.boolean(),
    isDone: z.boolean(),
  });
  const change = z.union([
    z.tuple([count, z.array(text), json]).describe('part, path, new value'),
    z.tuple([count, z.array(text)]).describe('part, path of what is gone'),
  ]);
  const step = z.strictObject({
    n: z.int().positive(),
    kind: z.enum(['deliver', 'drop', 'duplicate', 'timer', 'stimulus', 'crash']),
    from: count.nullable(),
    to: count,
    lane: text,
    event: event.nullable(),
    timer: text.nullable(),
    label: text,
    words: text,
    isTold: z.boolean(),
    participants: numbers,
    within: z.array(z.strictObject({ from: count, to: count, event })),
    sends: numbers,
    receives: count.nullable(),
    causes: numbers,
    enabled: count,
    delta: z.array(change),
    observed: z.array(z.strictObject({ component: z.int().min(-1), event })),
    isAside: z.boolean(),
  });
  const fold = z.strictObject({
    first: z.int().positive(),
    last: z.int().positive(),
    words: text,
    group: text.nullable(),
    isKey: z.boolean(),
    get inner() {
      return z.array(fold).optional();
    },
  });
  const missed = z.strictObject({ label: text, words: text, actor: count, since: count });
  const detour = z.strictObject({
    before: z.int().positive(),
    labels: z.array(text),
    words: z.array(text),
    isWithoutLast: z.boolean(),
    actors: numbers,
    states: count,
    missed: missed.nullable(),
  });
  const waitEdge = z.strictObject({
    component: count,
    state: text,
    on: numbers,
    words: text,
    since: count,
    isInCircle: z.boolean(),
  });
  const why = z.strictObject({
    kind: z.enum(['cell', 'waits', 'monitor', 'margin', 'lasso', 'step']),
    title: text,
    subject: z.strictObject({ part: count, path: z.array(text), name: text }).nullable(),
    lines: z.array(z.strictObject({ n: count.nullable(), kind: text, words: text })),
    pivot: z.int().positive().nullable(),
    detour: detour.nullable(),
    searched: z.strictObject({ states: count, isComplete: z.boolean(), isEndless: z.boolean() }).nullable(),
    circle: z.array(waitEdge),
    remarks: z.array(text),
  });

  return z.strictObject({
    network: text,
    ...claim,
    outcome: z.enum(['violated', 'reached']),
    also: z.array(z.strictObject(claim)),
    faults: z.array(z.strictObject({ id: text, title: text, link: text })),
    minimality: z.enum(Object.keys(MINIMALITIES) as Minimality[]),
    loop: count.nullable(),
    components: z.array(
      z.strictObject({
        id: text,
        machine: text,
        group: z.array(text),
        partOf: count.nullable(),
        hasOneState: z.boolean(),
      }),
    ),
    monitors: z.array(z.strictObject({ property: text, machine: text })),
    channels: z.array(
      z.strictObject({
        from: count,
        to: count,
        lane: text,
        kind: z.enum(['fifo', 'bag', 'set']),
        label: text,
      }),
    ),
    messages: z.array(
      z.strictObject({
        channel: count,
        event,
        sent: count,
        taken: z.int().positive().nullable(),
        isLost: z.boolean(),
      }),
    ),
    initial: z.array(z.union([machineState, z.strictObject({ waiting: numbers })])),
    steps: z.array(step),
    folds: z.array(fold),
    key: numbers,
    why,
    end: z.strictObject({
      enabled: z.array(text),
      enabledSince: z
        .array(count)
        .describe('by `enabled`: the step after which it could be taken ever since; 0: from the start'),
      waiting: z.array(z.strictObject({ channel: text, event, since: count })),
      lines: z.array(z.strictObject({ part: count, words: text })),
    }),
  }) as unknown as Zod.ZodType<Explanation>;
}
