import type { Command } from 'commander';
import type { Session } from './session.js';

/** What is known when commands are added to the program. */
export interface Invocation {
  readonly session: Session;
  /** What follows the program's name, beginning with the name of a command. */
  readonly args: readonly string[];
  /** Called with the exit code of the command that was run. */
  readonly finish: (code: number) => void;
}

/** A file of `commands`: it adds its command to the program, or several that are alike. */
export interface CommandModule {
  readonly add: (program: Command, invocation: Invocation) => void;
}
