import { grown } from './successors.js';

/** Steps that may be enabled in one state. */
export class Candidates {
  count = 0;
  kind = new Uint8Array(16);
  source = new Int32Array(16);
  item = new Int32Array(16);
  /** Content of the channel without the message. */
  rest = new Int32Array(16);
  /** Of the step's identity, the same in every engine for this network, whatever it has explored before. */
  hash = new Int32Array(16);
  /** Where the candidate stands among the lists: see `CandidateLists.labelOf`. */
  entry = new Int32Array(16);

  clear(): void {
    this.count = 0;
  }

  add(kind: number, source: number, item: number, rest: number, hash: number, entry: number): void {
    const at = this.count++;
    if (at === this.kind.length) this.grow();
    this.kind[at] = kind;
    this.source[at] = source;
    this.item[at] = item;
    this.rest[at] = rest;
    this.hash[at] = hash;
    this.entry[at] = entry;
  }

  private grow(): void {
    const length = 2 * this.kind.length;
    this.kind = grown(this.kind, new Uint8Array(length));
    this.source = grown(this.source, new Int32Array(length));
    this.item = grown(this.item, new Int32Array(length));
    this.rest = grown(this.rest, new Int32Array(length));
    this.hash = grown(this.hash, new Int32Array(length));
    this.entry = grown(this.entry, new Int32Array(length));
  }
}
