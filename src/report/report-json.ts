import { type CheckResult, type CheckRun, runVerdict, type UndoneRun } from '../check/result.js';
import { runJson } from './check-json.js';
import { itemName } from './item.js';
import { secondsOf } from './progress-text.js';
import type { Report } from './report-schema.js';

const REPORT_FORMAT = 'cloudmatrix-check report';
const REPORT_VERSION = 1;

/** What `check` found, for other programs: equal checks have equal reports but for `times`. */
export function reportJson({ runs, numbers, undone, networks, seed, verdict, shard }: CheckResult): Report {
  const seconds = runs.map((run) => [itemName(run), secondsOf(run)] as const);
  return {
    format: REPORT_FORMAT,
    version: REPORT_VERSION,
    verdict,
    seed,
    ...(shard === undefined
      ? {}
      : { shard: { index: shard.index, count: shard.count, items: shard.runs, check: shard.check } }),
    items: runs.map((run, index) => itemJson(run, numbers[index]!)),
    undone: undone.map(undoneJson),
    networks: networks.map(({ network, unseen, hardCases, coverage }) => ({
      network,
      unseen: asJson(unseen) as Report['networks'][number]['unseen'],
      hardCases: asJson(hardCases),
      coverage: asJson(coverage),
    })),
    times: {
      seconds: seconds.reduce((sum, [, each]) => sum + each, 0),
      items: Object.fromEntries(seconds),
    },
  };
}

/** As `check --json` tells of the run, without its times. */
function itemJson(run: CheckRun, number: number): Report['items'][number] {
  const { mode, subject } = run;
  const { network, parameters, faults } = subject;
  const { seconds: _seconds, progress, ...told } = asJson(runJson(run));
  const kept = typeof progress === 'object' && progress !== null ? withoutSeconds(progress) : progress;
  return {
    ...told,
    number,
    name: itemName(run),
    mode,
    network,
    parameters,
    faults: [...faults],
    verdict: runVerdict(run),
    ...(kept === undefined ? {} : { progress: kept }),
  };
}

function withoutSeconds({ seconds: _seconds, ...rest }: { readonly seconds?: unknown }) {
  return rest;
}

function undoneJson({ number, mode, subject }: UndoneRun): Report['undone'][number] {
  const { network, parameters, faults } = subject;
  return { number, name: itemName({ mode, subject }), mode, network, parameters, faults: [...faults] };
}

/** As it will be read back: without what is `undefined`. */
function asJson(value: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}
