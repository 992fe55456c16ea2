import { assertEvent, assign, emit, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Grow, Grown } from './decode-page-messages.js';
import { type Attempt, attemptOf, type Finished, type Halt, isSame, type Token } from './request-messages.js';

/** The KV of an attempt is there: it may join at the next token boundary. */
export interface Ready extends Attempt {
  readonly type: 'READY';
  /** Id of who is told that it has joined, and that it has left. */
  readonly reader: string;
  /** Pages that it will need beyond those of its prompt. */
  readonly growth: number;
}

/** An attempt is not to be decoded any more. */
export interface Drop extends Attempt {
  readonly type: 'DROP';
}

export interface Joined extends Attempt {
  readonly type: 'JOINED';
}

/** An attempt is out of the batch. */
export interface LeftBatch extends Attempt {
  readonly type: 'LEFT_BATCH';
}

export interface LoopInput {
  /** Answer tokens of a request. */
  readonly tokens: number;
  /** Tokens of a prompt that no transfer brings: they are computed in its first step. */
  readonly tail: number;
  /** Draft tokens of a decode step (docs/paper/facts.md 7). */
  readonly drafts: number;
}

export interface Member extends Attempt {
  readonly reader: string;
  /** Tokens that it has made. */
  readonly made: number;
  /** Pages that it still needs before it can make another one: it has used up those of its prompt. */
  readonly growth: number;
  readonly isDropped: boolean;
}

export interface LoopContext extends LoopInput {
  readonly joining: readonly Ready[];
  readonly batch: readonly Member[];
}

/** How a step is run: as the captured graph of a decode step, in which each member has as many tokens as there are drafts and one, or as any other batch. */
type StepPath = 'graph' | 'eager';

export interface StepRun {
  readonly type: 'STEP_RUN';
  readonly path: StepPath;
  readonly members: readonly (Attempt & {
    /** Its tail is computed in this step. */
    readonly isPrefill: boolean;
  })[];
}

/** A step begins, with these in the batch. */
export interface StepBegun {
  readonly type: 'STEP_BEGUN';
  readonly members: readonly Attempt[];
}

type LoopEvent = Ready | Drop | Grown | Halt;

/** A member that needs a page before its next token. */
export const isStalled = ({ made, growth }: Member): boolean => made > 0 && growth > 0;

/**
 * The main thread of a decode node (docs/paper/facts.md 3 and 9): step after step it makes a token for each member of its batch. Who is ready joins at a
 * token boundary, and who has ended leaves at one. It waits for nobody: pages, prefill and transfer are the business of the background thread.
 *
 * It knows the `pages` of its node, and the global `scheduler`.
 */
