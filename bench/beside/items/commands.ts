import { dirname } from 'node:path';
import { type Checkout, commandLine, HERE } from '../checkout.js';
import { atLeast, atMost, type Goal, type Ratio, times } from '../outcome.js';
import { alternate, CPU, figureOf, WALL } from '../rounds.js';
import type { Item, Setting } from '../setting.js';
import { runTimed } from '../timed-process.js';

/** A command of the checker, as its users give it; whole processes. */
interface Measured {
  readonly name: string;
  readonly args: readonly string[];
  /** Of its CPU time. */
  readonly secondsMax?: number;
  /** How many times as fast as the older commit it is to be. */
  readonly againstGoal?: Goal;
  /** It takes a minute or more. */
  readonly isLong?: boolean;
}

const dispatchCombine = (dies: number, tokens: number, layers: number) => [
  ...['explore', 'dispatch-combine', '--dies', String(dies), '--tokens', String(tokens)],
  ...['--layers', String(layers), '--routing', 'any'],
];

/** One layer of EP320, each flag a step of its own. */
const EP320 =
  'walk dispatch-combine --dies 320 --shared-dies 32 --redundant 32 --top-k 8 --tokens 1 --layers 1 --cores 4 --routing balanced --walks 1 --steps-max 1000000';

const item = (id: string, title: string, commands: readonly Measured[]): Item => ({
  id,
  title,
  run: async (setting) => {
    const outcomes = [];
    for (const command of commands) outcomes.push(await measure(command, setting));
    return {
      rows: outcomes.flatMap(({ rows }) => rows),
      ratios: outcomes.flatMap(({ ratios }) => ratios),
      remarks: [],
    };
  },
});

export const COMMAND_ITEMS: readonly Item[] = [
  item('dispatch-combine', 'dispatch-combine, any routing, all claims', [
    { name: 'dispatch-combine (2, 3, 2)', args: dispatchCombine(2, 3, 2), againstGoal: atLeast(4) },
    { name: 'dispatch-combine (3, 1, 2)', args: dispatchCombine(3, 1, 2), againstGoal: atLeast(4) },
  ]),
  item('ep320', 'a walk through EP320', [
    { name: 'EP320 walk', args: EP320.split(' '), secondsMax: 15, isLong: true },
  ]),
  item('start-up', 'start-up', [
    { name: '--version', args: ['--version'], secondsMax: 0.35 },
    {
      name: 'a network of one’s own',
      args: ['explore', 'examples/lossy-request.js#patient'],
      secondsMax: 0.35,
    },
  ]),
];

async function measure(
  { name, args, secondsMax, againstGoal, isLong = false }: Measured,
  { runs, against }: Setting,
) {
  const counted = new Map<string, string>();
  const checkouts = against === undefined ? [HERE] : [HERE, against];
  const contenders = checkouts.map((checkout) => ({
    name: checkout.name,
    run: async () => {
      const { output, cpuSeconds, wallSeconds } = await runTimed(
        commandLine(checkout, jsonOf(args)),
        dirname(checkout.built),
      );
      counted.set(checkout.name, countsIn(output));
      return { figures: { [CPU]: cpuSeconds, [WALL]: wallSeconds } };
    },
  }));
  // What takes minutes each time is not repeated five times.
  const rows = await alternate(name, contenders, isLong ? 1 : runs);
  if (new Set(counted.values()).size > 1)
    throw new Error(`WRONG COUNT: ${name} does not count alike: ${[...counted.values()].join(' / ')}.`);
  const cpu = ({ name: by }: Checkout) => figureOf(rows, by, CPU);
  const ratios: Ratio[] = [];
  if (against !== undefined)
    ratios.push(times(`${name}: as fast as ${against.name}`, cpu(against), cpu(HERE), againstGoal));
  if (secondsMax !== undefined)
    ratios.push({ name: `${name}: CPU time`, measured: cpu(HERE), unit: 's', goal: atMost(secondsMax) });
  return { rows, ratios };
}

function jsonOf(args: readonly string[]): readonly string[] {
  return args[0] === '--version' ? args : [...args, '--json'];
}

/** All numbers of states and steps in what a command wrote, in their order. */
function countsIn(output: string): string {
  return [...output.matchAll(/"(?:states|steps)": ?(\d+)/g)].map(([, count]) => count).join(' ');
}
