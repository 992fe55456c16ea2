import type { AnyEventObject } from 'xstate';
import { quotedWhereNeeded } from '../../network/quoted.js';
import { type EncodedReaction, NOT_HANDLED } from './encoded-reaction.js';
import type { Interner } from '../store/interner.js';
import type { Interpreter } from '../../interpreter/interpreter.js';
import { isAtRest, isDone, type LocalState, localNumber } from '../../interpreter/local-state.js';
import { PairTable } from '../store/pair-table.js';

/**
 * What is known of a machine's behaviour: its local states and events as small integers, and the answer to each pair of them. One component
 * has it, or all that are alike (see `ComponentSpec.aliases`).
 */
export class MachineTable {
  readonly locals: LocalState[] = [];
  /** Whether a component may stay in this local state for ever (done, down or at rest). */
  readonly isAtRest: boolean[] = [];
  readonly events: AnyEventObject[] = [];
  readonly eventHashes: number[] = [];
  readonly answerIds = new PairTable();
  readonly answers: EncodedReaction[] = [NOT_HANDLED];
  /** By local state, in the order of its timers: what their firing brings. */
  readonly firings: EncodedReaction[][] = [];
  /** The interpreters of the components that have it. */
  readonly interpreters: Interpreter[] = [];
  /** What answers of components that are alike mean by a port: an event for whom the component calls by a name. */
  readonly ports: { readonly name: string; readonly event: AnyEventObject }[] = [];
  /** By number of the local state's parts, and of the event. */
  private readonly localIds = new Map<number, number>();
  private readonly eventIds = new Map<number, number>();
  private readonly portIds = new Map<string, number>();

  constructor(
    /** Whether answers speak of messages by ports, since several components have them. */
    readonly isShared: boolean,
    private readonly interner: Interner,
    private readonly hashOf: (event: AnyEventObject, number: number) => number,
  ) {}

  /** @param before the local state that this one came from: it shares most of its context */
  localId(local: LocalState, before: LocalState | undefined): number {
    const number = localNumber(local, this.interner, before);
    let id = this.localIds.get(number);
    if (id === undefined) {
      id = this.locals.length;
      this.localIds.set(number, id);
      this.locals.push(local);
      this.isAtRest.push(local.isDown || isDone(local) || isAtRest(local));
    }
    return id;
  }

  eventId(event: AnyEventObject): number {
    const form = this.interner.canonical(event, `event ${quotedWhereNeeded(event.type)}`);
    const number = this.interner.number(form);
    let id = this.eventIds.get(number);
    if (id === undefined) {
      id = this.events.length;
      this.eventIds.set(number, id);
      this.events.push(form);
      this.eventHashes.push(this.hashOf(form, number));
    }
    return id;
  }

  portId(name: string, event: AnyEventObject): number {
    const key = `${this.interner.number(event)} ${name}`;
    let id = this.portIds.get(key);
    if (id === undefined) {
      id = this.ports.length;
      this.portIds.set(key, id);
      this.ports.push({ name, event });
    }
    return id;
  }
}
