/** A check too long for every test run. */
export interface DeepCheck {
  /** A word by which it is asked for alone. */
  readonly id: string;
  readonly name: string;
  /** What was measured, in one line. It passed if it told no fault. */
  readonly run: (tell: DeepTelling) => string | Promise<string>;
}

/** What is told of a comparison of many networks: how many there were so far, and in what the latest of them differed, in sentences. */
export type OnCompared = (compared: number, found: readonly string[]) => void;

/** A deep check that compares so many networks tells how far it has come, and in what each of them differs. */
export function tellingOf({ progress, fault }: DeepTelling, networks: number): OnCompared {
  return (compared, found) => {
    progress(`${compared} of ${networks} networks`);
    found.forEach(fault);
  };
}

/** What a deep check tells while it runs, so that it is known also where it is stopped. */
export interface DeepTelling {
  /** How far it has come, in a few words. */
  readonly progress: (progress: string) => void;
  /** A fault, as soon as it is found: a sentence without its full stop. */
  readonly fault: (fault: string) => void;
}
