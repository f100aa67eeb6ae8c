/** The wallets of every harness derive from this; Worthless by being known to everybody. */
export const testMnemonic = 'test test test test test test test test test test test junk'

/** Unlocks the documents of every harness. */
export const testDocumentKey = Buffer.alloc(32, 5)