export const decodeLoop = setup({
  types: {} as {
    context: LoopContext;
    input: LoopInput;
    events: LoopEvent;
    emitted: StepRun | StepBegun;
    tags: 'rest';
  },
  guards: {
    isEmpty: ({ context }) => context.batch.length === 0,
    /** All members are past their prompts. */
    isDecodeBatch: ({ context }) => context.batch.every(({ made }) => made > 0),
  },
  delays: { step: 1 },
  actions: {
    noteReady: assign({
      joining: ({ context, event }) => {
        assertEvent(event, 'READY');
        return [...context.joining, event];
      },
    }),
    drop: assign(({ context, event }) => {
      assertEvent(event, 'DROP');
      return {
        joining: context.joining.filter((each) => !isSame(each, event)),
        batch: context.batch.map((each) => (isSame(each, event) ? { ...each, isDropped: true } : each)),
      };
    }),
    noteGrown: assign({
      batch: ({ context, event }) => {
        assertEvent(event, 'GROWN');
        return context.batch.map((each) =>
          isSame(each, event) ? { ...each, growth: each.growth - 1 } : each,
        );
      },
    }),
    tellBegun: emit(({ context }) => ({
      type: 'STEP_BEGUN' as const,
      members: context.batch.map(attemptOf),
    })),
    tellGraph: emit(({ context }) => stepRun(context, 'graph')),
    tellEager: emit(({ context }) => stepRun(context, 'eager')),
    sendTokens: enqueueActions(({ context, enqueue }) => {
      for (const member of context.batch) {
        if (member.isDropped || isStalled(member)) continue;
        const of = attemptOf(member);
        const index = member.made;
        enqueue.sendTo(componentRef('scheduler'), {
          type: 'TOKEN',
          ...of,
          index,
          of: member.request,
        } satisfies Token);
        if (index + 1 < context.tokens) continue;
        enqueue.sendTo(componentRef('scheduler'), { type: 'FINISHED', ...of } satisfies Finished);
      }
    }),
    countTokens: assign({
      batch: ({ context }) =>
        context.batch.map((each) => (isStalled(each) ? each : { ...each, made: each.made + 1 })),
    }),
    letLeave: enqueueActions(({ context, enqueue }) => {
      for (const member of context.batch) {
        if (!member.isDropped && member.made < context.tokens) continue;
        enqueue.sendTo(componentRef(member.reader), {
          type: 'LEFT_BATCH',
          ...attemptOf(member),
        } satisfies LeftBatch);
      }
    }),
    remove: assign({
      batch: ({ context }) =>
        context.batch.filter(({ isDropped, made }) => !isDropped && made < context.tokens),
    }),
    askForPages: enqueueActions(({ context, enqueue }) => {
      for (const member of context.batch) {
        if (!isStalled(member)) continue;
        enqueue.sendTo(componentRef('pages'), { type: 'GROW', ...attemptOf(member) } satisfies Grow);
      }
    }),
    tellJoined: enqueueActions(({ context, enqueue }) => {
      for (const each of context.joining) {
        enqueue.sendTo(componentRef(each.reader), {
          type: 'JOINED',
          ...attemptOf(each),
        } satisfies Joined);
      }
    }),
    join: assign(({ context }) => ({
      batch: [
        ...context.batch,
        ...context.joining.map(({ reader, growth, ...rest }): Member => ({
          ...attemptOf(rest),
          reader,
          growth,
          made: 0,
          isDropped: false,
        })),
      ],
      joining: [],
    })),
  },
}).createMachine({
  id: 'decode-loop',
  context: ({ input }) => ({ ...input, joining: [], batch: [] }),
  on: { HALT: '.dead' },
  initial: 'idle',
  states: {
    idle: {
      description: 'Nobody is in the batch.',
      tags: 'rest',
      on: { READY: { target: 'stepping', actions: ['noteReady', 'tellJoined', 'join'] } },
    },
    stepping: {
      description:
        'A step of the batch; at its end, a token boundary, who has ended leaves and who is ready joins (docs/paper/facts.md 3).',
      entry: 'tellBegun',
      always: { guard: 'isEmpty', target: 'idle' },
      on: {
        READY: { actions: 'noteReady' },
        DROP: { actions: 'drop' },
        GROWN: { actions: 'noteGrown' },
      },
      after: {
        step: [
          {
            guard: 'isDecodeBatch',
            target: 'stepping',
            reenter: true,
            actions: [
              'tellGraph',
              'sendTokens',
              'countTokens',
              'letLeave',
              'remove',
              'askForPages',
              'tellJoined',
              'join',
            ],
          },
          {
            target: 'stepping',
            reenter: true,
            actions: [
              'tellEager',
              'sendTokens',
              'countTokens',
              'letLeave',
              'remove',
              'askForPages',
              'tellJoined',
              'join',
            ],
          },
        ],
      },
    },
    dead: { description: 'The node has died, and all who gave it work with it.', tags: 'rest' },
  },
});

const stepRun = ({ batch }: LoopContext, path: StepPath): StepRun => ({
  type: 'STEP_RUN',
  path,
  members: batch
    .filter(({ isDropped }) => !isDropped)
    .map((member) => ({ ...attemptOf(member), isPrefill: member.made === 0 })),
});
