/** The FICTRA programme: its parameters by subject, and all of them for the register. */
import type { Parameter } from '../parameters.ts'
import { fictraAllocation } from './fictraAllocation.ts'
import { fictraSettlement } from './fictraSettlement.ts'
import { fictraVerification } from './fictraVerification.ts'

export const fictra = {
  allocation: fictraAllocation,
  verification: fictraVerification,
  settlement: fictraSettlement,
} as const

export const fictraParameters: readonly Parameter<unknown>[] = [
  ...Object.values(fictraAllocation),
  ...Object.values(fictraVerification),
  ...Object.values(fictraSettlement),
]
