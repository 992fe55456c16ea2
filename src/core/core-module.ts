import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PAGES } from './memory-map.js';

/** What the core offers; see `assembly`. Addresses are in bytes. */
export interface CoreExports {
  layCells(
    cells: number,
    count: number,
    further: number,
    furtherFields: number,
    vector: number,
    rowBytes: number,
    cellsOfWords: number,
  ): void;
  layDependents(
    dependents: number,
    programs: number,
    outdated: number,
    active: number,
    unrested: number,
    dependentBits: number,
  ): void;
  layJudgedBy(bits: number): void;
  layNodes(nodes: number, overflow: number, overflowMask: number): void;
  laySources(channels: number, channelCount: number, components: number, componentCount: number): void;
  layJudging(
    roots: number,
    predicates: number,
    monitors: number,
    monitorCount: number,
    settled: number,
  ): void;
  layClosed(at: number, statesMax: number): void;
  laySet(
    rows: number,
    end: number,
    index: number,
    scratch: number,
    parentBits: number,
    parentSamples: number,
    awake: number,
    awakeSlots: number,
    shards: number,
    oneShardMax: number,
    factors: number,
  ): void;
  layStage(
    stage: number,
    hashes: number,
    parents: number,
    awakeRows: number,
    max: number,
    log: number,
    scratchRows: number,
  ): void;
  run(from: number, end: number, isJudged: number, logMax: number): number;
  nextState(): number;
  missingSource(): number;
  missingNode(): number;
  missingValue(): number;
  stepCount(): number;
  sleptCount(): number;
  terminalCount(): number;
  closedCount(): number;
  resetClosed(): void;
  stateCount(): number;
  stagedCount(): number;
  loggedCount(): number;
  resetLog(): void;
  setLogging(on: number): void;
  forgetAwake(): void;
  wasNew(): number;
  hasRoomFor(states: number): number;
  mayRowsGrow(bytes: number): number;
  read(state: number): void;
  readCells(from: number, to: number, cells: number, count: number, into: number): void;
  pack(row: number): void;
  addVector(parent: number): number;
  stage(parent: number, count: number, starts: number, cells: number, values: number): void;
  flush(): void;
  locate(into: number): void;
  parentOf(state: number): number;
  rootCount(): number;
  bytes(): number;
  lengthenRows(before: number, after: number): void;
  tidyRows(cells: number, rowBytes: number): void;
  divideRows(
    cells: number,
    rowBytes: number,
    parts: number,
    partCount: number,
    statesEnd: number,
    scratchRow: number,
  ): number;
  lengthenPart(part: number, bytes: number): void;
  rebuild(): void;
  layBlocks(
    control: number,
    stages: number,
    count: number,
    stageRows: number,
    rows: number,
    hashes: number,
    parents: number,
    awakeRows: number,
    closes: number,
  ): void;
  layRun(from: number, end: number, blockStates: number, isJudged: number): void;
  runTogether(logMax: number): number;
  endRun(): void;
  wholeAt(): number;
  seenSign(): number;
  rowsOfRun(): number;
  ownBlocksOfRun(): number;
  setDawdling(seed: number, fault: number): void;
  privateInts(): number;
  share(at: number): void;
}

/** A core of its own, and its memory. */
export interface CoreInstance {
  readonly exports: CoreExports;
  readonly memory: SharedArrayBuffer;
  /** What the cores of other threads on the same memory are made of. */
  readonly shared: { readonly module: object; readonly memory: object };
}

/** Node.js has it; its types do not. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (descriptor: { initial: number; maximum: number; shared: boolean }) => {
    readonly buffer: SharedArrayBuffer;
    grow(pages: number): number;
  };
  readonly Instance: new (
    module: object,
    imports: { env: { memory: object } },
  ) => { readonly exports: object };
};

let compiled: object | undefined;

/** A new core; `undefined` where the machine does not give it its range of addresses, or Node.js has no WebAssembly (`--jitless`). */
export function instantiateCore(): CoreInstance | undefined {
  if (!('WebAssembly' in globalThis)) return undefined;
  compiled ??= new WebAssembly.Module(coreBytes());
  try {
    // Node.js 26 counts the pages that a memory has from its start as if all were written, and collects garbage for each core; not those that it grows by.
    const memory = new WebAssembly.Memory({ initial: 1, maximum: PAGES, shared: true });
    memory.grow(PAGES - 1);
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
    return {
      exports: exports as CoreExports,
      memory: memory.buffer,
      shared: { module: compiled, memory },
    };
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}

/**
 * @testonly with another file
 * @throws Error where a program was bundled together with this package, and the file was left behind
 */
export function coreBytes(file = new URL('./core.wasm', import.meta.url)): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new Error(
      `The file '${fileURLToPath(file)}' of cloudmatrix-check cannot be read. Where your program is bundled, leave this package outside of the bundle (\`external\`): it reads files and starts threads from its own folder. Else install it anew.`,
      { cause },
    );
  }
}
