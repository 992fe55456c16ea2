/** The ids of the components of kv-transfer. */
export const names = {
  clients: 'clients',
  prefillNode: (node: number): string => `prefill.${node}`,
  decodeNode: (node: number): string => `decode.${node}`,
  /** The pages of a node. */
  pool: (node: string): string => `${node}.pages`,
  /** The record slots of a decode node. */
  records: (node: string): string => `${node}.records`,
  memory: (node: string): string => `${node}.memory`,
  engine: (node: string): string => `${node}.engine`,
  /** A queue pair between a prefill and a decode node. */
  pair: (prefill: string, decode: string, at: number): string => `pair.${prefill}.${decode}.${at}`,
  /** The halves of a transfer, and the lease of a pulled one. */
  sender: (request: number): string => `sender.${request}`,
  receiver: (request: number): string => `receiver.${request}`,
  holder: (request: number): string => `holder.${request}`,
  reader: (request: number): string => `reader.${request}`,
  lease: (request: number): string => `lease.${request}`,
};
