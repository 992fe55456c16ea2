import { tick } from '../interpreter/deadline.js';
import type { Engine } from '../engine/engine.js';
import { givenText } from '../network/described.js';
import { isAllocationFailure } from './memory.js';
import { CheckError, messageOf } from '../network/errors.js';
import { type LocalState, untoldText, valueText } from '../interpreter/local-state.js';
import type { View } from '../network/property.js';
import { EngineView } from '../property/engine-view.js';

/**
 * The orbits of states seen so far. An orbit function is given a view, which does not tell all of a state: states of one text are one only if what it does not tell is the
 * same too. Components change places in a symmetry, so that this is compared by chart and state value. Where components with the same of both differ in it, nobody knows which of
 * them took whose place, and the state is an orbit of its own.
 */
export class Orbits {
  private readonly seen = new Set<string>();
  /** By local state: its chart and state value, and what no view tells of it. */
  private readonly untold = new WeakMap<LocalState, { readonly place: string; readonly rest: string }>();
  private readonly view: EngineView;
  private asked = 0;

  constructor(
    private readonly engine: Engine,
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
    const untold = this.untoldIn(vector);
    return untold === '' ? orbit : JSON.stringify([orbit, untold]);
  }

  /** What no view tells of a state, whoever changes places with whom. */
  private untoldIn(vector: Int32Array): string {
    const rests = new Map<string, string>();
    let isTold = true;
    for (const component of this.engine.components) {
      const { place, rest } = this.untoldOf(component.local(vector[component.cell]!));
      const known = rests.get(place);
      if (known !== undefined && known !== rest) return `alone ${withoutZeros(vector).join()}`;
      rests.set(place, rest);
      if (rest !== '') isTold = false;
    }
    return isTold ? '' : JSON.stringify([...rests].filter(([, rest]) => rest !== '').sort());
  }

  private untoldOf(local: LocalState) {
    let known = this.untold.get(local);
    if (known === undefined) {
      const { snapshot } = local;
      known = { place: JSON.stringify([snapshot.machine.id, valueText(snapshot)]), rest: untoldText(local) };
      this.untold.set(local, known);
    }
    return known;
  }

  /** Anything but a text would be a mistake that takes states as one: `undefined` of a function without `return`, all of them. */
  private ask(): string {
    tick();
    let orbit: unknown;
    try {
      orbit = this.orbit(this.view);
    } catch (thrown) {
      // What there is no memory for ends the search as a budget does.
      if (thrown instanceof CheckError || isAllocationFailure(thrown)) throw thrown;
      throw new CheckError(`The orbit function throws: ${messageOf(thrown)}. Correct it.`);
    }
    if (typeof orbit === 'string') return orbit;
    throw new CheckError(`The orbit function gives ${givenText(orbit)}; it must give a text.`);
  }
}

/** So many orbits are asked for twice, and after that every sixteenth. */
const TWICE_FIRST = 64;
const TWICE_EVERY = 16;

/** A channel that is used later for the first time makes a vector longer, and says nothing of a state before. */
function withoutZeros(vector: Int32Array): Int32Array {
  let length = vector.length;
  while (length > 0 && vector[length - 1] === 0) length--;
  return vector.subarray(0, length);
}
