import { matchesState, type StateValue } from 'xstate';
import { isDone, type LocalState } from '../interpreter/local-state.js';
import type { View } from '../network/property.js';

/** The part of a view that is about components, over whatever finds a component's local state. */
export abstract class LocalView implements View {
  abstract readonly components: readonly string[];
  abstract waiting(from: string, to: string): ReturnType<View['waiting']>;
  abstract sendersTo(component: string): readonly string[];
  protected abstract local(component: string): LocalState;

  matches(component: string, value: StateValue): boolean {
    return matchesState(value, this.local(component).snapshot.value);
  }

  context<TContext>(component: string): TContext {
    return this.local(component).snapshot.context as TContext;
  }

  hasTag(component: string, tag: string): boolean {
    return this.local(component).snapshot.hasTag(tag as never);
  }

  isDone(component: string): boolean {
    return isDone(this.local(component));
  }

  isCrashed(component: string): boolean {
    return this.local(component).isDown;
  }
}

// Views of all claims share it.
Object.freeze(LocalView.prototype);
