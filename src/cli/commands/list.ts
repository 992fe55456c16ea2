import {
  faultsJson,
  faultsText,
  machinesJson,
  machinesText,
  networksJson,
  networksText,
} from '../../report/listing.js';
import { EXIT } from '../exit-code.js';
import type { Session } from '../session.js';

/** What can be listed. */
export const LISTS = ['networks', 'faults', 'machines'] as const;

export function list(session: Session, what: (typeof LISTS)[number], isJson: boolean): number {
  const { catalogue, colours } = session;
  const [json, text] = {
    networks: [networksJson, networksText] as const,
    faults: [faultsJson, faultsText] as const,
    machines: [machinesJson, machinesText] as const,
  }[what];
  session.printEither(isJson, json(catalogue), () => text(catalogue, colours, session.tableWidth));
  return EXIT.holds;
}
