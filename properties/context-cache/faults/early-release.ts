import { raise } from 'xstate';
import type { PutStart } from '../../../machines/cache/cache-protocol.js';
import { slotOf } from '../../../machines/cache/dram-tier.js';
import type { ServerContext } from '../../../machines/cache/server-context.js';
import type { ContextCacheFault } from '../fault.js';

interface Given {
  readonly context: ServerContext;
  readonly event: PutStart;
}

/** The put that is overtaken is given up after a time, as if its client had told so. */
const releaseLater = raise(
  ({ context: { tier }, event: { key, from } }: Given) =>
    ({ type: 'PUT_REVOKE', key, put: tier.slots[slotOf(tier, key)]!.put, from }) as never,
  { delay: 1, id: 'release' },
);

/** What is discarded is released after a time that is thought to be long enough, and nothing keeps a transfer from taking longer. */
export const earlyRelease: ContextCacheFault = {
  title: 'the space of an overtaken put is released after a time, though its write may not have ended',
  link: 'https://github.com/kvcache-ai/Mooncake/issues/975',
  property: 'released-after-its-writer of server.0',
  configuration: { instances: 1, timeouts: 1 },
  patch: {
    chart: {
      'mp-server': (chart) => {
        const puts = chart.states!.serving!.states!.puts!;
        const answers = puts.on!.PUT_START as { actions: unknown; guard?: unknown }[];
        answers.find(({ guard }) => guard === 'isOvertaken')!.actions = [releaseLater, 'discard', 'charge'];
        // The put may have ended by itself.
        const revoked = puts.on!.PUT_REVOKE as object[];
        puts.on!.PUT_REVOKE = [revoked[0]!, { ...revoked[1], guard: 'isDiscarded' }, {}];
      },
    },
  },
  counterexample: {
    tells:
      'the write of the first put takes too long, and another put takes its place (step 7); its slot is released (step 8), and the write is still on its way to it',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ patience in storing.writing.timed',
      "server.0 ⏱ age of sdk.0#0: PUT_IS_OLD {put: 'sdk.0#0'}",
      'sdk.0 ⏱ ask in storing.starting',
      "server.0 ⏱ release: PUT_REVOKE {from: 'sdk.0', key: 'd', put: 'sdk.0#0'}",
    ],
  },
};
