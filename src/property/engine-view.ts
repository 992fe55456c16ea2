import type { AnyEventObject } from 'xstate';
import type { Engine } from '../engine/engine.js';
import type { LocalState } from '../engine/local-state.js';
import { LocalView } from './local-view.js';

/** A view of a state vector that tells which places of the vector are read, in the order of reading. */
export class EngineView extends LocalView {
  readonly components: readonly string[];
  vector: Int32Array = new Int32Array(0);
  /** Called with each place that is read. */
  onRead: (slot: number) => void = () => {};

  constructor(private readonly engine: Engine) {
    super();
    this.components = engine.network.componentIds;
  }

  waiting(from: string, to: string): readonly AnyEventObject[] {
    this.engine.indexOf(from);
    this.engine.indexOf(to);
    const messages: AnyEventObject[] = [];
    for (const channel of this.engine.channels) {
      if (channel.slot >= 0 && channel.from === from && channel.to === to) {
        this.onRead(channel.slot);
        messages.push(...channel.messages(this.vector[channel.slot] ?? 0));
      }
    }
    return messages;
  }

  protected local(component: string): LocalState {
    const index = this.engine.indexOf(component);
    this.onRead(index);
    return this.engine.components[index]!.local(this.vector[index]!);
  }
}
