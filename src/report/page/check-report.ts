import type { BoundSuite } from '../../bounds/bound.js';
import type { ChartCoverage } from '../../interpreter/chart/coverage.js';
import { chartsOf } from '../../check/charts.js';
import { type NamedByFault, namedByFaults } from '../../check/named-by-faults.js';
import type { CheckResult, CheckRun, NetworkSummary } from '../../check/result.js';
import type { StateSpace } from '../../check/space.js';
import { choose, notableOf } from '../../check/subject.js';
import type { SweepOutcome } from '../../check/sweep.js';
import { toldProperty } from '../../check/told-property.js';
import type { NetworkFamily } from '../../network/family.js';
import type { Configuration } from '../../network/parameters.js';
import type { Network } from '../../network/network.js';
import { namedFirst } from '../named-by-faults.js';
import { secondsOf } from '../progress-text.js';
import { isNetworkRun } from '../network-properties.js';
import { ChartCollection, type ChartIds } from './chart-collection.js';
import { counterexamplesOf } from './counterexample-data.js';
import { headlineOf, numbersOf, proseOf, sweepHeadline } from './headline.js';
import { itemOf } from './items.js';
import {
  comparisonPlot,
  designsPlot,
  growthPlot,
  publishedPoints,
  type SystemPoint,
  throughputPlot,
} from './plots.js';
import { type Report, REPORT_FORMAT, REPORT_VERSION, type ReportCounterexample } from './report-data.js';
import { spaceData } from './space-data.js';
import { evidenceOf, shortestOf } from './shortest.js';

/** What a report tells beside what came of the check. */
export interface ReportContext {
  /** Version of the program. */
  readonly tool: string;
  /** As it was given. */
  readonly command: string;
  readonly startedAt: Date;
  /** Left out where nothing is drawn at random. */
  readonly seed?: number;
  /** What was checked, and how the command line is told of it. */
  readonly families: readonly { readonly family: NetworkFamily; readonly reference: string }[];
  readonly suites: readonly BoundSuite[];
  /** Runs of a system in virtual time. Default: none. */
  readonly systems?: readonly SystemPoint[];
  /** Networks to be stepped through. Default: none. */
  readonly spaces?: readonly StateSpace[];
  /** The sweep whose designs these are. Default: it is none. */
  readonly sweep?: SweepOutcome;
}

/** All that a page shows of a check. Charts are laid out, which takes a while. */
export async function reportOf(result: CheckResult, context: ReportContext): Promise<Report> {
  return new ReportBuilder(result, context).build();
}

/** A network that items of the report are of. */
interface KnownNetwork {
  readonly network: Network;
  readonly named: readonly NamedByFault[];
  readonly charts: ChartIds;
}

class ReportBuilder {
  private readonly charts = new ChartCollection();
  private readonly counterexamples: ReportCounterexample[] = [];
  private readonly takenIds = new Set<string>();
  private readonly networks = new Map<string, KnownNetwork>();

  constructor(
    private readonly result: CheckResult,
    private readonly context: ReportContext,
  ) {}

  async build(): Promise<Report> {
    const { runs, verdict, networks } = this.result;
    const { seed, sweep } = this.context;
    const ids = runs.map((_, at) => `i${at + 1}`);
    // Of a sweep each design is a question of its own.
    const kept = sweep === undefined ? shortestOf(runs) : runs.map(evidenceOf);
    const items = runs.map((run, at) => this.item(run, ids[at]!, kept[at]!, sweep?.cells[at]?.labels));
    const spaces = (this.context.spaces ?? []).map((space) => this.space(space));
    const comparison = comparisonPlot(runs.filter((run) => run.mode === 'comparison'));
    return {
      format: REPORT_FORMAT,
      version: REPORT_VERSION,
      tool: this.context.tool,
      command: this.context.command,
      ...(seed === undefined ? {} : { seed }),
      verdict,
      headline: sweep === undefined ? headlineOf(this.result) : sweepHeadline(sweep),
      prose: proseOf(this.result),
      numbers: numbersOf(this.result),
      items,
      networks: networks.map((summary) => this.network(summary)),
      claims: claimsOf(runs),
      knownBugs: runs.flatMap((run, at) => this.knownBug(run, ids[at]!)),
      charts: await this.charts.laidOut(),
      counterexamples: this.counterexamples,
      spaces,
      plots: {
        comparison,
        throughput: throughputPlot(this.context.systems ?? []),
        ...publishedPoints(comparison),
        growth: growthPlot(runs.filter((run) => run.mode === 'exhaustive')),
        designs:
          sweep === undefined
            ? []
            : [
                designsPlot(
                  sweep,
                  items.map(({ counterexamples: [first] }) => first),
                ),
              ],
      },
      times: {
        startedAt: this.context.startedAt.toISOString(),
        seconds: Object.fromEntries(runs.map((run, at) => [ids[at], secondsOf(run)])),
      },
    };
  }

