// A run in virtual time: two workers share one machine tool, and each part takes 30 ms of it. Run: node examples/timed-run.js

import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { always, componentRef, defineNetwork, simulate } from 'cloudmatrix-check';
import { assign, sendTo, setup } from 'xstate';

const MS = 1e6; // Delays of charts are in nanoseconds here: whole numbers of whatever unit you choose.
const PARTS = 3;

const worker = setup({
  actions: {
    ask: sendTo(componentRef('tool'), ({ context }) => ({ type: 'ASK', worker: context.id })),
    give: sendTo(componentRef('tool'), { type: 'GIVE' }),
    count: assign({ parts: ({ context }) => context.parts + 1 }),
  },
  guards: { isOver: ({ context }) => context.parts === PARTS },
  delays: { preparation: 10 * MS, work: 30 * MS },
}).createMachine({
  id: 'worker',
  context: ({ input }) => ({ id: input.id, parts: 0 }),
  initial: 'preparing',
  states: {
    preparing: {
      always: { guard: 'isOver', target: 'over' },
      after: { preparation: { target: 'waiting', actions: 'ask' } },
    },
    waiting: { on: { GRANT: 'working' } },
    working: { after: { work: { target: 'preparing', actions: ['count', 'give'] } } },
    over: { type: 'final' },
  },
});

const tool = setup({
  actions: {
    grant: sendTo(({ system, event }) => system.get(event.worker), { type: 'GRANT' }),
  },
}).createMachine({
  id: 'tool',
  initial: 'free',
  states: {
    free: { tags: 'rest', on: { ASK: { target: 'lent', actions: 'grant' } } },
    lent: { on: { GIVE: 'free' } },
  },
});

const workers = ['worker.0', 'worker.1'];

export const workshop = defineNetwork({
  name: 'two workers and one tool',
  components: {
    ...Object.fromEntries(workers.map((id) => [id, { machine: worker, input: { id } }])),
    tool: { machine: tool },
  },
  channels: { events: { ASK: { kind: 'fifo', deferring: true } }, default: { kind: 'sync' } },
  properties: [
    always('one works at a time', (view) => workers.filter((id) => view.matches(id, 'working')).length <= 1),
  ],
});

/** What happens when, at the delays of the charts; the tool is the resource whose use is measured. */
export function run() {
  const lines = [];
  const result = simulate(workshop, {
    resources: {
      owners: ['workshop'],
      units: { tool: 1 },
      ownerOf: (id) => (workers.includes(id) ? 'workshop' : undefined),
      leasesOf: (state) => (state.matches('working') ? [{ kind: 'tool', units: 1, label: 'part' }] : []),
    },
    onSpan: ({ component, startNs, endNs }) => {
      lines.push(`${component} works from ${startNs / MS} to ${endNs / MS} ms`);
    },
  });
  const use = Math.round(100 * result.utilisation.tool);
  lines.push(
    `${result.verdict}: over after ${result.endNs / MS} ms, the tool was in use for ${use} % of the time`,
  );
  return lines;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const line of run()) process.stdout.write(`${line}\n`);
}
