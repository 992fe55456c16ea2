import type { NetworkCharts } from '../../check/charts.js';
import type { ChartCoverage, Coverage } from '../../interpreter/chart/coverage.js';
import type { ChartGraph } from '../../interpreter/chart/chart-graph.js';
import { everywhereOf, type GraphPart } from './chart-edges.js';
import { layoutOf } from './chart-layout.js';
import type { ReportChart } from './report-data.js';

interface Collected {
  readonly id: string;
  readonly kind: ReportChart['kind'];
  readonly graph: ChartGraph;
  readonly text: string;
  readonly networks: Set<string>;
  /** Items that have the chart, and by part those that took it. */
  runs: number;
  readonly visits: Map<string, number>;
}

/** The ids of the charts of one network. */
export interface ChartIds {
  readonly components: ReadonlyMap<string, string>;
  readonly monitors: ReadonlyMap<string, string>;
}

/** The charts that a report shows, each once, and in how many of its items which of their parts were exercised. */
export class ChartCollection {
  private readonly all: Collected[] = [];

  /** Adds the charts of a network. */
  add(network: string, charts: NetworkCharts): ChartIds {
    const idsOf = (graphs: ReadonlyMap<string, ChartGraph>, kind: Collected['kind']) =>
      new Map([...graphs].map(([name, graph]) => [name, this.idOf(graph, kind, network)]));
    return {
      components: idsOf(charts.components, 'component'),
      monitors: idsOf(charts.monitors, 'monitor'),
    };
  }

  /** Counts what one item has exercised of the charts of its network. */
  count(network: string, { machines, monitors }: Coverage): void {
    const countOf = (charts: readonly ChartCoverage[], kind: Collected['kind']) => {
      for (const { machine, states, transitions, guards } of charts) {
        const chart = this.find(machine, kind, network);
        if (chart === undefined) continue;
        chart.runs++;
        for (const part of [...states.visited, ...transitions.visited, ...guards.visited])
          chart.visits.set(part, (chart.visits.get(part) ?? 0) + 1);
      }
    };
    countOf(machines, 'component');
    countOf(monitors, 'monitor');
  }

  /** The id of the chart of a machine in a network. */
  idOfMachine(machine: string, kind: Collected['kind'], network: string): string | undefined {
    return this.find(machine, kind, network)?.id;
  }

  /** All charts, laid out, by their ids. */
  async laidOut(): Promise<Record<string, ReportChart>> {
    const charts: Record<string, ReportChart> = {};
    for (const chart of this.all) charts[chart.id] = await chartData(chart);
    return charts;
  }

  private find(machine: string, kind: Collected['kind'], network: string): Collected | undefined {
    return this.all.find(
      (chart) => chart.graph.machine === machine && chart.kind === kind && chart.networks.has(network),
    );
  }

  private idOf(graph: ChartGraph, kind: Collected['kind'], network: string): string {
    const text = JSON.stringify(graph);
    let chart = this.all.find((each) => each.text === text && each.kind === kind);
    if (chart === undefined) {
      // Two machines of one name, as of a network and of another one with a fault, are two charts.
      const taken = new Set(this.all.map(({ id }) => id));
      let id = graph.machine;
      for (let copy = 2; taken.has(id); copy++) id = `${graph.machine}-${copy}`;
      chart = { id, kind, graph, text, networks: new Set(), runs: 0, visits: new Map() };
      this.all.push(chart);
    }
    chart.networks.add(network);
    return chart.id;
  }
}

async function chartData({ kind, graph, networks, runs, visits }: Collected): Promise<ReportChart> {
  const { width, height, boxes, edges, starts, reactions } = await layoutOf(graph);
  const visitsOf = (part: string | undefined) => (part === undefined ? 0 : (visits.get(part) ?? 0));
  const partData = ({ label, part }: GraphPart) => ({
    label: [...label],
    ...(part === undefined ? {} : { part }),
    visits: visitsOf(part),
  });
  const copied = (points: readonly (readonly [number, number])[]) =>
    points.map(([x, y]): [number, number] => [x, y]);
  const violations = new Set(
    graph.states.filter(({ tags }) => tags.includes('violation')).map(({ id }) => id),
  );
  return {
    machine: graph.machine,
    kind,
    networks: [...networks],
    ...(graph.description === undefined ? {} : { description: graph.description }),
    runs,
    width,
    height,
    states: graph.states.map((state) => ({
      id: state.id,
      name: state.name,
      ...(state.parent === undefined ? {} : { parent: state.parent }),
      type: state.type,
      ...(state.description === undefined ? {} : { description: state.description }),
      tags: [...state.tags],
      box: [...boxes.get(state.id)!],
      reactions: (reactions.get(state.id) ?? []).map(partData),
      visits: visitsOf(state.id),
      isCounted: state.type !== 'history' && !violations.has(state.id),
    })),
    transitions: edges.map(({ edge: { from, to, parts }, at, points }) => ({
      from,
      to,
      parts: parts.map(partData),
      at: [...at],
      points: copied(points),
    })),
    starts: starts.map(({ box, points }) => ({ box: [...box], points: copied(points) })),
    everywhere: everywhereOf(graph).map((each) => ({
      ...partData(each),
      ...(each.to === undefined ? {} : { to: each.to }),
    })),
    guards: graph.guards.map((name) => ({
      name,
      yes: visitsOf(`${name} true`),
      no: visitsOf(`${name} false`),
    })),
  };
}
