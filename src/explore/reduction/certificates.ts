import type { Objection } from './acts.js';
import type { LeftOut } from './ahead-scope.js';
import type { AloneRule } from './alone.js';
import type { Certificate } from './certificate.js';
import type { Dropped } from './conditions.js';
import type { KnownThen } from './knowledge.js';

/** States that one certificate is found for together, at most. */
const VECTORS_MAX = 16;
/** Likewise of states that have been taken alone before it is looked for. */
const TOGETHER_MAX = 32;
/** Questions that are asked at most for the sake of several states together, how often in vain for one step, and as what part of all that is asked for the reduction. */
const ASKED_TOGETHER_MAX = 16;
const IN_VAIN_MAX = 2;
const ASKED_TOGETHER_PART = 1 / 16;
/** How often in turn a step is taken alone before it is looked at again whether it may be: so often at first, then more often by that factor, and so often at most. */
const UNCERTIFIED_AT_FIRST = 7;
const UNCERTIFIED_FACTOR = 8;
const UNCERTIFIED_MAX = 63;

/** Over the states that were taken alone, once the search is done. */
const FIRST_PASS = 1;

/** Steps and choices have smaller numbers. */
const STEPS_MAX = 2 ** 26;

/** In place of the number of a certificate: the step is taken alone for now, as it could be so often before. It has to be certified when the search is done. */
const UNCERTIFIED = 0;
const NO_CERTIFICATE: Issued = {
  vectors: [],
  certificate: undefined,
  then: new Int32Array(0),
  growth: -1,
  pass: -1,
};

/** A certificate, the states for which it was found, and what was known then. */
interface Issued {
  vectors: readonly Int32Array[];
  /** `undefined`: it does not hold any more. */
  certificate: Certificate | undefined;
  then: KnownThen;
  /** See `Knowledge`. */
  growth: number;
  /** In which pass it was found, or found to hold still; 0 during the search. */
  pass: number;
}

/** The certificates of one step, or of one choice. */
interface OfStep {
  readonly leftOut: LeftOut;
  /** Their numbers. */
  readonly issued: number[];
  /** How often in turn it was tried in vain to make two one, and how often it has not been tried since. */
  failures: number;
  skipped: number;
  /** How often in turn it is taken alone without a certificate, and how often it has been since the last one. */
  uncertifiedMax: number;
  uncertified: number;
  /** Of so many states a certificate is looked for together when the search is done. */
  together: number;
  /** How often something was asked for the sake of several states together of which it could not be shown. */
  askedInVain: number;
}

/** Finds out of steps whether they may be taken alone, and does not look twice where a certificate tells. */
export class Certificates {
  /** Why steps were not taken alone, and how often. */
  readonly objections = new Map<string, number>();
  /** The first one stands for none. */
  private readonly issued: Issued[] = [NO_CERTIFICATE];
  /** How much was asked for the sake of several states together. */
  private askedTogether = 0;
  /** By number of the step and, of a component's own step, its local state: as a rule nothing is certified of two together. */
  private readonly ofStep = new Map<number, OfStep>();
  private pass = 0;

  constructor(
    private readonly rule: AloneRule,
    private readonly dropped: Dropped,
  ) {}

  /** States that were taken alone are looked at again from now on, all of them. */
  beginPass(): void {
    this.pass++;
  }

  /**
   * The number of a certificate by which a step may be taken alone, or -1; or `UNCERTIFIED`: most of what is known then becomes known during the search, so that nearly all has to be
   * looked at again at its end, which is quicker where many states can be looked at together.
   *
   * @param isSearching whether the search is not done yet: only then it may be `UNCERTIFIED`
   */
  find(vector: Int32Array, leftOut: LeftOut, isSearching: boolean): number {
    if (!this.rule.candidates.isFit(vector, leftOut)) return -1;
    const ofStep = this.of(vector, leftOut);
    const { issued } = ofStep;
    for (let at = issued.length - 1; at >= 0; at--) {
      const number = issued[at]!;
      if (!this.issued[number]!.certificate!.covers(vector)) continue;
      return number;
    }
    if (isSearching && ofStep.uncertified < ofStep.uncertifiedMax) {
      ofStep.uncertified++;
      return UNCERTIFIED;
    }
    ofStep.uncertified = 0;
    const found = this.join(ofStep, vector) ?? this.issue(ofStep, vector);
    const more = UNCERTIFIED_FACTOR * ofStep.uncertifiedMax + UNCERTIFIED_AT_FIRST;
    ofStep.uncertifiedMax = found < 0 ? 0 : Math.min(more, UNCERTIFIED_MAX);
    return found;
  }

  /**
   * Likewise when more is known than when the certificate was found.
   *
   * @param others further states in which it is likely that the step has been taken alone
   */
  findAgain(
    number: number,
    vector: Int32Array,
    leftOut: LeftOut,
    others: () => Iterable<Int32Array>,
  ): number {
    if (this.dropped.has(number === UNCERTIFIED ? 'certified at last' : 'revalidation')) return number;
    const ofStep = this.of(vector, leftOut);
    const known = this.upToDate(ofStep, number, vector);
    if (known !== undefined) return known;
    if (this.isGoodFor(ofStep, number, vector)) return number;
    for (const other of [...ofStep.issued])
      if (other !== number && this.isGoodFor(ofStep, other, vector)) return other;
    const isOfStep = (each: Int32Array) => this.of(each, leftOut) === ofStep;
    return this.issueTogether(ofStep, vector, isOfStep, others) ?? this.issueAlone(ofStep, vector);
  }

