import { labelOf, type Step } from '../../network/step.js';
import type { EncodedReaction } from './encoded-reaction.js';
import { hashText } from '../store/hash.js';
import { CRASH, STIMULUS, TIMER } from '../steps/successors.js';

/**
 * A step that a component can take by itself: a timer, a stimulus, a crash. Its label, hash and answer are worked out when they are needed
 * first: a timer that is pending need not fire in this local state.
 */
export class LocalStep {
  private knownLabel: string | undefined;
  private knownHash: number | undefined;
  private knownAnswer: EncodedReaction | undefined;

  constructor(
    readonly step: Step & { readonly kind: OwnStepKind },
    /** Of one component: equal exactly for what is the same step in two local states. */
    readonly identity: string,
    private readonly ask: () => EncodedReaction,
  ) {}

  get kind(): OwnStepKind {
    return this.step.kind;
  }

  /** The kind as it stands in `Successors`. */
  get number(): number {
    return NUMBERS[this.step.kind];
  }

  get label(): string {
    return (this.knownLabel ??= labelOf(this.step));
  }

  /** A hash of the step's identity that does not depend on the order of discovery. */
  get hash(): number {
    return (this.knownHash ??= hashText(this.identity));
  }

  /** The answer, if it has been asked for. */
  get answerIfKnown(): EncodedReaction | undefined {
    return this.knownAnswer;
  }

  get answer(): EncodedReaction {
    return (this.knownAnswer ??= this.ask());
  }
}

const NUMBERS = { timer: TIMER, stimulus: STIMULUS, crash: CRASH } as const;

type OwnStepKind = 'timer' | 'stimulus' | 'crash';
