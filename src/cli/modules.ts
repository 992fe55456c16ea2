import * as own from '../index.js';
import { chosenExport, exportsOf, exportsThat } from '../load/exports.js';
import type { Exports } from '../load/load-module.js';
import { type ModuleReference, splitReference } from '../load/reference.js';
import type { Session } from './session.js';

/**
 * The one export of a module that is of a kind, or the one that the reference names.
 *
 * @param what names the kind in sentences, for example `network`
 * @throws CheckError when the module cannot be loaded, or has none of the kind, or several
 */
export async function exportOf<T>(
  session: Session,
  reference: string,
  what: string,
  is: (value: unknown) => value is T,
): Promise<T> {
  const parts = split(session, reference);
  const exports = await loaded(session, session.path(parts.path), parts.path);
  return chosenExport(exportsThat(exports, is), parts, what)[1];
}

/** What the module in a file exports. @param shown what sentences call it */
export async function loaded(session: Session, file: string, shown: string): Promise<Exports> {
  session.know({ loading: shown });
  try {
    return await exportsOf(file, shown, { 'cloudmatrix-check': own });
  } finally {
    session.know({ loading: undefined });
  }
}

export function split(session: Session, reference: string): ModuleReference {
  return splitReference(reference, (path) => session.path(path));
}
