/** The product's modules, left to right. */
import type { Module } from './module.ts'
import { assets } from './modules/assets/index.ts'
import { governance } from './modules/governance/index.ts'
import { ledger } from './modules/ledger/index.ts'
import { parties } from './modules/parties/index.ts'
import { reportingModule } from './modules/reporting/index.ts'

export const modules: readonly Module[] = [parties, governance, ledger, assets, reportingModule]
