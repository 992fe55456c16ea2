import { Option } from 'commander';
import { BreadthFirst, type ExploreResult } from '../../explore/breadth-first.js';
import { explorationText } from '../../report/exploration-text.js';
import { explorationJson } from '../../report/json.js';
import type { ShownWitness } from '../../report/witness-text.js';
import { evidenceOf, witnessEvidence } from '../confirm.js';
import { exitCodeOf } from '../exit-code.js';
import type { NetworkCommand } from '../network-command.js';
import {
  type BudgetOptions,
  budgetsOf,
  jsonOption,
  memoryMaxOption,
  secondsMaxOption,
  showOption,
  statesMaxOption,
  strictOption,
  traceDirOption,
} from '../options.js';
import { search } from '../search.js';
import { type Session, searchText } from '../session.js';
import { type Chosen, choose } from '../target.js';

interface ExploreCommandOptions extends BudgetOptions {
  readonly all?: boolean;
  readonly show?: readonly string[];
  readonly strict?: boolean;
  readonly json?: boolean;
  readonly traceDir: string;
}

/** What is told of each witness that was asked for, in the order of asking. */
function shownWitnesses(
  session: Session,
  chosen: Chosen,
  { witnesses }: ExploreResult,
  show: readonly string[],
  traceDir: string,
): ShownWitness[] {
  return [...new Set(show)].map((property) => {
    const witness = witnesses.find((each) => each.property === property);
    if (witness === undefined) return { property };
    return { property, evidence: witnessEvidence(session, chosen, witness, traceDir) };
  });
}

export const exploreCommand: NetworkCommand<ExploreCommandOptions> = {
  name: 'explore',
  description: 'Goes through the whole state space of one network.',
  options: () => [
    statesMaxOption(),
    secondsMaxOption(),
    memoryMaxOption(),
    new Option('--all', 'go on after a violation, to the end of the state space'),
    showOption(),
    strictOption(),
    jsonOption(),
    traceDirOption(),
  ],
  run: async (session, { target, given, faults, options }) => {
    const { all = false, show = [], strict = false, json = false, traceDir } = options;
    const chosen = choose(target, given, faults);
    const { network, subject } = chosen;
    const progress = session.progress(json);
    const result = await search(session, {
      mode: 'explore',
      subject,
      budgets: budgetsOf(options),
      begin: (budgets) =>
        new BreadthFirst(network, { ...budgets, afterViolation: all ? 'continue' : 'stop', show }),
      onProgress: (done) => progress.update(searchText(subject.network, done)),
    }).finally(() => progress.stop());
    const evidence = result.violations.map((violation) => evidenceOf(session, chosen, violation, traceDir));
    const witnesses = shownWitnesses(session, chosen, result, show, traceDir);
    session.printEither(json, explorationJson(subject, result, evidence, witnesses), () =>
      explorationText(subject, result, evidence, session.colours, witnesses),
    );
    return exitCodeOf(result.verdict, strict && result.vacuous.length > 0);
  },
};
