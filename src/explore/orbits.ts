import { tick } from '../engine/deadline.js';
import type { Engine } from '../engine/engine.js';
import type { View } from '../network/property.js';
import { EngineView } from '../property/engine-view.js';

/** The orbits of states seen so far. */
export class Orbits {
  private readonly seen = new Set<string>();
  private readonly view: EngineView;

  constructor(
    engine: Engine,
    private readonly orbit: (view: View) => string,
  ) {
    this.view = new EngineView(engine);
  }

  isNew(vector: Int32Array): boolean {
    const orbit = this.of(vector);
    if (this.seen.has(orbit)) return false;
    this.seen.add(orbit);
    return true;
  }

  refuseUnknownFields(): void {
    this.view.names.refuseUnknownFields('The orbit function');
  }

  same(one: Int32Array, other: Int32Array): boolean {
    return this.of(one) === this.of(other);
  }

  private of(vector: Int32Array): string {
    this.view.vector = vector;
    tick();
    return this.orbit(this.view);
  }
}
