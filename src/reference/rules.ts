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
  /** What is one unit of fairness: a unit as `FairUnit` has it, or all of a component's together. */
  readonly unit: 'each' | 'component';
  /** Whether a timer that is started again, or cancelled, is enabled throughout all the same. */
  readonly restart: 'interrupts' | 'counts as enabled';
  /** Whether a run may end where only the environment, or what fairness owes nothing to, could go on. */
  readonly ends: 'told' | 'forgotten';
  /** Whether a step that leaves everything as it is takes its unit all the same. */
  readonly loop: 'counts' | 'forgotten';
  /** In which order a property is told what waits where nothing has an order: that of texts, or of coming there. */
  readonly waiting: 'by text' | 'as sent';
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
  | 'an exception'
  | 'only an end before what nobody owes'
  | 'a cycle that is fair to a component only'
  | 'a cycle that is fair by a restart only'
  | 'a cycle that is fair by what changes nothing only'
  | 'messages that wait in another order than that of their texts'
  | 'a fair cycle'
  | 'a harmless cycle'
  | 'a stuck component';

export const LIVE_RULES: Rules = {
  cancel: 'last',
  mailbox: 'after its list',
  loss: 'any',
  violation: 'when entered',
  unit: 'each',
  restart: 'interrupts',
  ends: 'told',
  loop: 'counts',
  waiting: 'by text',
};
