import { briefText, type Evidence, finalStateLines, type Network } from '../index.js';
import { replayCommand } from '../report/evidence.js';

/**
 * A counterexample as a failing test tells it: in brief, with the state that it leads to, and how to see it again. Where there are too many steps to explain: all of them.
 *
 * @param isFound whether `replay` finds the network by the trace: of one that is at hand only the test knows where it comes from
 */
export function counterexampleText(network: Network, evidence: Evidence, isFound: boolean): string {
  const { rendered, explanation, violation } = evidence;
  if (explanation !== undefined) return [briefText(explanation), ...traceLines(evidence, isFound)].join('\n');
  // A network that fails as it starts comes to no state.
  const isAtStart = violation.steps.length === 0;
  const state = isAtStart ? [] : finalStateLines(network, violation).map((line) => `  ${line}`);
  const end = isAtStart ? [] : ['', 'At the end:', ...state];
  return [rendered, ...end, ...traceLines(evidence, isFound)].join('\n');
}

function traceLines({ traceFile, traceProblem, replayNetwork }: Evidence, isFound: boolean): string[] {
  if (traceFile === null)
    return traceProblem === undefined ? [] : ['', `There is no trace file. ${traceProblem}`];
  const command = replayCommand(traceFile, replayNetwork);
  return [
    '',
    isFound ? `Again: ${command}` : `Again: ${command} --network MODULE, the file that exports the network`,
  ];
}
