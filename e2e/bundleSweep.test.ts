/** The mutation sweep of the verifier over everything, not a sample: every value of every bundle, every byte of a whole file. */
process.env.SWEEP = 'full'
await import('../verifier/verifyBundle.test.ts')
