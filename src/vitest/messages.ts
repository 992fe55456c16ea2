import type { ExpectOptions, Judgement, Question } from './question.js';
import type { Seconds } from './time.js';

/** What the thread is started with that answers a question about a module's network. */
export interface JudgeTask {
  /** The module's file, and what sentences call it. */
  readonly file: string;
  readonly shown: string;
  readonly name: string | undefined;
  readonly question: Question;
  readonly options: ExpectOptions;
  /** The loading of the module included; any number, if left out. */
  readonly seconds: Seconds | undefined;
  readonly cwd: string;
}

/** What it says in the end: an answer, or why there is none. */
export type JudgeReply = ({ readonly judgement: Judgement } | { readonly problem: string }) & {
  /** Those that modules were loaded from; `undefined` if nobody knows. */
  readonly folders: readonly string[] | undefined;
};
