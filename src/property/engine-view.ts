import type { AnyEventObject, StateValue } from 'xstate';
import type { Engine } from '../engine/engine.js';
import type { LocalState } from '../interpreter/local-state.js';
import type { CellsRead } from './cells-read.js';
import { LocalView } from './local-view.js';
import { NameWatch } from './name-watch.js';

/** A view of a state vector that tells which cells of the state vector are read, in the order of reading. */
export class EngineView extends LocalView {
  vector: Int32Array = new Int32Array(0);
  /** Told of each cell that is read. */
  reads: CellsRead | undefined;
  /** Whether `waiting` or `sendersTo` has been asked: what they tell may also change by a channel that is used for the first time. */
  hasReadChannels = false;
  /** Contexts and messages have the objects of the user's that they were made of, and not canonical ones. */
  isAsMade = false;

  /** The names that were asked for here. */
  readonly names: NameWatch;

  constructor(private readonly engine: Engine) {
    super();
    this.names = new NameWatch(engine);
    // What a predicate would put in the place of a method would answer instead of the state.
    Object.preventExtensions(this);
  }

  get components(): readonly string[] {
    return this.engine.network.componentIds;
  }

  override matches(component: string, value: StateValue): boolean {
    this.names.askState(this.engine.indexOf(component), value);
    return super.matches(component, value);
  }

  override context<TContext>(component: string): TContext {
    const index = this.engine.indexOf(component);
    this.reads?.note(index);
    if (this.isAsMade) return this.engine.asMade(super.context<TContext>(component));
    return this.names.contextIn(index, this.vector[index]!) as TContext;
  }

  override hasTag(component: string, tag: string): boolean {
    this.names.askTag(this.engine.indexOf(component), tag);
    return super.hasTag(component, tag);
  }

  waiting(from: string, to: string): readonly AnyEventObject[] {
    this.hasReadChannels = true;
    const messages: AnyEventObject[] = [];
    for (const channel of this.engine.channelsBetween(from, to)) {
      const { cell } = channel;
      if (cell < 0) continue;
      this.reads?.note(cell);
      const content = this.vector[cell] ?? 0;
      if (content !== 0) messages.push(...channel.messages(content));
    }
    return this.isAsMade ? messages.map((message) => this.engine.asMade(message)) : messages;
  }

  sendersTo(component: string): readonly string[] {
    this.hasReadChannels = true;
    const senders: string[] = [];
    for (const { cell, from } of this.engine.channelsTo(component)) {
      if (cell < 0) continue;
      this.reads?.note(cell);
      if ((this.vector[cell] ?? 0) !== 0 && senders.at(-1) !== from) senders.push(from);
    }
    return senders;
  }

  protected local(component: string): LocalState {
    const index = this.engine.indexOf(component);
    this.reads?.note(index);
    return this.engine.components[index]!.local(this.vector[index]!);
  }
}

Object.freeze(EngineView.prototype);
