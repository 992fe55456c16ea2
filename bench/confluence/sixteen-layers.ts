import { dispatchCombine } from '../../properties/dispatch-combine/family.js';
import { tookPart } from '../../src/check/took-part.js';
import { choose, explore } from '../../src/index.js';
import type { DeepTelling } from '../deep-check.js';

/** Three dies through many layers, each with any routing: what lies far ahead must not matter. */
const SIZES = { dies: 3, tokens: 1, layers: 16 };
/** A run that visits more has lost some of the reduction. */
const STATES_MAX = 22_000;
/** A run can end in one state only: all tokens are combined. */
const TERMINAL = 1;

/** Explores dispatch-combine with the reduction. */
export function exploreSixteenLayers({ progress, fault }: DeepTelling): string {
  const { network } = choose(dispatchCombine, SIZES);
  const before = process.cpuUsage();
  const result = explore(network, {
    reduction: true,
    statesMax: STATES_MAX,
    onProgress: ({ states }) => progress(`${states} states visited`),
  });
  const { user, system } = process.cpuUsage(before);
  const { verdict, states, terminal, reduction, violations } = result;
  if (verdict !== 'holds')
    fault(`the verdict is '${verdict}': ${violations.map(({ property }) => property).join(', ')}`);
  if (terminal !== TERMINAL) fault(`${terminal} terminal states were visited instead of ${TERMINAL}`);
  if (tookPart(reduction) === undefined) fault('no reduction took part');
  const seconds = ((user + system) / 1e6).toFixed(0);
  const megabytes = (process.memoryUsage().rss / 1e6).toFixed(0);
  return `${states} states visited in ${seconds} s of CPU time, ${megabytes} MB at the end`;
}