  private of(vector: Int32Array, leftOut: LeftOut): OfStep {
    const local = leftOut.channel < 0 ? vector[leftOut.component]! + 1 : 0;
    const key = leftOut.number + local * STEPS_MAX;
    let ofStep = this.ofStep.get(key);
    if (ofStep === undefined) {
      ofStep = {
        leftOut,
        issued: [],
        failures: 0,
        skipped: 0,
        uncertifiedMax: 0,
        uncertified: 0,
        together: TOGETHER_MAX,
        askedInVain: 0,
      };
      this.ofStep.set(key, ofStep);
    }
    return ofStep;
  }

  /** A certificate that covers a state, the one that did before if possible, of those since which nothing has been found out. */
  private upToDate({ issued }: OfStep, before: number, vector: Int32Array): number | undefined {
    const { growth } = this.rule.knowledge;
    const isGood = (number: number) => {
      const each = this.issued[number]!;
      return this.isFresh(each, growth) && each.certificate?.covers(vector) === true;
    };
    return isGood(before) ? before : issued.findLast(isGood);
  }

  /** Most is asked in the first pass, by which a certificate would lapse again and again: what was found in it is left to the second. */
  private isFresh({ growth, pass }: Issued, now: number): boolean {
    return growth === now || (pass === FIRST_PASS && this.pass === FIRST_PASS);
  }

  private isGoodFor(ofStep: OfStep, number: number, vector: Int32Array): boolean {
    const issued = this.issued[number]!;
    // What does not cover it now hardly would if it was found anew, which takes longer.
    if (issued.certificate?.covers(vector) !== true) return false;
    if (!this.holds(ofStep, issued)) {
      issued.certificate = undefined;
      ofStep.issued.splice(ofStep.issued.indexOf(number), 1);
      return false;
    }
    return issued.certificate.covers(vector);
  }

  private holds(ofStep: OfStep, issued: Issued): boolean {
    const { knowledge } = this.rule;
    const { growth } = knowledge;
    if (issued.growth === growth) return true;
    if (knowledge.isMoreKnown(issued.then, issued.certificate!.dependsOn)) {
      return this.renew(ofStep, issued, issued.vectors);
    }
    issued.growth = growth;
    issued.pass = this.pass;
    issued.then = knowledge.now();
    return true;
  }

  /** Returns whether what is certified holds. */
  private renew(ofStep: OfStep, issued: Issued, vectors: readonly Int32Array[]): boolean {
    const certified = this.certify(ofStep, vectors);
    if (typeof certified === 'string') return false;
    Object.assign(issued, certified);
    return true;
  }

  private certify(ofStep: OfStep, vectors: readonly Int32Array[]): Issued | string {
    const { rule } = this;
    // What is asked on the way may make a difference to what was looked at before.
    const { growth } = rule.knowledge;
    const then = rule.knowledge.now();
    const find = () => rule.objection(vectors, ofStep.leftOut);
    const objection = vectors.length === 1 ? find() : this.askingLittle(ofStep, find);
    return objection ?? { vectors, certificate: rule.certificate(), then, growth, pass: this.pass };
  }

  /** Several states together come to much that none of them does, of which nobody need be asked: only little, as long as that is not in vain. */
  private askingLittle(ofStep: OfStep, find: () => Objection): Objection {
    const { questions } = this.rule;
    const { asked } = questions;
    const mayAsk = ofStep.askedInVain < IN_VAIN_MAX && this.askedTogether <= ASKED_TOGETHER_PART * asked;
    const objection = questions.withAtMost(mayAsk ? ASKED_TOGETHER_MAX : 0, find);
    this.askedTogether += questions.asked - asked;
    if (objection !== undefined && questions.asked > asked) ofStep.askedInVain++;
    return objection;
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
    if (this.renew(ofStep, issued, [...issued.vectors, vector.slice()])) {
      ofStep.failures = 0;
      return number;
    }
    ofStep.failures++;
    return undefined;
  }

  /** Finds a certificate for a state and for others that none covers, for fewer and fewer of them until there is one. `undefined` where it is not tried, or there is none. */
  private issueTogether(
    ofStep: OfStep,
    vector: Int32Array,
    isOfStep: (vector: Int32Array) => boolean,
    others: () => Iterable<Int32Array>,
  ): number | undefined {
    while (ofStep.together > 1) {
      const vectors = [vector.slice()];
      for (const other of others()) {
        if (!isOfStep(other) || ofStep.issued.some((each) => this.issued[each]!.certificate!.covers(other)))
          continue;
        vectors.push(other.slice());
        if (vectors.length === ofStep.together) break;
      }
      if (vectors.length === 1) return undefined;
      const certified = this.certify(ofStep, vectors);
      if (typeof certified !== 'string') {
        ofStep.failures = 0;
        if (vectors.length === ofStep.together) ofStep.together = Math.min(2 * ofStep.together, TOGETHER_MAX);
        return this.add(ofStep, certified);
      }
      ofStep.together = vectors.length >> 1;
      ofStep.failures++;
    }
    return undefined;
  }

  /** Finds a certificate for one state. Where there is one, it is tried with two next time, or when it has been in vain less often. */
  private issueAlone(ofStep: OfStep, vector: Int32Array): number {
    const number = this.issue(ofStep, vector);
    const isTried = number >= 0 && ofStep.skipped >= ofStep.failures;
    ofStep.together = isTried ? 2 : 1;
    ofStep.skipped = isTried ? 0 : ofStep.skipped + 1;
    return number;
  }

  private issue(ofStep: OfStep, vector: Int32Array): number {
    const certified = this.certify(ofStep, [vector.slice()]);
    if (typeof certified !== 'string') return this.add(ofStep, certified);
    this.objections.set(certified, (this.objections.get(certified) ?? 0) + 1);
    return -1;
  }

  private add(ofStep: OfStep, certified: Issued): number {
    const number = this.issued.length;
    this.issued.push(certified);
    ofStep.issued.push(number);
    return number;
  }
}
