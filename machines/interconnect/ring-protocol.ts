/** Messages of a ring buffer between two dies (docs/paper/facts.md 13.3). Each is one remote operation, or the completion of one. */

/** A message is told by its number at its sender. */
export interface Write {
  readonly type: 'WRITE';
  readonly slot: number;
  readonly message: number;
  readonly writer: string;
}

/** To the writer: its oldest write is visible. */
export interface Written {
  readonly type: 'WRITTEN';
}

export interface Read {
  readonly type: 'READ';
  readonly slot: number;
  readonly reader: string;
}

/** To the reader: what the slot held. */
export interface Data {
  readonly type: 'DATA';
  readonly message: number | null;
}

/** An atomic add: one more message of this sender can be read. */
export interface AddTail {
  readonly type: 'ADD_TAIL';
  readonly sender: string;
}

/** An atomic add: one more slot can be written. */
export interface AddHead {
  readonly type: 'ADD_HEAD';
  readonly receiver: string;
}

/** To whoever added: one of its additions is visible. */
export interface Added {
  readonly type: 'ADDED';
}
