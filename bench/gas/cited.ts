/** Figures of peers that no package carries: measured apart from this run, or published by their makers. Never a ratio "in one run". */
import type { Measurement, Operation } from './measurement.ts'

const row = (operation: Operation, contender: string, gas: number, cited: string): Measurement => ({
  operation,
  contender,
  gas: [gas],
  cited,
})

const scribe =
  'chronicleprotocol/scribe @12ff06c, poke_optimized, solc 0.8.16 via-ir, measured by us on anvil; its docs/Benchmarks.md says 81,025 at 5'
const ocr = 'smartcontractkit/libocr contract2 @0a5e2f9, transmit with billing, measured by us on anvil'
const toucan = 'ToucanProtocol/contracts @9afe180, TCO2 behind its proxies, measured by us on anvil'

export const cited: readonly Measurement[] = [
  row('quorum 3', 'Chronicle Scribe, bar 3 (one Schnorr signature)', 68_305, scribe),
  row('quorum 5', 'Chronicle Scribe, bar 5 (one Schnorr signature)', 80_961, scribe),
  row('quorum 7', 'Chronicle Scribe, bar 7 (one Schnorr signature)', 92_162, scribe),
  row('quorum 13', 'Chronicle Scribe, bar 13 (one Schnorr signature)', 124_869, scribe),
  row('quorum 3', 'Chainlink OCR2Aggregator, n = 4, f = 1', 94_633, ocr),
  row('quorum 5', 'Chainlink OCR2Aggregator, n = 10, f = 3', 112_762, ocr),
  row('quorum 7', 'Chainlink OCR2Aggregator, n = 16, f = 5', 130_894, ocr),
  row('quorum 13', 'Chainlink OCR2Aggregator, n = 31, f = 10', 176_222, ocr),
  row('retire', 'Toucan TCO2, retire', 215_332, toucan),
  row('retire', 'Toucan TCO2, retireAndMintCertificate', 477_742, toucan),
  row('retire batch of 10', 'Toucan TCO2, retire ten times', 10 * 215_332, toucan),
  row('retire batch of 100', 'Toucan TCO2, retire a hundred times', 100 * 215_332, toucan),
]
