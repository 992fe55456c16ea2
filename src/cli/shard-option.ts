import { InvalidArgumentError, Option } from 'commander';

/** A part of a check, as it is asked for. */
export interface GivenShard {
  readonly index: number;
  readonly count: number;
}

export const shardOption = (): Option =>
  new Option(
    '--shard <index/count>',
    'do one part only, for example 2/4: merge makes one report of all',
  ).argParser(shard);

function shard(text: string): GivenShard {
  const parts = /^(?<index>[1-9]\d*)\/(?<count>[1-9]\d*)$/.exec(text)?.groups;
  const [index, count] = [Number(parts?.index), Number(parts?.count)];
  if (parts !== undefined && index <= count) return { index, count };
  throw new InvalidArgumentError('It must be a part and the number of parts, from 1/4 to 4/4 for example.');
}
