import { CheckError, exportDot, exportMermaid, exportStately, suggestion } from '../index.js';
import { isMachine } from '../load/kinds.js';
import { isModuleReference } from '../load/reference.js';
import { exportOf } from './modules.js';
import type { Session } from './session.js';

const EXPORTS = { stately: exportStately, mermaid: exportMermaid, dot: exportDot } as const;

/** What a chart can be exported as; the first, unless another is asked for. */
export const CHART_FORMATS = Object.keys(EXPORTS) as (keyof typeof EXPORTS)[];

/**
 * The chart of a machine as text.
 *
 * @param reference a name of the catalogue, or a module
 * @throws CheckError for what is neither, and for a format that charts do not have
 */
export async function chartAs(
  session: Session,
  reference: string,
  format: string = CHART_FORMATS[0]!,
): Promise<string> {
  const { machines } = session.catalogue;
  const known = Object.hasOwn(machines, reference) ? machines[reference] : undefined;
  if (known === undefined && !isModuleReference(reference)) {
    const names = Object.keys(machines);
    throw new CheckError(
      `There is no machine '${reference}'. There are ${names.join(', ')}; or give the path of a module that exports one, or of a trace.${suggestion(reference, names)}`,
    );
  }
  const write = CHART_FORMATS.find((name) => name === format);
  if (write === undefined)
    throw new CheckError(`A chart cannot be exported as '${format}'; use ${CHART_FORMATS.join(', ')}.`);
  const machine = known ?? (await exportOf(session, reference, 'machine', isMachine));
  return EXPORTS[write](machine, known === undefined ? machine.id : reference);
}
