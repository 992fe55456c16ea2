import { Option } from 'commander';
import {
  fullOption,
  htmlDirectoryOption,
  jsonOption,
  memoryMaxOption,
  progressChecksOption,
  reductionOptions,
  runsOption,
  secondsMaxOption,
  seedOption,
  statesMaxOption,
  strictOption,
  threadsOption,
  traceDirOption,
} from './options.js';
import { jobsOption } from './jobs-option.js';
import { positiveNumber } from './numbers.js';
import { reporterOption } from './reporter-option.js';
import { shardOption } from './shard-option.js';

/** The options of `check`, made anew at each call. */
export const checkOptions = (): readonly Option[] => [
  new Option('--deep', 'make the explorations that take minutes, too'),
  new Option(
    '--sweep <name>',
    'instead, explore each design of this sweep and show them in one table; see list',
  ).conflicts([
    'deep',
    'runs',
    'seed',
    'strict',
    'verbose',
    'full',
    'traceDir',
    'progressChecks',
    'reduction',
    'searchThreads',
    'jobs',
    'reporter',
    'totalSeconds',
    'shard',
    'times',
  ]),
  seedOption(),
  runsOption(),
  statesMaxOption(),
  secondsMaxOption('most seconds of one search, suite or table'),
  new Option(
    '--total-seconds <number>',
    'most seconds of everything: what tells most comes first, what is left is inconclusive (default: no limit)',
  ).argParser(positiveNumber),
  shardOption(),
  new Option(
    '--times <file>',
    'a report of --reporter json, by whose times shards are balanced; all shards must be given the same',
  ),
  memoryMaxOption(),
  progressChecksOption(),
  ...reductionOptions(),
  jobsOption(),
  threadsOption('1, as explorations are shared among threads'),
  strictOption(),
  new Option('--verbose', 'tell of every run, property, claim and part of a chart'),
  fullOption(),
  jsonOption(),
  reporterOption(),
  htmlDirectoryOption(),
  traceDirOption(),
];
