import { tick } from '../interpreter/deadline.js';
import type { Engine } from '../engine/engine.js';
import { inspectPlain } from '../network/canonical.js';
import { CheckError, messageOf } from '../network/errors.js';
import type { View } from '../network/property.js';
import { EngineView } from '../property/engine-view.js';

/** The orbits of states seen so far. */
export class Orbits {
  private readonly seen = new Set<string>();
  private readonly view: EngineView;
  private asked = 0;

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
    const number = this.asked++;
    const orbit = this.ask();
    const isSampled = number < TWICE_FIRST || number % TWICE_EVERY === 0;
    if (isSampled && this.ask() !== orbit) {
      throw new CheckError(
        'The orbit function gives different texts for one state; it must depend on the view only.',
      );
    }
    return orbit;
  }

  /** Anything but a text would be a mistake that takes states as one: `undefined` of a function without `return`, all of them. */
  private ask(): string {
    tick();
    let orbit: unknown;
    try {
      orbit = this.orbit(this.view);
    } catch (thrown) {
      // What there is no memory for ends the search as a budget does.
      if (thrown instanceof CheckError || thrown instanceof RangeError) throw thrown;
      throw new CheckError(`The orbit function throws: ${messageOf(thrown)}. Correct it.`);
    }
    if (typeof orbit === 'string') return orbit;
    throw new CheckError(`The orbit function gives ${inspectPlain(orbit)}; it must give a text.`);
  }
}

/** So many orbits are asked for twice, and after that every sixteenth. */
const TWICE_FIRST = 64;
const TWICE_EVERY = 16;
