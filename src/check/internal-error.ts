/** Something that must not happen whatever the input is: a fault of this program. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}
