/** Of so few cells a list is looked through faster than a set. */
const LISTED_MAX = 16;

/** The cells of the state vector that one evaluation has read, each once, in the order of reading. */
export class CellsRead {
  readonly cells: number[] = [];
  private all: Set<number> | undefined;

  note(cell: number): void {
    const { cells } = this;
    if (this.all === undefined) {
      if (cells.includes(cell)) return;
      cells.push(cell);
      if (cells.length > LISTED_MAX) this.all = new Set(cells);
      return;
    }
    if (this.all.has(cell)) return;
    this.all.add(cell);
    cells.push(cell);
  }
}
