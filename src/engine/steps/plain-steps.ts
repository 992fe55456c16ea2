import { FULL } from '../tables/channel-table.js';
import type { Tables } from '../tables/tables.js';
import type { Stepper } from './stepper.js';
import { DELIVER, DROP, TIMER } from './successors.js';

/**
 * Takes steps whose reaction is plain (see `EncodedReaction.isPlain`): what they change is written down at once, without performing them on the loaded state
 * and taking it back.
 */
export class PlainSteps {
  private readonly isUsable: boolean;

  constructor(
    private readonly tables: Tables,
    private readonly stepper: Stepper,
  ) {
    this.isUsable = !tables.monitors.some(({ watchesSteps }) => watchesSteps);
  }

  /** As `Stepper.attempt`. Returns false, with nothing added, of a step that the stepper is to take. */
  attempt(kind: number, source: number, item: number, rest: number): boolean {
    if (!this.isUsable || kind === DROP) return false;
    const { stepper, tables } = this;
    const { channels } = tables;
    const isMessage = kind < TIMER;
    const component = isMessage ? channels[source]!.receiver : tables.components[source]!;
    const { cell } = component;
    const local = stepper.work[cell]!;
    const answer = isMessage ? component.ask(local, item) : component.ownSteps(local)[item]!.answer;
    if (!answer.isPlain) return false;
    // Asking for the answer may have discovered a channel.
    stepper.reserve();
    const { work, successors: out } = stepper;
    out.open(kind, source, item);
    if (kind === DELIVER) {
      const channel = channels[source]!;
      if (channel.spec.kind !== 'set' && rest !== work[channel.cell]) out.change(channel.cell, rest);
    }
    if (answer.next !== local) out.change(cell, answer.next);
    const { effects } = answer;
    for (let at = 0; at < effects.length; at += 2) {
      const to = channels[effects[at]!]!;
      const before = work[to.cell]!;
      const after = to.push(before, effects[at + 1]!);
      if (after === FULL) {
        out.abandon();
        return false;
      }
      if (after !== before) out.change(to.cell, after);
    }
    out.close(out.hasChanges);
    return true;
  }
}
