import { type Evidence, finalStateLines, type Network } from '../index.js';
import { replayCommand } from '../report/evidence.js';

/**
 * A counterexample as a failing test tells it: its steps, the state that they lead to, and how to see it again.
 *
 * @param isFound whether `replay` finds the network by the trace: of one that is at hand only the test knows where it comes from
 */
export function counterexampleText(network: Network, evidence: Evidence, isFound: boolean): string {
  const { rendered, violation } = evidence;
  const state = finalStateLines(network, violation).map((line) => `  ${line}`);
  return [rendered, '', 'At the end:', ...state, ...traceLines(evidence, isFound)].join('\n');
}

function traceLines({ traceFile, traceProblem, replayNetwork }: Evidence, isFound: boolean): string[] {
  if (traceFile === null)
    return traceProblem === undefined ? [] : ['', `There is no trace file. ${traceProblem}`];
  const command = `npx ${replayCommand(traceFile, replayNetwork)}`;
  return [
    '',
    isFound ? `Again: ${command}` : `Again: ${command} --network MODULE, the file that exports the network`,
  ];
}
