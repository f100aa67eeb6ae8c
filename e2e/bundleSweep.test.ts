/**
 * The mutation sweep of the verifier: every value of every bundle; every byte of an issuance and a retirement, whole and withheld; of a
 * delivery every 23rd byte and every member's name.
 */
process.env.SWEEP = 'full'
await import('../verifier/verifyBundle.test.ts')
