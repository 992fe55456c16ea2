import {
  type CheckResult,
  type CheckRun,
  type ExhaustiveRun,
  isComplete,
  runVerdict,
} from '../../check/result.js';
import type { SweepOutcome } from '../../check/sweep.js';
import { counted, whole } from '../numbers.js';
import { LEFT_OUT } from '../progress-text.js';
import { reductionRemarks } from '../reduction-text.js';
import { tookPart } from '../../check/took-part.js';

/** The verdict on everything in one sentence. @param command an item alone is spoken of by its name */
export function headlineOf({ runs, left }: CheckResult): string {
  const of = (verdict: string) => runs.filter((run) => runVerdict(run) === verdict);
  const [violated, open] = [of('violated'), of('inconclusive')];
  const total = runs.length + left;
  const items = counted(total, 'item');
  if (total === 1 && runs.length === 1) return aloneText(runs[0]!);
  if (violated.length > 0) {
    const told = [...new Set(violated.flatMap(violationTexts))];
    const [is, of] = [violated.length === 1 ? 'is' : 'are', `${violated.length} of ${items}`];
    return `${of} ${is} violated: ${shortList(told)}`;
  }
  if (open.length + left > 0) {
    const told = [...new Set(open.map(({ subject }) => subject.network))];
    const unfinished = counted(open.length + left, 'item');
    const of = open.length + left === total ? `All of ${items}` : `${unfinished} of ${whole(total)}`;
    return `${of} ${open.length + left === 1 ? 'was' : 'were'} not finished${told.length === 0 ? '' : `: ${shortList(told)}`}`;
  }
  const complete = runs.filter((run) => run.mode === 'exhaustive').length;
  if (total === 0) return 'Nothing was checked';
  const caught = runs.filter((run) => run.mode === 'canary').length;
  const sampled = total - complete - caught;
  const parts = [
    ...(complete === 0 ? [] : [`${whole(complete)} in every reachable state`]),
    ...(sampled === 0 ? [] : [`${whole(sampled)} in a sample`]),
    ...(caught === 0 ? [] : [`${counted(caught, 'known bug')} caught`]),
  ];
  return `All ${items} hold: ${parts.join(', ')}`;
}

/** As `headlineOf`, of the designs of a sweep, none of which need be safe. */
export function sweepHeadline({ network, cells }: SweepOutcome): string {
  const of = (verdict: string) => cells.filter(({ outcome }) => outcome.verdict === verdict).length;
  const rest = [
    ...(of('violated') === 0 ? [] : [`${whole(of('violated'))} violated`]),
    ...(of('inconclusive') === 0 ? [] : [`${whole(of('inconclusive'))} not finished`]),
  ];
  return `${whole(of('holds'))} of ${counted(cells.length, 'design')} of ${network} ${of('holds') === 1 ? 'is' : 'are'} safe${rest.map((each) => `, ${each}`).join('')}`;
}

function aloneText(run: CheckRun): string {
  const { network } = run.subject;
  switch (runVerdict(run)) {
    case 'holds':
      return run.mode === 'canary'
        ? `The bug ${run.subject.faults.join(', ')} of ${network} was caught`
        : `${network} holds, in every reachable state`;
    case 'holds-in-sample':
      return `${network} holds in a sample`;
    case 'violated':
      return run.mode === 'exhaustive' || run.mode === 'random'
        ? `${network} violates ${shortList(violatedNames(run))}`
        : shortList(violationTexts(run));
    case 'inconclusive':
      return `${network} was not finished`;
  }
}

/** What a run violates, by property and network. */
function violationTexts(run: CheckRun): string[] {
  const { network, faults } = run.subject;
  switch (run.mode) {
    case 'exhaustive':
    case 'random':
      return violatedNames(run).map((name) => `${name} in ${network}`);
    case 'bounds':
      return run.result.bounds
        .filter(({ verdict }) => verdict === 'violated')
        .map(({ name }) => `${name} of ${network}`);
    case 'comparison':
      return run.values.filter(({ isWithinBand }) => !isWithinBand).map(({ row }) => `${row.name} is off`);
    case 'canary':
      return [`the bug ${faults.join(', ')} of ${network} was missed`];
  }
}

/** What a counterexample was found of comes first: the gravest of what its steps violate. */
function violatedNames({ result, evidence }: Of<'exhaustive' | 'random'>): string[] {
  const names = result.properties.filter(({ verdict }) => verdict === 'violated').map(({ name }) => name);
  return [...new Set([...evidence.map(({ violation }) => violation.property), ...names])].filter((name) =>
    names.includes(name),
  );
}

const NAMED_MAX = 3;

function shortList(names: readonly string[]): string {
  const more = names.length - NAMED_MAX;
  return `${names.slice(0, NAMED_MAX).join(', ')}${more > 0 ? `, and ${whole(more)} more` : ''}`;
}

type Of<Mode extends CheckRun['mode']> = Extract<CheckRun, { readonly mode: Mode }>;

function runsOf<Mode extends CheckRun['mode']>(runs: readonly CheckRun[], mode: Mode): Of<Mode>[] {
  return runs.filter((run): run is Of<Mode> => run.mode === mode);
}

const sum = <T>(list: readonly T[], of: (each: T) => number): number =>
  list.reduce((total, each) => total + of(each), 0);

