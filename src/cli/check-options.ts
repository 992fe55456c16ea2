import { Option } from 'commander';
import {
  fullOption,
  htmlDirectoryOption,
  jsonOption,
  memoryMaxOption,
  progressChecksOption,
  runsOption,
  secondsMaxOption,
  seedOption,
  statesMaxOption,
  strictOption,
  threadsOption,
  traceDirOption,
} from './options.js';

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
    'threads',
    'html',
  ]),
  seedOption(),
  runsOption(),
  statesMaxOption(),
  secondsMaxOption('most seconds of one search, suite or table'),
  memoryMaxOption(),
  progressChecksOption(),
  threadsOption(),
  strictOption(),
  new Option('--verbose', 'tell of every run, property, claim and part of a chart'),
  fullOption(),
  jsonOption(),
  htmlDirectoryOption(),
  traceDirOption(),
];
