import type { Counts } from '../../oracle.js';
import { compileByHand } from '../../peers/hand-written-c.js';
import { compileRumur, rumurCounts } from '../../peers/rumur.js';
import { type Compiled, compileSpin, isSpinCount, spinCounts, type SpinOrder } from '../../peers/spin.js';
import { type Checkout, HERE, perform } from '../checkout.js';
import { atLeast, atMost, type Goal, type Ratio, type Row, times } from '../outcome.js';
import { PROBLEMS, type ProblemId } from '../problems.js';
import { alternate, type Contender, CPU, figureOf, WALL } from '../rounds.js';
import type { Item, Setting } from '../setting.js';
import { runTimed, type TimedProcess } from '../timed-process.js';

const COMPILE = 'compile CPU s';
const SPIN_ORDERS: readonly SpinOrder[] = ['depth-first', 'breadth-first'];
const RUMUR = 'Rumur';
const BY_HAND_C = 'C, by hand';
const BY_HAND_JAVASCRIPT = 'JavaScript, by hand';

/** A network that is searched by all who can. */
interface Searched {
  readonly id: ProblemId;
  /** Models for SPIN. */
  readonly spin: readonly { readonly model: string; readonly name: string; readonly goal?: Goal }[];
  /** A model for Rumur. */
  readonly rumur: string;
  /** It has searches that are written for it alone. */
  readonly byHand?: boolean;
  readonly againstGoal?: Goal;
  /** It is large enough for several threads to have something to do. */
  readonly isLarge?: boolean;
}

const natural = (model: string, goal?: Goal) => ({
  model,
  name: 'SPIN',
  ...(goal === undefined ? {} : { goal }),
});

const SEARCHED: readonly Searched[] = [
  {
    id: 'chain',
    spin: [
      natural('credit-chain.pml', atLeast(6)),
      { model: 'credit-chain-packed.pml', name: 'SPIN, packed by hand', goal: atLeast(3) },
    ],
    rumur: 'credit-chain.m',
    byHand: true,
    isLarge: true,
  },
  {
    id: 'two-phase-commit',
    spin: [natural('two-phase-commit.pml', atLeast(4))],
    rumur: 'two-phase-commit.m',
    isLarge: true,
  },
  {
    id: 'philosophers',
    spin: [natural('naive-philosophers.pml', atLeast(2))],
    rumur: 'naive-philosophers.m',
  },
  {
    id: 'filter-lock',
    spin: [natural('filter-lock.pml')],
    rumur: 'filter-lock.m',
    againstGoal: atLeast(2.5),
  },
  { id: 'readers-writers', spin: [natural('readers-writers.pml')], rumur: 'readers-writers.m' },
  { id: 'ping-pong', spin: [natural('ping-pong.pml')], rumur: 'ping-pong.m' },
];

/** The networks that peers search, too, each an item: whole processes, start-up included. */
export const SEARCH_ITEMS: readonly Item[] = SEARCHED.map((searched) => ({
  id: searched.id,
  title: PROBLEMS[searched.id].name,
  needs: ['cc', 'spin', 'rumur'],
  run: (setting) => search(searched, setting),
}));

async function search(searched: Searched, setting: Setting) {
  const { name, counts } = PROBLEMS[searched.id];
  const contenders = [...checkersOf(searched, setting), ...(await peersOf(searched, setting))];
  const rows = await alternate(name, contenders, setting.runs, counts);
  return { rows, ratios: ratiosOf(searched, setting, rows), remarks: [] };
}

const onThreads = (threads: number) => (threads === 1 ? HERE.name : `${HERE.name}, ${threads} threads`);

function checkersOf({ id }: Searched, { threads, against }: Setting): readonly Contender[] {
  const explored = (name: string, checkout: Checkout, count: number): Contender => ({
    name,
    run: async () => {
      const { report, timed } = await perform(checkout, 'explore', { problem: id, threads: count });
      return { figures: wholeProcess(timed), counts: report };
    },
  });
  return [
    ...threads.map((count) => explored(onThreads(count), HERE, count)),
    ...(against === undefined ? [] : [explored(against.name, against, 1)]),
  ];
}

async function peersOf({ id, spin, rumur, byHand = false }: Searched, { folder }: Setting) {
  const { counts } = PROBLEMS[id];
  const peers: Contender[] = [];
  // SPIN prints eight digits of a count.
  const ofSpin = (output: string) => {
    const found = spinCounts(output);
    return isSpinCount(found, counts) ? counts : found;
  };
  for (const { model, name } of spin) {
    for (const order of SPIN_ORDERS)
      peers.push(
        compiledPeer(`${name}, ${order}`, await compileSpin(model, order, counts, folder()), ofSpin),
      );
  }
  peers.push(compiledPeer(RUMUR, await compileRumur(rumur, folder()), rumurCounts));
  if (byHand) {
    const compiled = await compileByHand(folder());
    peers.push(
      compiledPeer(BY_HAND_C, compiled, (output) => JSON.parse(output) as Counts),
      javaScriptByHand,
    );
  }
  return peers;
}

const javaScriptByHand: Contender = {
  name: BY_HAND_JAVASCRIPT,
  run: async () => {
    const { report, timed } = await perform(HERE, 'by-hand', { links: 5 });
    return { figures: wholeProcess(timed), counts: report };
  },
};

function compiledPeer(name: string, compiled: Compiled, read: (output: string) => Counts): Contender {
  return {
    name,
    run: async () => {
      const timed = await runTimed(compiled.command);
      return {
        figures: { ...wholeProcess(timed), [COMPILE]: compiled.compileSeconds },
        counts: read(timed.output),
      };
    },
  };
}

function wholeProcess({ cpuSeconds, wallSeconds }: TimedProcess) {
  return { [CPU]: cpuSeconds, [WALL]: wallSeconds };
}

function ratiosOf(
  { id, spin, byHand = false, againstGoal, isLarge = false }: Searched,
  { against, threads }: Setting,
  rows: readonly Row[],
): readonly Ratio[] {
  const { name } = PROBLEMS[id];
  const cpu = (by: string) => figureOf(rows, by, CPU);
  const wall = (by: string) => figureOf(rows, by, WALL);
  const ours = cpu(HERE.name);
  const beside = (by: string, goal?: Goal) => times(`${name}: as fast as ${by}`, cpu(by), ours, goal);
  const ofHand = (by: string, goal?: Goal) => times(`${name}: CPU time beside ${by}`, ours, cpu(by), goal);
  return [
    ...spin.flatMap(({ name: model, goal }) =>
      SPIN_ORDERS.map((order) => beside(`${model}, ${order}`, goal)),
    ),
    beside(RUMUR),
    ...(byHand ? [ofHand(BY_HAND_C, atMost(2.2)), ofHand(BY_HAND_JAVASCRIPT)] : []),
    ...(against === undefined ? [] : [beside(against.name, againstGoal)]),
    ...threads.slice(1).flatMap((count) => {
      const by = onThreads(count);
      const [wallGoal, cpuGoal] = isLarge ? [atLeast(1.6), atMost(1.25)] : [undefined, undefined];
      return [
        times(`${name}: wall time, 1 thread beside ${count}`, wall(HERE.name), wall(by), wallGoal),
        times(`${name}: CPU time, ${count} threads beside 1`, cpu(by), ours, cpuGoal),
      ];
    }),
  ];
}