/** What was checked, in prose: `*completely*` and `*a sample, not a proof*` are set apart. */
export function proseOf({ runs, left }: CheckResult): string[] {
  const exhaustive = runsOf(runs, 'exhaustive');
  const complete = exhaustive.filter(isOfAllStates);
  const random = runsOf(runs, 'random');
  const bounds = runsOf(runs, 'bounds');
  const canaries = runsOf(runs, 'canary');
  const networks = new Set(complete.map(({ subject }) => subject.network)).size;
  const lines: string[] = [];
  if (complete.length > 0) {
    const states = whole(sum(complete, ({ result }) => result.states));
    lines.push(
      `${counted(complete.length, 'configuration')} of ${counted(networks, 'network')} ${complete.length === 1 ? 'was' : 'were'} gone through *completely*: ${states} states, every interleaving.`,
    );
  }
  const ended = exhaustive.filter((run) => !isComplete(run));
  const atViolation = ended.filter(({ result }) => result.inconclusive === undefined);
  if (atViolation.length > 0)
    lines.push(
      `${counted(atViolation.length, 'exploration')} ended at a violation, with ${whole(sum(atViolation, ({ result }) => result.states))} states seen: of other properties ${atViolation.length === 1 ? 'it says' : 'they say'} nothing.`,
    );
  const unfinished = ended.length - atViolation.length;
  if (unfinished > 0)
    lines.push(
      `${counted(unfinished, 'exploration')} ended early; what ${unfinished === 1 ? 'it has' : 'they have'} not seen is not known.`,
    );
  lines.push(...reductionRemarks(exhaustive.map(({ result }) => result)));
  if (exhaustive.some(({ result }) => result.progress === 'left out')) lines.push(`${capital(LEFT_OUT)}.`);
  if (random.length > 0) {
    const drawn = sum(random, ({ result }) => result.configurations);
    lines.push(
      `${counted(
        sum(random, ({ result }) => result.runs),
        'random schedule',
      )} in ${counted(drawn, 'random configuration')} are *a sample, not a proof*.`,
    );
  }
  if (canaries.length > 0) {
    const caught = canaries.filter(({ verdict }) => verdict === 'caught').length;
    lines.push(
      caught === canaries.length
        ? `${caught === 1 ? 'The known bug that was switched on was' : `All ${caught} known bugs that were switched on were`} caught, so the checks can fail.`
        : `${whole(canaries.length - caught)} of ${counted(canaries.length, 'known bug')} that were switched on ${canaries.length - caught === 1 ? 'was' : 'were'} not caught.`,
    );
  }
  if (bounds.length > 0) {
    const claims = bounds.flatMap(({ result }) => result.bounds);
    const broken = claims.filter(({ verdict }) => verdict === 'violated').length;
    const inputs = whole(sum(claims, (claim) => claim.runs));
    lines.push(
      broken === 0
        ? `${counted(claims.length, 'claim')} about numbers met no counterexample in ${inputs} random inputs.`
        : `${whole(broken)} of ${counted(claims.length, 'claim')} about numbers ${broken === 1 ? 'is' : 'are'} broken.`,
    );
  }
  if (left > 0) lines.push(`An interruption left ${counted(left, 'item')} unchecked.`);
  return lines;
}

/** Whether all states were seen, and not those only that a reduction visits. */
const isOfAllStates = (run: ExhaustiveRun) => isComplete(run) && tookPart(run.result.reduction) === undefined;

/** The four numbers of the report. */
export function numbersOf({ runs }: CheckResult): { value: string; label: string }[] {
  const exhaustive = runsOf(runs, 'exhaustive');
  const complete = exhaustive.filter(isOfAllStates);
  const random = runsOf(runs, 'random');
  const canaries = runsOf(runs, 'canary');
  const rows = runsOf(runs, 'comparison').flatMap(({ values }) => values);
  const numbers: { value: string; label: string }[] = [];
  if (complete.length > 0)
    numbers.push({
      value: whole(sum(complete, ({ result }) => result.states)),
      label: `states, complete, in ${counted(complete.length, 'configuration')}`,
    });
  else if (exhaustive.length > 0)
    numbers.push({
      value: whole(sum(exhaustive, ({ result }) => result.states)),
      label: 'states seen, not all that there are',
    });
  if (random.length > 0)
    numbers.push({
      value: whole(sum(random, ({ result }) => result.runs)),
      label: 'random schedules: a sample, not a proof',
    });
  else if (exhaustive.length > 0)
    numbers.push({
      value: whole(sum(exhaustive, ({ result }) => result.steps)),
      label: 'steps between them',
    });
  if (canaries.length > 0)
    numbers.push({
      value: `${canaries.filter(({ verdict }) => verdict === 'caught').length} of ${canaries.length}`,
      label: 'known bugs caught',
    });
  else if (exhaustive.length > 0)
    numbers.push({
      value: whole(Math.max(...exhaustive.map(({ result }) => Math.max(0, result.depth - 1)))),
      label: 'steps to the farthest state',
    });
  if (rows.length > 0)
    numbers.push({
      value: `${rows.filter(({ isWithinBand }) => isWithinBand).length} of ${rows.length}`,
      label: 'published figures met within their bands',
    });
  else if (exhaustive.length > 0)
    numbers.push({
      value: whole(
        new Set(exhaustive.flatMap(({ result }) => result.properties.map(({ name }) => name))).size,
      ),
      label: 'properties',
    });
  return numbers;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
