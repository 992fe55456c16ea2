import type { AnyEventObject, StateValue } from 'xstate';
import type { Engine } from '../engine/engine.js';
import type { LocalState } from '../interpreter/local-state.js';
import { LocalView } from './local-view.js';
import { NameWatch } from './name-watch.js';

/** A view of a state vector that tells which cells of the state vector are read, in the order of reading. */
export class EngineView extends LocalView {
  readonly components: readonly string[];
  vector: Int32Array = new Int32Array(0);
  /** Called with each cell that is read. */
  onRead: (cell: number) => unknown = () => {};
  /** Whether `waiting` has been asked: what it tells may also change by a channel that is used for the first time. */
  hasReadChannels = false;

  /** The names that were asked for here. */
  readonly names: NameWatch;

  constructor(private readonly engine: Engine) {
    super();
    this.names = new NameWatch(engine);
    this.components = engine.network.componentIds;
  }

  override matches(component: string, value: StateValue): boolean {
    this.names.askState(this.engine.indexOf(component), value);
    return super.matches(component, value);
  }

  override context<TContext>(component: string): TContext {
    const context = super.context<unknown>(component);
    return this.names.context(this.engine.indexOf(component), context) as TContext;
  }

  override hasTag(component: string, tag: string): boolean {
    this.names.askTag(this.engine.indexOf(component), tag);
    return super.hasTag(component, tag);
  }

  waiting(from: string, to: string): readonly AnyEventObject[] {
    this.hasReadChannels = true;
    const messages: AnyEventObject[] = [];
    for (const channel of this.engine.channelsBetween(from, to)) {
      if (channel.cell < 0) continue;
      this.onRead(channel.cell);
      messages.push(...channel.messages(this.vector[channel.cell] ?? 0));
    }
    return messages;
  }

  protected local(component: string): LocalState {
    const index = this.engine.indexOf(component);
    this.onRead(index);
    return this.engine.components[index]!.local(this.vector[index]!);
  }
}
