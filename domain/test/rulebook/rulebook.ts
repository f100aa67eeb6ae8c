/** All sections of the rulebook, in the order of domain.md. */
import { allocation } from './allocation.ts'
import { carbon } from './carbon.ts'
import { compliance } from './compliance.ts'
import { conversion } from './conversion.ts'
import { emission } from './emission.ts'
import { fees } from './fees.ts'
import { governance } from './governance.ts'
import { market } from './market.ts'
import { oracles } from './oracles.ts'
import { reserve } from './reserve.ts'
import type { Section } from './rule.ts'
import { staking } from './staking.ts'
import { verification } from './verification.ts'

const [feesAndDiscounts, burns] = fees

export const rulebook: readonly Section[] = [
  allocation,
  ...verification,
  ...oracles,
  conversion,
  emission,
  ...market,
  feesAndDiscounts!,
  staking,
  burns!,
  ...reserve,
  governance,
  ...compliance,
  ...carbon,
]
