import { CommanderError } from 'commander';
import { type Catalogue, messageOf } from '../index.js';
import { EXIT } from './exit-code.js';
import { Interruption } from './interruption.js';
import { type CliIo, isSet } from './io.js';
import { isJsonWanted, jsonError } from './json-error.js';
import { areModulesOnly, withCommand, withFolder } from './arguments.js';
import { buildProgram } from './program.js';
import { Session } from './session.js';

/** Loads a catalogue, which takes time that a command about the user's own modules need not spend. */
export type CatalogueLoader = () => Promise<Catalogue>;

const NOTHING: Catalogue = { families: [], machines: {} };

/**
 * Runs a command to its end.
 *
 * @param args what follows the program's name
 * @param catalogue what the command line offers besides the user's own modules
 * @returns the exit code: 0 holds, 1 violated, 2 wrong usage or input, 3 inconclusive, 70 internal error, 130 interrupted twice
 */
export async function runCli(
  args: readonly string[],
  catalogue: Catalogue | CatalogueLoader,
  io: CliIo,
): Promise<number> {
  const interruption = new Interruption(io);
  try {
    const given = withFolder(args, io);
    const offered =
      typeof catalogue !== 'function' ? catalogue : areModulesOnly(given, io) ? NOTHING : await catalogue();
    const session = new Session(offered, io, interruption.signal, args);
    return await Promise.race([runCommand(given, session), interruption.insisted]);
  } catch (thrown) {
    return explain(thrown, io, isJsonWanted(args));
  } finally {
    interruption.dispose();
  }
}

async function runCommand(given: readonly string[], session: Session): Promise<number> {
  let code: number = EXIT.holds;
  const args = withCommand(given, session.catalogue);
  const finish = (finished: number) => {
    code = finished;
  };
  const program = await buildProgram({ session, args, finish });
  await program.parseAsync([...args], { from: 'user' });
  return code;
}

function explain(thrown: unknown, io: CliIo, isJson: boolean): number {
  const answer = (code: number, message: string) => {
    if (isJson) io.stdout.write(jsonError(message, code));
    return code;
  };
  if (thrown instanceof CommanderError) {
    // Commander has said already what is wrong, and help is not an error.
    if (thrown.exitCode === 0) return EXIT.holds;
    return answer(EXIT.wrongInput, thrown.message.replace(/^error: /, '').replaceAll('\n', ' '));
  }
  const message = messageOf(thrown);
  if (isWrongInput(thrown)) {
    io.stderr.write(`error: ${message}\n`);
    return answer(EXIT.wrongInput, message);
  }
  io.stderr.write(
    `internal error: ${message}\n` +
      'This is a fault of cloudmatrix-check: please report it with the command that you gave (CLOUDMATRIX_CHECK_DEBUG=1 adds where it happened).\n',
  );
  if (isSet(io, 'CLOUDMATRIX_CHECK_DEBUG') && thrown instanceof Error) io.stderr.write(`${thrown.stack}\n`);
  return answer(EXIT.internalError, `internal error: ${message}`);
}

/** A module may throw the CheckError of another copy of this package, which only its name tells. */
function isWrongInput(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'CheckError';
}
