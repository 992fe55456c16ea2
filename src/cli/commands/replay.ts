import { renderCounterexample } from '../../counterexample/render.js';
import { replay } from '../../counterexample/replay.js';
import { readTrace, type TraceFile } from '../../counterexample/trace-file.js';
import type { Network } from '../../network/network.js';
import { BUILT_IN_PROPERTIES } from '../../network/property.js';
import { type ReplayOutcome, replayJson, replayText } from '../../report/replay-text.js';
import { EXIT } from '../exit-code.js';
import type { Session } from '../session.js';
import { choose, targetOf } from '../target.js';

/** @throws CheckError for a file that is damaged, or whose steps the network cannot take */
export async function replayFile(session: Session, file: string, isJson: boolean): Promise<number> {
  const trace = readTrace(session.path(file));
  const target = await targetOf(session, trace.network);
  const { network, subject } = choose(target, trace.parameters, trace.faults);
  const replayed = replay(network, trace);
  const { isViolated, message } = replayed;
  const otherProperty = isViolated ? undefined : violatedInstead(network, trace);
  const outcome: ReplayOutcome = {
    subject,
    violation: trace,
    isViolated,
    message,
    ...(otherProperty === undefined ? {} : { otherProperty }),
    ...(isViolated ? { rendered: renderCounterexample(trace, replayed) } : {}),
  };
  session.printEither(isJson, replayJson(outcome), () => replayText(outcome));
  return isViolated || otherProperty !== undefined ? EXIT.violated : EXIT.holds;
}

/** The property, if any, that the steps violate in place of the trace's own. */
function violatedInstead(network: Network, trace: TraceFile): string | undefined {
  const names = [...BUILT_IN_PROPERTIES, ...network.properties.map(({ name }) => name)];
  return names.find((property) => replay(network, { ...trace, property }).isViolated);
}
