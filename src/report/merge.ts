import { CheckError } from '../network/errors.js';
import { overall } from '../property/verdict.js';
import type { Report } from './report-schema.js';

/**
 * The report of a whole check, from those of its shards: but for times as the check would have had it in one piece.
 *
 * @throws CheckError where they are not the shards of one check, each once
 */
export function merged(reports: readonly Report[]): Report {
  const [first] = reports;
  if (first === undefined)
    throw new CheckError('There are no reports to be merged. Give those of all shards.');
  const { format, version, seed } = first;
  const count = first.shard?.count;
  if (count === undefined || reports.some(({ shard }) => shard?.count !== count)) {
    throw new CheckError(
      'What is to be merged are not shards of one check: each must be one of the same number of shards.',
    );
  }
  if (reports.some((each) => each.seed !== seed)) {
    throw new CheckError('The shards were made with different seeds; they are not of one check.');
  }
  const total = first.shard!.items;
  if (reports.some(({ shard }) => shard!.items !== total)) {
    throw new CheckError(
      'The shards are of checks with different numbers of items; they are not of one check.',
    );
  }
  const { check } = first.shard!;
  if (reports.some(({ shard }) => shard!.check !== check)) {
    throw new CheckError(
      'The shards are of different checks: what is checked, a chart or a claim in it, the version of cloudmatrix-check or of XState, or one of --runs, --states-max, --deep, --no-progress-checks, --reduction and --no-reduction, is not the same. Make all of them by the same command, but for --shard.',
    );
  }
  for (let index = 1; index <= count; index++) {
    const found = reports.filter(({ shard }) => shard!.index === index).length;
    if (found === 1) continue;
    throw new CheckError(
      `Of shard ${index} of ${count} there ${found === 0 ? 'is no report' : `are ${found} reports`}; give one of each.`,
    );
  }
  const items = inOrder(reports.flatMap((report) => report.items));
  const undone = inOrder(reports.flatMap((report) => report.undone));
  const numbers = new Set([...items, ...undone].map(({ number }) => number));
  for (let number = 1; number <= total; number++) {
    if (!numbers.has(number))
      throw new CheckError(
        `Item ${number} of ${total} is in none of the shards: they are not of one check, or not whole.`,
      );
  }
  const beyond = [...numbers].find((number) => number > total);
  if (beyond !== undefined)
    throw new CheckError(`There is an item ${beyond} of a check of ${total}: they are not of one check.`);
  const verdicts = [
    ...items.map(({ verdict }) => verdict),
    ...(undone.length > 0 ? ['inconclusive' as const] : []),
  ];
  const firstOf = (network: string) =>
    items.findIndex((item) => item.network === network && item.mode !== 'canary');
  return {
    format,
    version,
    verdict: overall(verdicts),
    seed,
    items,
    undone,
    networks: reports
      .flatMap((report) => report.networks)
      .sort((one, other) => firstOf(one.network) - firstOf(other.network)),
    times: {
      seconds: reports.reduce((sum, { times }) => sum + times.seconds, 0),
      items: Object.fromEntries(items.flatMap(({ name }) => timeOf(reports, name))),
    },
  };
}

function timeOf(reports: readonly Report[], name: string): [string, number][] {
  const seconds = reports.map(({ times }) => times.items[name]).find((each) => each !== undefined);
  return seconds === undefined ? [] : [[name, seconds]];
}

function inOrder<T extends { readonly number: number }>(items: readonly T[]): T[] {
  const sorted = items.toSorted((one, other) => one.number - other.number);
  const twice = sorted.find((item, index) => item.number === sorted[index + 1]?.number);
  if (twice === undefined) return sorted;
  throw new CheckError(`Item ${twice.number} is in two of the shards: they are not of one check.`);
}