  private item(
    run: CheckRun,
    id: string,
    evidence: ReturnType<typeof shortestOf>[number],
    design?: readonly string[],
  ): Report['items'][number] {
    const { network: name, parameters, faults } = run.subject;
    const known = isNetworkRun(run) ? this.networkOf(name, parameters, faults) : undefined;
    const { family } = this.familyOf(name) ?? {};
    if (isNetworkRun(run)) this.charts.count(name, run.result.coverage);
    const found =
      known === undefined || family === undefined
        ? []
        : counterexamplesOf(namedFirst(known.named, evidence), {
            item: id,
            charts: known.charts,
            notable: (of) => notableOf(family, of),
            ...(design === undefined ? {} : { design }),
            newId: ({ faults: switched, property }) =>
              this.newId(design?.join(' ') ?? switched[0]?.id ?? property),
          });
    this.counterexamples.push(...found);
    return itemOf(run, {
      id,
      reference: this.familyOf(name)?.reference ?? name,
      seed: this.context.seed ?? 0,
      toldOf: (property) => (known === undefined ? {} : toldProperty(known.network, property)),
      counterexamples: found.map((each) => each.id),
    });
  }

  /** An id that can stand in an address: `b3`, `no-overwrite`. */
  private newId(name: string): string {
    const stem =
      name
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replaceAll(/^-+|-+$/g, '') || 'x';
    let id = stem;
    for (let copy = 2; this.takenIds.has(id); copy++) id = `${stem}-${copy}`;
    this.takenIds.add(id);
    return id;
  }

  private familyOf(name: string) {
    return this.context.families.find(({ family }) => family.name === name);
  }

  /** The network of a subject, with its charts in the report. */
  private networkOf(name: string, parameters: Configuration, faults: readonly string[]) {
    const key = JSON.stringify([name, parameters, faults]);
    const known = this.networks.get(key);
    if (known !== undefined) return known;
    const found = this.familyOf(name);
    if (found === undefined) return undefined;
    const chosen = choose(found.family, parameters, faults);
    const { network } = chosen;
    const added = { network, named: namedByFaults(chosen), charts: this.charts.add(name, chartsOf(network)) };
    this.networks.set(key, added);
    return added;
  }

  private network({ network: name, coverage, unseen }: NetworkSummary): Report['networks'][number] {
    const unexercised = (charts: readonly ChartCoverage[], kind: 'component' | 'monitor') =>
      charts.flatMap(({ machine, states, transitions, guards }) => {
        const id = this.charts.idOfMachine(machine, kind, name);
        const chart = id === undefined ? {} : { chart: id };
        const of = (part: 'state' | 'transition' | 'guard', names: readonly string[]) =>
          names.map((each) => ({ ...chart, kind: part, part: each }));
        return [
          ...of('state', states.unvisited),
          ...of('transition', transitions.unvisited),
          ...of('guard', guards.unvisited),
        ];
      });
    return {
      name,
      title: this.familyOf(name)?.family.title ?? '',
      unexercised: [
        ...unexercised(coverage.machines, 'component'),
        ...unexercised(coverage.monitors, 'monitor'),
      ],
      vacuous: unseen.vacuous.map((each) => ({ ...each })),
      neverSeen: unseen.neverSeen.map((each) => ({ ...each })),
    };
  }

  private knownBug(run: CheckRun, item: string): Report['knownBugs'] {
    if (run.mode !== 'canary') return [];
    const { network, faults } = run.subject;
    const [fault = ''] = faults;
    const of = this.familyOf(network)?.family ?? this.context.suites.find(({ name }) => name === network);
    const { title = '', link = '' } = of?.faults[fault] ?? {};
    const violation = run.result.violations?.find(({ property }) => property === run.property);
    return [
      {
        item,
        network,
        fault,
        title,
        link,
        property: run.property,
        outcome: run.verdict === 'MISSED' ? 'missed' : run.verdict,
        ...(violation === undefined ? {} : { steps: violation.steps.length }),
      },
    ];
  }

  private space(space: StateSpace): Report['spaces'][number] {
    const { network, parameters, faults } = space.subject;
    return spaceData(space, this.networkOf(network, parameters, faults)?.charts);
  }
}

function claimsOf(runs: readonly CheckRun[]): Report['claims'] {
  return runs.flatMap((run) =>
    run.mode !== 'bounds'
      ? []
      : run.result.bounds.map(
          ({ name, title, formula, verdict, runs: inputs, worst, violation, isTight }) => {
            const largest = violation ?? worst;
            const ratio = largest?.ratio;
            return {
              suite: run.subject.network,
              name,
              title,
              formula,
              verdict,
              runs: inputs,
              ratio: ratio === undefined || !Number.isFinite(ratio) ? null : ratio,
              ...(largest === undefined ? {} : { worst: largest.message }),
              isTight,
            };
          },
        ),
  );
}
