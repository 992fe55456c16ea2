import type { AnyEventObject } from 'xstate';
import type {
  Checked,
  Get,
  Located,
  Missed,
  NotStarted,
  PutEnd,
  PutStart,
  Release,
  Started,
} from '../../cache/cache-protocol.js';

type Said = Get | Located | Missed | Release | Checked | PutStart | Started | NotStarted | PutEnd;

/** What an SDK and a server say to each other, where it takes its time and may be lost; `undefined` of anything else. */
export function saidText(message: AnyEventObject): string | undefined {
  const said = message as unknown as Said;
  switch (said.type) {
    case 'GET':
      return `the question for the address of ${said.key} (read ${said.read})`;
    case 'ADDRESS':
      return `the answer to read ${said.read}: it is slot ${said.address.slot} of ${said.address.server.replace('.', ' ')}`;
    case 'MISS':
      return `the answer to read ${said.read}: it is not to be had`;
    case 'RELEASE':
      return `the word that slot ${said.slot} has been read (read ${said.read})`;
    case 'VALID':
      return `the word that what read ${said.read} was given was kept in its place`;
    case 'EXPIRED':
      return `the word that what read ${said.read} was given was not kept in its place`;
    case 'PUT_START':
      return `the question for space for ${said.key} (put ${said.put})`;
    case 'STARTED':
      return `the answer to put ${said.put}: it has slot ${said.address.slot} of ${said.address.server.replace('.', ' ')}`;
    case 'THERE':
      return `the answer to put ${said.put}: the block is there`;
    case 'NO_SPACE':
      return `the answer to put ${said.put}: there is no space`;
    case 'PUT_END':
      return `the end of put ${said.put}`;
    case 'PUT_REVOKE':
      return `the word that put ${said.put} is given up`;
    default:
      return undefined;
  }
}
