/** A source of what is not context and event, or something that goes on after the answer. */
export type Kind = 'input' | 'effect';
/** Throws if it has something against the call. `isExempt` is asked only if it has. */
export type Refuse = (kind: Kind, source: string, isExempt?: () => boolean) => void;
/** Does something for which nothing is refused. */
export type Exempt = <T>(act: () => T) => T;
