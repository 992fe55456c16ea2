// Each network as it should be, and with its bug. `network(...)` names one by its module: it is checked in a thread of its own.

import { network } from 'cloudmatrix-check/vitest';
import { describe, expect, it } from 'vitest';
import { election } from './election.network.js';

const of = (reference: string) => network(import.meta.url, reference);

describe('reconnect', () => {
  it('holds', () => expect(of('./reconnect.network.ts#reconnect')).toHold({ seconds: 20 }));
  it('must look at the session of an answer', () =>
    expect(of('./reconnect.network.ts#hasty')).toViolate('both speak of one session'));
});

describe('payment', () => {
  it('holds', () => expect(of('./payment.network.ts#payment')).toHold({ seconds: 20 }));
  it('must be refunded', () =>
    expect(of('./payment.network.ts#forgetful')).toViolate('nobody pays for nothing'));
});

describe('election', () => {
  // A network at hand is as good; it is checked in this thread, in slices.
  it('holds', () => expect(election).toHold({ seconds: 20 }));
  it('comes to a leader', () => expect(election).toReach('there is a leader'));
  it('must not forget a vote', () =>
    expect(of('./election.network.ts#amnesia')).toViolate('at most one leader'));
});
