/**
 * Where the reference follows a live system and could easily follow another rule. There is one right choice each; the wrong ones are for tests, which
 * must notice them.
 */
export interface Rules {
  /** Which timer of an id `cancel` removes. */
  readonly cancel: 'last' | 'oldest';
  /** When a busy component takes a message that is sent over a `sync` channel. */
  readonly mailbox: 'after its list' | 'at once';
  /** What a lossy queue may lose. */
  readonly loss: 'any' | 'head';
  /** When a monitor that enters a state tagged `violation` is violated. */
  readonly violation: 'when entered' | 'at the end of a step';
  /** Told of each case in which a rule makes a difference, or may make one. */
  readonly onCase?: (what: RuleCase) => void;
}

/** A case that these rules are about. */
export type RuleCase =
  | 'a timer id pending twice'
  | 'a cancel that reached nobody'
  | 'a sync answer to a busy sender'
  | 'nesting of depth 3'
  | 'a loss behind the head'
  | 'an exception';

export const LIVE_RULES: Rules = {
  cancel: 'last',
  mailbox: 'after its list',
  loss: 'any',
  violation: 'when entered',
};
