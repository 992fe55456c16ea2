/**
 * Notes what is now in each place where tests like to put something else. The answer tells whether it still is. It is asked before each question
 * to XState, and written out place by place: a loop over objects and keys takes ten times as long.
 *
 * @param OwnDate the class behind the wrapped one, which takes longer to read
 */
export function watchGlobals(OwnDate: DateConstructor): () => boolean {
  const { Date: WrappedDate, Intl, performance, Math, process } = globalThis;
  // Node may be started without it.
  const crypto = globalThis.crypto as typeof globalThis.crypto | undefined;
  const { setTimeout, setInterval, setImmediate, queueMicrotask, fetch } = globalThis;
  const { random } = Math;
  const dateNow = OwnDate.now;
  const { now } = performance;
  const { randomUUID, getRandomValues } = crypto ?? {};
  const { hrtime, nextTick } = process;
  const { bigint } = hrtime;
  const { DateTimeFormat } = Intl;
  return () =>
    globalThis.Date === WrappedDate &&
    globalThis.performance === performance &&
    Math.random === random &&
    OwnDate.now === dateNow &&
    performance.now === now &&
    crypto?.randomUUID === randomUUID &&
    crypto?.getRandomValues === getRandomValues &&
    process.hrtime === hrtime &&
    process.hrtime.bigint === bigint &&
    process.nextTick === nextTick &&
    globalThis.Intl === Intl &&
    Intl.DateTimeFormat === DateTimeFormat &&
    globalThis.setTimeout === setTimeout &&
    globalThis.setInterval === setInterval &&
    globalThis.setImmediate === setImmediate &&
    globalThis.queueMicrotask === queueMicrotask &&
    globalThis.fetch === fetch;
}
