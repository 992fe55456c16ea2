import type { EncodedReaction } from '../tables/encoded-reaction.js';
import type { ChannelTable } from '../tables/channel-table.js';
import { FULL } from '../tables/channel-table.js';
import type { ComponentTable } from '../tables/component-table.js';
import { PairTable } from '../store/pair-table.js';
import type { Stepper } from './stepper.js';
import { DELIVER } from './successors.js';
import type { Tables } from '../tables/tables.js';

/** Integers that compiled steps may occupy; steps found beyond that are worked out anew each time. */
const COMPILED_INTS_MAX = 1 << 24;

/** Steps that are not compiled: the stepper takes them. */
const NOT_COMPILED = 0;

/**
 * The steps of one source, written down as one row of integers: what to change, and what to push where. A source is a
 * channel's content at a local state of its receiver, or a component's local state; nearly all states are put together from
 * the same few sources. Only plain reactions are written down (see `EncodedReaction.isPlain`): everything else depends on more.
 *
 * A program: number of steps, then for each its kind, source, item, content after it, number of changes,
 * (cell, value) for each, number of messages, (channel, event) for each.
 */
export class CompiledSteps {
  private code = new Int32Array(1024);
  /** Programs begin at 1: see `NOT_COMPILED`. */
  private length = 1;
  private readonly ofMessages: PairTable[] = [];
  private readonly ofComponents = new PairTable();
  private readonly isUsable: boolean;

  constructor(
    private readonly tables: Tables,
    private readonly stepper: Stepper,
  ) {
    this.isUsable = !tables.monitors.some((monitor) => monitor.watchesSteps);
  }

  /** Adds the steps that deliver a content of a channel, if they are written down. */
  deliver(index: number, channel: ChannelTable, content: number, local: number): boolean {
    const known = this.ofMessages[index];
    let program = known === undefined ? -1 : known.get(content, local);
    if (program < 0) program = this.writeDeliveries(index, channel, content, local);
    return this.run(program);
  }

  /** Adds the steps that a component takes by itself, if they are written down. */
  own(component: number, local: number): boolean {
    let program = this.ofComponents.get(component, local);
    if (program < 0) program = this.writeOwn(component, local);
    return this.run(program);
  }

  private run(program: number): boolean {
    if (program === NOT_COMPILED) return false;
    const { code } = this;
    const { successors: out, work } = this.stepper;
    const { channels } = this.tables;
    let at = program + 1;
    for (let left = code[program]!; left > 0; left--) {
      const step = at;
      out.open(code[at]!, code[at + 1]!, code[at + 2]!);
      let changes = code[at + 4]!;
      at += 5;
      for (; changes > 0; changes--) {
        out.change(code[at]!, code[at + 1]!);
        at += 2;
      }
      let isFull = false;
      for (let sends = code[at++]!; sends > 0; sends--) {
        const channel = channels[code[at]!]!;
        const before = work[channel.cell]!;
        const after = channel.push(before, code[at + 1]!);
        at += 2;
        if (after === FULL) isFull = true;
        else if (after !== before) out.change(channel.cell, after);
      }
      if (isFull) {
        out.abandon();
        this.stepper.attempt(code[step]!, code[step + 1]!, code[step + 2]!, code[step + 3]!);
      } else out.close(out.hasChanges);
    }
    return true;
  }

  private writeDeliveries(index: number, channel: ChannelTable, content: number, local: number): number {
    const { receiver, spec, cell } = channel;
    const offers = channel.offers(content);
    const keeps = spec.kind === 'set';
    const code = [offers.length / 2];
    let isWritten = !spec.lossy && !spec.duplicating;
    for (let at = 0; at < offers.length && isWritten; at += 2) {
      const answer = receiver.ask(local, offers[at]!);
      if (answer.isPlain) {
        const changes = keeps || offers[at + 1] === content ? [] : [cell, offers[at + 1]!];
        code.push(DELIVER, index, offers[at]!, offers[at + 1]!);
        writeAnswer(code, changes, receiver, local, answer);
      } else isWritten = false;
    }
    while (this.ofMessages.length <= index) this.ofMessages.push(new PairTable());
    return this.install(this.ofMessages[index]!, content, local, isWritten ? code : undefined);
  }

  private writeOwn(index: number, local: number): number {
    const component = this.tables.components[index]!;
    const steps = component.ownSteps(local);
    const code = [steps.length];
    steps.forEach(({ number, answer }, item) => {
      code.push(number, index, item, 0);
      writeAnswer(code, [], component, local, answer);
    });
    const isWritten = steps.every(({ answer }) => answer.isPlain);
    return this.install(this.ofComponents, index, local, isWritten ? code : undefined);
  }

  private install(
    table: PairTable,
    row: number,
    column: number,
    code: readonly number[] | undefined,
  ): number {
    if (this.length + table.size > COMPILED_INTS_MAX) return NOT_COMPILED;
    let program = NOT_COMPILED;
    if (this.isUsable && code !== undefined) {
      program = this.length;
      this.length += code.length;
      if (this.length > this.code.length) {
        const longer = new Int32Array(2 * this.length);
        longer.set(this.code);
        this.code = longer;
      }
      this.code.set(code, program);
    }
    table.set(row, column, program);
    // Asking for answers may have discovered a channel, which makes state vectors longer.
    this.stepper.reserve();
    return program;
  }
}

function writeAnswer(
  code: number[],
  changes: readonly number[],
  component: ComponentTable,
  local: number,
  answer: EncodedReaction,
): void {
  const all = answer.next === local ? changes : [...changes, component.cell, answer.next];
  code.push(all.length / 2, ...all, answer.effects.length / 2, ...answer.effects);
}
