/**
 * The conditions under which a step, or a choice, is taken alone (docs/trust.md, "Steps that are taken alone"), each of which a test can leave out, to see that the comparison with
 * the unreduced search notices. The product leaves out none.
 */
export const CONDITIONS = [
  /** The step, and all that it brings about synchronously, is enabled and does not fail in whatever may happen before it. */
  'enabled',
  /** The step changes something, other than in a monitor that hears it as a step. */
  'progress',
  /** All of that holds of each step of a choice. */
  'each of a choice',
  /** The step and each other one leave the same local state, whichever comes first. */
  'same state',
  /** They send and show the same, whichever comes first, or (a *join*) whoever comes second does the same more. */
  'same effects',
  /** What a join adds is the last thing that happens in its step. */
  'join order',
  /** A message of theirs does not change places with one in the same queue. */
  'queue order',
  /** What is not handled before the step is not handled after it. */
  'failures',
  /** What a step does before a call that nobody takes may fail all the same, and is heard of a step that fails. */
  'attempts',
  /** A step that is a stimulus, or owed nothing, is not taken alone where the ends of runs are judged. */
  'ends',
  /** No state that is looked for is lost: of predicates. */
  'predicates',
  /** Predicates that read channels which the step, or what happens before it, changes. */
  'channels in predicates',
  /** Observations commute. */
  'monitors',
  /** So do those that the step shows when it has shown others. */
  'all that is shown',
  /** Steps are observations of the monitors that hear them. */
  'heard steps',
  /** What a join adds is shown before the step to which it is added is heard as such, and after the other one is. */
  'heard before what is added',
  /** A message that is lost, or comes again, by a step that is heard. */
  'heard losses',
  /** A chain of steps taken alone that closes has a state that is expanded in full. */
  'cycles',
  /** Two of a component's messages under way are told apart from one: messages of the first sender may come while the second has not sent (see `Pairs`). */
  'pairs',
  /** What was shown in one state is taken to hold in another one only if its local states are among those that were found to be ahead; */
  'local states in scope',
  /** and what waits in its channels is among what may arrive; */
  'messages in scope',
  /** and what several components may come to together was found from where they are in it; */
  'situations in scope',
  /** and monitors are in what was looked at, and channels that predicates read have what they had. */
  'cells in scope',
  /** States taken alone are looked at again when more is known. */
  'revalidation',
  /** Those whose step was taken without a certificate are looked at, too. */
  'certified at last',
  /** A step happens as soon as its *first* synchronous receiver takes part; dropped: only if all do. */
  'rendezvous',
] as const;
export type Condition = (typeof CONDITIONS)[number];

/** Conditions that are left out. @testonly the product leaves out none */
export type Dropped = ReadonlySet<Condition>;
