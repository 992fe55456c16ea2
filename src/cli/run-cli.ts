import { CommanderError } from 'commander';
import { type Catalogue, messageOf } from '../index.js';
import { EXIT } from './exit-code.js';
import { Interruption } from './interruption.js';
import { type CliIo, isSet } from './io.js';
import { isJsonWanted, jsonError } from './json-error.js';
import { buildProgram, withCommand } from './program.js';
import { Session } from './session.js';

/**
 * Runs a command to its end.
 *
 * @param args what follows the program's name
 * @returns the exit code: 0 holds, 1 violated, 2 wrong usage or input, 3 inconclusive, 70 internal error, 130 interrupted twice
 */
export async function runCli(args: readonly string[], catalogue: Catalogue, io: CliIo): Promise<number> {
  const interruption = new Interruption(io);
  try {
    const session = new Session(catalogue, io, interruption.signal);
    return await Promise.race([runCommand(args, session), interruption.insisted]);
  } catch (thrown) {
    return explain(thrown, io, isJsonWanted(args));
  } finally {
    interruption.dispose();
  }
}

async function runCommand(given: readonly string[], session: Session): Promise<number> {
  let code: number = EXIT.holds;
  const args = withCommand(given, session);
  const program = buildProgram(session, args, (finished) => {
    code = finished;
  });
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
