import type { AnyStateMachine } from 'xstate';
import { type NetworkFamily, patched } from '../../src/index.js';
import { chartEditsOf } from './chart-edits.js';
import type { ConstantEdit } from './constants.js';
import { type Edit, numbered } from './edit.js';
import { implementationEditsOf } from './implementation-edits.js';
import { editedFamily, sourcesOf } from './sources.js';
import { isUsed, type Stage, stagesOf } from './stage.js';
import { type Depth, type Trial, trial } from './trial.js';

/** How many states an edited network may have where the healthy one is larger. All networks of `check` that are small are complete within it. */
const STATES_MAX = 40_000;

/** Configurations in which an edit is looked at that is known to survive. */
const KNOWN_STAGES_MAX = 8;

/** What came of the edits of one machine, or of one source. */
export interface PartSurvey {
  readonly network: string;
  /** The machine's id, or the source's path below `machines`. */
  readonly part: string;
  /** Edits of what no configuration of the network uses: they are another network's. */
  readonly unused: number;
  readonly trials: readonly NamedTrial[];
}

interface NamedTrial {
  readonly name: string;
  readonly outcome: Trial;
}

/** A network that has the charts of another one; for itself it has only numbers that a seed draws. */
const SHARES_CHARTS: readonly string[] = ['dispatch-combine-int8'];

/**
 * Tries every edit of every chart of a network, and of the numbers in its sources, a part at a time.
 *
 * @param known edits that are known to survive: whether they still do is looked at in the first states of some configurations only, as to
 *   search all states of all for nothing is what takes most of the time
 */
export async function* survey(
  family: NetworkFamily,
  known: ReadonlySet<string> = new Set(),
): AsyncGenerator<PartSurvey> {
  const stages = stagesOf(family, STATES_MAX);
  if (!SHARES_CHARTS.includes(family.name)) yield* surveyCharts(family, stages, known);
  for (const { file, edits } of sourcesOf(family)) {
    const order = new KillersFirst(stages);
    const trials: NamedTrial[] = [];
    for (const edit of edits) {
      const outcome = known.has(edit.name)
        ? await trialOfConstant(family, order.stages.slice(0, KNOWN_STAGES_MAX), file, edit, 'first states')
        : await trialOfConstant(family, order.stages, file, edit, 'whole');
      order.note(outcome);
      trials.push({ name: edit.name, outcome });
    }
    yield { network: family.name, part: file, unused: 0, trials };
  }
}

/**
 * Tries every edit of every chart of a network, a machine at a time.
 *
 * @testonly also of networks that are not in the catalogue
 */
export function* surveyCharts(
  family: NetworkFamily,
  stages: readonly Stage[],
  known: ReadonlySet<string> = new Set(),
): Generator<PartSurvey> {
  for (const machine of machinesOf(stages)) {
    const order = new KillersFirst(stages);
    const edits = numbered([...chartEditsOf(machine), ...implementationEditsOf(machine)]);
    const trials: NamedTrial[] = [];
    for (const edit of edits) {
      const where = order.stages.filter((stage) => isUsed(stage, edit));
      if (where.length === 0) continue;
      const outcome = known.has(edit.name)
        ? trialOfChart(where.slice(0, KNOWN_STAGES_MAX), edit, 'first states')
        : trialOfChart(where, edit, 'whole');
      order.note(outcome);
      trials.push({ name: edit.name, outcome });
    }
    yield { network: family.name, part: machine.id, unused: edits.length - trials.length, trials };
  }
}

/** Stages in the order in which edits are tried: what has shown an edit is likely to show the next one, which stands beside it. */
class KillersFirst {
  constructor(public stages: readonly Stage[]) {}

  note({ killed }: Trial): void {
    const killer = this.stages.find(({ configuration }) => configuration === killed?.configuration);
    if (killer !== undefined) this.stages = [killer, ...this.stages.filter((stage) => stage !== killer)];
  }
}

function machinesOf(stages: readonly Stage[]): AnyStateMachine[] {
  const all = stages.flatMap(({ network }) => network.components.map(({ machine }) => machine));
  return [...new Map(all.map((machine) => [machine.id, machine])).values()];
}

function trialOfChart(stages: readonly Stage[], { patch }: Edit, depth: Depth): Trial {
  const faults = { edit: { patch } };
  return trial(stages, ({ network }) => patched(network, faults, new Set(['edit'])), depth);
}

async function trialOfConstant(
  family: NetworkFamily,
  stages: readonly Stage[],
  file: string,
  edit: ConstantEdit,
  depth: Depth,
): Promise<Trial> {
  let edited: NetworkFamily;
  try {
    edited = await editedFamily(family, file, edit);
  } catch {
    return { killed: { by: 'a network that cannot be run', configuration: {} } };
  }
  return trial(stages, ({ configuration }) => edited.build(configuration, new Set()), depth);
}
