/** The product's modules, left to right. */
import type { Module } from './module.ts'
import { assets } from './modules/assets/index.ts'
import { evidence } from './modules/evidence/index.ts'
import { governance } from './modules/governance/index.ts'
import { issuance } from './modules/issuance/index.ts'
import { ledger } from './modules/ledger/index.ts'
import { oracles } from './modules/oracles/index.ts'
import { parties } from './modules/parties/index.ts'
import { quantification } from './modules/quantification/index.ts'
import { reportingModule } from './modules/reporting/index.ts'
import { retirement } from './modules/retirement/index.ts'
import { settlement } from './modules/settlement/index.ts'
import { trading } from './modules/trading/index.ts'
import { verification } from './modules/verification/index.ts'

export const modules: readonly Module[] = [
  parties,
  governance,
  ledger,
  assets,
  evidence,
  quantification,
  oracles,
  verification,
  issuance,
  trading,
  settlement,
  retirement,
  reportingModule,
]
