import { realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { CheckError, printable, type TraceFile, type TraceOptions, type TraceOrigin } from '../index.js';
import { replayCommand } from '../report/evidence.js';
import { isModuleReference } from '../load/reference.js';
import { split } from './modules.js';
import type { Session } from './session.js';
import { moduleTarget, type Target, targetOf } from './target.js';

// A trace may come from anybody, and to load a module is to run it. So a trace by itself leads to modules below the present folder
// only, wherever links go; any other must be named by whoever replays it.

/** How `replay`, from the present folder, finds the network of a trace. */
export function traceOrigin(session: Session, { module, reference }: Target): TraceOrigin {
  if (module === undefined) return { reference };
  // Of its own accord it loads no module that is elsewhere: it must be told.
  const replayed = isBelow(session, realpathSync(module.file)) ? {} : { replayNetwork: reference };
  return { reference, module, ...replayed };
}

/** Where the traces of a network are written, and what they say of it. */
export function tracesOf(session: Session, target: Target, traceDir: string): TraceOptions {
  return { traceDir, cwd: session.io.cwd, origin: traceOrigin(session, target) };
}

/**
 * The network that a trace is of.
 *
 * @param file the trace's, as it was given
 * @param named the network that the user names in its place
 * @throws CheckError when it is not found, or when its module is not below the present folder and not named by the user
 */
export async function targetOfTrace(
  session: Session,
  file: string,
  trace: TraceFile,
  named: string | undefined,
): Promise<Target> {
  if (named !== undefined) return targetOf(session, named);
  const { network, module } = trace;
  const isInCatalogue = session.catalogue.families.some(({ name }) => name === network);
  if (module === undefined && (isInCatalogue || !(isModuleReference(network) || isUrl(network)))) {
    return targetOf(session, printable(network));
  }
  const written = split(session, network);
  const name = module === undefined ? written.name : module.export;
  const text = (path: string) => (name === undefined ? path : `${path}#${name}`);
  const folder = dirname(realpathSync(session.path(file)));
  const candidates = [
    ...(module === undefined ? [] : [{ base: folder, path: module.path }]),
    { base: session.io.cwd, path: written.path },
  ];
  for (const { base, path } of candidates) {
    const real = isUrl(path) ? undefined : realFile(resolve(base, path));
    if (real === undefined) continue;
    const shown = fromHere(session, real);
    const reference = text(shown);
    // Where it was found when the trace was written, there may be something else of the same name in the present folder.
    if (!isBelow(session, real)) throw outside(file, reference);
    return moduleTarget(session, real, { path: shown, name }, reference);
  }
  throw new CheckError(
    `There is no module '${printable(written.path)}', which the trace names. Name its network yourself: ${replayCommand(file)} --network <module>`,
  );
}

function outside(file: string, reference: string): CheckError {
  // A command is not shown with characters that a terminal would obey.
  const shown = printable(reference);
  const command =
    shown === reference ? replayCommand(file, reference) : `${replayCommand(file)} --network <module>`;
  return new CheckError(
    `The trace names the module '${shown}', which is not below the present folder: it is not loaded unless you name it. If you trust it: ${command}`,
  );
}

/** Whether a file is in the present folder, or in one below it. */
function isBelow({ io }: Session, real: string): boolean {
  const path = relative(realpathSync(io.cwd), real);
  return path !== '' && path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

/** A path as one writes it in the present folder, so that it is taken for that of a module. */
function fromHere({ io }: Session, real: string): string {
  const path = relative(realpathSync(io.cwd), real);
  return path.startsWith(`..${sep}`) || isAbsolute(path) ? path : `.${sep}${path}`;
}

/** Whatever links lead to; `undefined` if there is no file. */
function realFile(path: string): string | undefined {
  try {
    const real = realpathSync(path);
    return statSync(real).isFile() ? real : undefined;
  } catch {
    return undefined;
  }
}

/** `data:`, `node:`, `https:`, ...; a single letter may be a drive. */
function isUrl(path: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(path);
}
