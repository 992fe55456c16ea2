import type { AnyEventObject } from 'xstate';
import type { ChannelContents } from '../interpreter/contents.js';
import { isAtRest, isDone, type LocalState } from '../interpreter/local-state.js';
import type { PlainNetwork } from './plain-network.js';
import type { PlainSuccessor } from './plain-successor.js';
import type { PlainState } from './plain-state.js';
import { canonicalKey } from '../network/canonical.js';
import { CheckError } from '../network/errors.js';
import { hardCaseOf, situationsOf } from '../network/property.js';
import type { Finding } from '../property/violation.js';
import { LocalView } from '../property/local-view.js';
import { checkedResult } from '../property/property-result.js';
import { deadlockMessage } from '../property/deadlock-message.js';
import { alwaysMessage, failureFindings, monitorMessage, obligationMessage } from '../property/messages.js';

/** A view of a plain state. */
export class PlainView extends LocalView {
  constructor(
    private readonly plain: PlainNetwork,
    private readonly state: PlainState,
  ) {
    super();
    Object.preventExtensions(this);
  }

  get components(): readonly string[] {
    return this.plain.network.componentIds;
  }

  waiting(from: string, to: string): readonly AnyEventObject[] {
    this.local(from);
    this.local(to);
    return [...this.state.channels.values()]
      .filter((channel) => channel.from === from && channel.to === to)
      .sort((one, other) => byText(laneText(one), laneText(other)))
      .flatMap(({ spec, messages }) => (spec.kind === 'fifo' ? messages : this.unordered(messages)));
  }

  private unordered(messages: readonly AnyEventObject[]): readonly AnyEventObject[] {
    const inOrder = sorted(messages);
    const { rules } = this.plain;
    if (inOrder.some((event, at) => event !== messages[at]))
      rules.onCase?.('messages that wait in another order than that of their texts');
    return rules.waiting === 'by text' ? inOrder : messages;
  }

  sendersTo(component: string): readonly string[] {
    this.local(component);
    return this.components.filter((from) => this.waiting(from, component).length > 0);
  }

  protected local(component: string): LocalState {
    const local = this.state.locals[this.components.indexOf(component)];
    if (local === undefined) {
      throw new CheckError(
        `There is no component '${component}' in network '${this.plain.network.name}'; it has ${this.components.join(', ')}.`,
      );
    }
    return local;
  }
}

Object.freeze(PlainView.prototype);

/** Channels by lane, then by kind, queues first, and then by the rest of their descriptions. */
const laneText = ({ spec }: ChannelContents): string =>
  JSON.stringify([
    spec.lane,
    ['fifo', 'bag', 'set'].indexOf(spec.kind) + 1,
    `${spec.capacity}`,
    spec.whenFull,
    spec.lossy,
    spec.duplicating,
    spec.deferring,
  ]);

/** Messages that have no order, in that of their texts. */
function sorted(messages: readonly AnyEventObject[]): AnyEventObject[] {
  const keyed = messages.map((event) => ({ event, text: canonicalKey(event, 'message') }));
  return keyed.sort((one, other) => byText(one.text, other.text)).map(({ event }) => event);
}

const byText = (one: string, other: string): number => (one === other ? 0 : one < other ? -1 : 1);

/** Everything that a plain state violates, which witnesses it is, and which hard cases occur in it: the properties' meaning, written down without tables. */
export function evaluatePlain(plain: PlainNetwork, state: PlainState, successors: readonly PlainSuccessor[]) {
  const { network } = plain;
  const view = new PlainView(plain, state);
  const findings: Finding[] = [];
  const witnessed: string[] = [];
  const hardCases: string[] = [];
  const margins = new Map<string, number>();
  const failures = successors.flatMap(({ outcome }) => ('property' in outcome ? [outcome] : []));
  const isTerminal = failures.length === 0 && successors.every(({ isProgress }) => !isProgress);
  const isEnd = plain.rules.ends === 'forgotten' ? isTerminal : mayEnd(successors);
  let monitors = 0;
  for (const property of network.properties) {
    const { name } = property;
    const hardCase = hardCaseOf(property);
    if (hardCase !== undefined) {
      if (situationsOf(hardCase).some((each) => checkedResult('hard case', name, each(view)) === true))
        hardCases.push(name);
    }
    // What never is asked for is never owed either.
    if (property.kind === 'leads to' && property.from?.(view) === true) hardCases.push(name);
    if (property.kind === 'always') {
      const result = checkedResult('always', property.name, property.holds(view));
      if (typeof result === 'number') margins.set(property.name, result);
      const message = alwaysMessage(result);
      if (message !== undefined) findings.push({ property: property.name, message });
    } else if (property.kind === 'reachable') {
      if (checkedResult('reachable', property.name, property.reached(view)) === true)
        witnessed.push(property.name);
    } else if (property.kind === 'monitor') {
      const cause = state.causes.get(monitors);
      const local = state.monitors[monitors++]!;
      const tagged = (tag: string) => local.snapshot.hasTag(tag as never);
      if (tagged('violation'))
        findings.push({ property: property.name, message: monitorMessage(local, cause) });
      else if (isEnd && tagged('pending'))
        findings.push({ property: property.name, message: obligationMessage(local, { isTerminal }) });
    }
  }
  const isAllDone = state.locals.every((local) => local.isDown || isDone(local) || isAtRest(local));
  if (isTerminal && !isAllDone) {
    const contents = { locals: state.locals, channels: [...state.channels.values()] };
    const enabled = successors.map(({ step }) => step);
    findings.push({
      property: 'deadlock-freedom',
      message: deadlockMessage(network, contents, enabled),
    });
  }
  // A step that fails leads to no state, so that what it violates is a finding of the state before it.
  const failing: readonly Finding[] = failures.flatMap(failureFindings);
  return {
    findings: [...findings, ...failing],
    failing,
    witnessed,
    hardCases,
    margins,
    isTerminal,
    isEnd,
  };
}

/** Whether a fair run may stay in a state for ever: nothing that would change it, or fail, is owed. */
function mayEnd(successors: readonly PlainSuccessor[]): boolean {
  return successors.every(
    ({ units, isDifferent }) => !isDifferent || units.every(({ fairness }) => fairness === 'none'),
  );
}
