import type { KvTransferFault } from './fault.js';
import { acknowledgedOrTimedOut } from './faults/acknowledged-or-timed-out.js';
import { deadInHandshake } from './faults/dead-in-handshake.js';
import { drainedNeverComes } from './faults/drained-never-comes.js';
import { freedAtAbort } from './faults/e1-freed-at-abort.js';
import { deadPeerEndsTheThread } from './faults/e4-dead-peer-ends-the-thread.js';
import { evictsInFull } from './faults/evicts-in-full.js';
import { expiryAndCompletion } from './faults/expiry-and-completion.js';
import { finishedSendingUnseen } from './faults/finished-sending-unseen.js';
import { firstFailureEndsTheBatch } from './faults/first-failure-ends-the-batch.js';
import { firstOfSeveralHandles } from './faults/first-of-several-handles.js';
import { freedByALostMessage } from './faults/freed-by-a-lost-message.js';
import { newestCallFirst } from './faults/newest-call-first.js';
import { notifiedBeforeData } from './faults/notified-before-data.js';
import { renewalLate } from './faults/renewal-late.js';
import { returnedCallHasEnded } from './faults/returned-call-has-ended.js';
import { saidToBeDead } from './faults/said-to-be-dead.js';
import { staleEndpoint } from './faults/stale-endpoint.js';
import { strandedAtPrefill } from './faults/stranded-at-prefill.js';
import { uncheckedRecord } from './faults/unchecked-record.js';

/** Bugs of kv-transfer by id; the first is the canary of `check`. */
export const faults: Readonly<Record<string, KvTransferFault>> = {
  E1: freedAtAbort,
  E4: deadPeerEndsTheThread,
  'notified-before-data': notifiedBeforeData,
  'first-failure': firstFailureEndsTheBatch,
  'first-handle': firstOfSeveralHandles,
  'returned-call': returnedCallHasEnded,
  'drained-never-comes': drainedNeverComes,
  'lost-message': freedByALostMessage,
  'acknowledged-or-timed-out': acknowledgedOrTimedOut,
  'expiry-and-completion': expiryAndCompletion,
  'evicts-in-full': evictsInFull,
  'finished-unseen': finishedSendingUnseen,
  'renewal-late': renewalLate,
  'stale-endpoint': staleEndpoint,
  'unchecked-record': uncheckedRecord,
  'said-to-be-dead': saidToBeDead,
  'dead-in-handshake': deadInHandshake,
  'stranded-at-prefill': strandedAtPrefill,
  'newest-call-first': newestCallFirst,
};
