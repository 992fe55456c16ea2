import type { LeftOut } from './ahead-scope.js';
import type { AloneRule } from './alone.js';
import type { Certificate } from './certificate.js';
import type { KnownThen } from './knowledge.js';

/** States that one certificate is found for together, at most. */
const VECTORS_MAX = 16;

/** A certificate, the states for which it was found, and what was known then. */
interface Issued {
  vectors: readonly Int32Array[];
  /** `undefined`: it does not hold any more. */
  certificate: Certificate | undefined;
  then: KnownThen;
  /** See `Knowledge`. */
  growth: number;
}

/** The certificates of one step. */
interface OfStep {
  readonly step: LeftOut;
  /** Their numbers. */
  readonly issued: number[];
  /** How often in turn it was tried in vain to make two one, and how often it has not been tried since. */
  failures: number;
  skipped: number;
}

/** Finds out of steps whether they may be taken alone, and does not look twice where a certificate tells. */
export class Certificates {
  /** Why steps were not taken alone, and how often. */
  readonly objections = new Map<string, number>();
  private readonly issued: Issued[] = [];
  /** By number of the step. */
  private readonly ofStep: OfStep[] = [];

  constructor(private readonly rule: AloneRule) {}

  /** The number of a certificate by which a step may be taken alone, or -1. */
  find(vector: Int32Array, kind: number, source: number, item: number): number {
    const { rule } = this;
    if (rule.unfit(vector, kind, source, item) !== undefined) return -1;
    const ofStep = this.of(vector, kind, source, item);
    const { issued } = ofStep;
    for (let at = issued.length - 1; at >= 0; at--) {
      const number = issued[at]!;
      if (!this.issued[number]!.certificate!.covers(vector)) continue;
      return number;
    }
    return this.join(ofStep, vector) ?? this.issue(ofStep, vector);
  }

  /** Likewise when more is known than when the certificate was found. */
  findAgain(number: number, vector: Int32Array, kind: number, source: number, item: number): number {
    const ofStep = this.of(vector, kind, source, item);
    if (this.isGoodFor(ofStep, number, vector)) return number;
    for (const other of [...ofStep.issued])
      if (other !== number && this.isGoodFor(ofStep, other, vector)) return other;
    return this.issue(ofStep, vector);
  }

  private of(vector: Int32Array, kind: number, source: number, item: number): OfStep {
    const step = this.rule.leftOut(vector, kind, source, item);
    return (this.ofStep[this.rule.numberOf(step)] ??= { step, issued: [], failures: 0, skipped: 0 });
  }

  private isGoodFor(ofStep: OfStep, number: number, vector: Int32Array): boolean {
    const issued = this.issued[number]!;
    // What does not cover it now hardly would if it was found anew, which takes longer.
    if (issued.certificate?.covers(vector) !== true) return false;
    if (!this.holds(ofStep.step, issued)) {
      issued.certificate = undefined;
      ofStep.issued.splice(ofStep.issued.indexOf(number), 1);
      return false;
    }
    return issued.certificate.covers(vector);
  }

  private holds(step: LeftOut, issued: Issued): boolean {
    const { knowledge } = this.rule;
    const { growth } = knowledge;
    if (issued.growth === growth) return true;
    if (knowledge.isMoreKnown(issued.then, issued.certificate!.dependsOn)) {
      return this.renew(step, issued, issued.vectors);
    }
    issued.growth = growth;
    issued.then = knowledge.now();
    return true;
  }

  /** Returns whether what is certified holds. */
  private renew(step: LeftOut, issued: Issued, vectors: readonly Int32Array[]): boolean {
    const certified = this.certify(step, vectors);
    if (typeof certified === 'string') return false;
    Object.assign(issued, certified);
    return true;
  }

  private certify(step: LeftOut, vectors: readonly Int32Array[]): Issued | string {
    const { knowledge } = this.rule;
    // What is asked on the way may make a difference to what was looked at before.
    const { growth } = knowledge;
    const then = knowledge.now();
    const find = () => this.rule.objection(vectors, step);
    // Several states together come to much that none of them does, of which nobody need be asked.
    const objection = vectors.length === 1 ? find() : this.rule.questions.withoutAsking(find);
    return objection ?? { vectors, certificate: this.rule.certificate(), then, growth };
  }

  /** Makes the last certificate one that covers a further state, too. `undefined` where that is not tried, or there is none. */
  private join(ofStep: OfStep, vector: Int32Array): number | undefined {
    const number = ofStep.issued.at(-1);
    if (number === undefined) return undefined;
    const issued = this.issued[number]!;
    if (issued.vectors.length >= VECTORS_MAX) return undefined;
    if (ofStep.skipped < ofStep.failures) {
      ofStep.skipped++;
      return undefined;
    }
    ofStep.skipped = 0;
    if (this.renew(ofStep.step, issued, [...issued.vectors, vector.slice()])) {
      ofStep.failures = 0;
      return number;
    }
    ofStep.failures++;
    return undefined;
  }

  private issue(ofStep: OfStep, vector: Int32Array): number {
    const certified = this.certify(ofStep.step, [vector.slice()]);
    if (typeof certified === 'string') {
      this.objections.set(certified, (this.objections.get(certified) ?? 0) + 1);
      return -1;
    }
    const number = this.issued.length;
    this.issued.push(certified);
    ofStep.issued.push(number);
    return number;
  }
}
