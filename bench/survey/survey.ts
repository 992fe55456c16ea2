import type { AnyStateMachine } from 'xstate';
import { type NetworkFamily, patched } from '../../src/index.js';
import { chartEditsOf } from './chart-edits.js';
import type { ConstantEdit } from './constants.js';
import { type Edit, numbered } from './edit.js';
import { implementationEditsOf } from './implementation-edits.js';
import { editedFamily, sourcesOf } from './sources.js';
import { isUsed, type Stage, stagesOf } from './stage.js';
import { type Trial, trial } from './trial.js';

/** How many states an edited network may have where the healthy one is larger. All networks of `check` that are small are complete within it. */
const STATES_MAX = 40_000;

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

/** Tries every edit of every chart of a network, and of the numbers in its sources, a part at a time. */
export async function* survey(family: NetworkFamily): AsyncGenerator<PartSurvey> {
  const stages = stagesOf(family, STATES_MAX);
  if (!SHARES_CHARTS.includes(family.name)) yield* surveyCharts(family, stages);
  for (const { file, edits } of sourcesOf(family)) {
    const trials: NamedTrial[] = [];
    for (const edit of edits) {
      trials.push({ name: edit.name, outcome: await trialOfConstant(family, stages, file, edit) });
    }
    yield { network: family.name, part: file, unused: 0, trials };
  }
}

/**
 * Tries every edit of every chart of a network, a machine at a time.
 *
 * @testonly also of networks that are not in the catalogue
 */
export function* surveyCharts(family: NetworkFamily, stages: readonly Stage[]): Generator<PartSurvey> {
  for (const machine of machinesOf(stages)) {
    const edits = numbered([...chartEditsOf(machine), ...implementationEditsOf(machine)]);
    const used = edits.map((edit) => ({
      edit,
      where: stages.filter((stage) => isUsed(stage, edit)),
    }));
    const tried = used.filter(({ where }) => where.length > 0);
    const trials = tried.map(({ edit, where }) => ({
      name: edit.name,
      outcome: trialOfChart(where, edit),
    }));
    yield { network: family.name, part: machine.id, unused: edits.length - tried.length, trials };
  }
}

function machinesOf(stages: readonly Stage[]): AnyStateMachine[] {
  const all = stages.flatMap(({ network }) => network.components.map(({ machine }) => machine));
  return [...new Map(all.map((machine) => [machine.id, machine])).values()];
}

function trialOfChart(stages: readonly Stage[], { patch }: Edit): Trial {
  const faults = { edit: { patch } };
  return trial(stages, ({ network }) => patched(network, faults, new Set(['edit'])));
}

async function trialOfConstant(
  family: NetworkFamily,
  stages: readonly Stage[],
  file: string,
  edit: ConstantEdit,
): Promise<Trial> {
  let edited: NetworkFamily;
  try {
    edited = await editedFamily(family, file, edit);
  } catch {
    return { killed: { by: 'a network that cannot be run', configuration: {} } };
  }
  return trial(stages, ({ configuration }) => edited.build(configuration, new Set()));
}
