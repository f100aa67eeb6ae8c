/** The FICTRA programme: its parameters by subject, and all of them for the register. */
import type { Parameter } from '../parameters.ts'
import { fictraAccess } from './fictraAccess.ts'
import { fictraAllocation } from './fictraAllocation.ts'
import { fictraBreakers } from './fictraBreakers.ts'
import { fictraBurning } from './fictraBurning.ts'
import { fictraCompliance } from './fictraCompliance.ts'
import { fictraConversion } from './fictraConversion.ts'
import { fictraCorridor } from './fictraCorridor.ts'
import { fictraDiscounts } from './fictraDiscounts.ts'
import { fictraDisputes } from './fictraDisputes.ts'
import { fictraDocuments } from './fictraDocuments.ts'
import { fictraEmission } from './fictraEmission.ts'
import { fictraEmissionAuthority } from './fictraEmissionAuthority.ts'
import { fictraEvidence } from './fictraEvidence.ts'
import { fictraFees } from './fictraFees.ts'
import { fictraFraud } from './fictraFraud.ts'
import { fictraGovernance } from './fictraGovernance.ts'
import { fictraLiquidity } from './fictraLiquidity.ts'
import { fictraMarket } from './fictraMarket.ts'
import { fictraOracles } from './fictraOracles.ts'
import { fictraReserve } from './fictraReserve.ts'
import { fictraSettlement } from './fictraSettlement.ts'
import { fictraStaking } from './fictraStaking.ts'
import { fictraStakingRewards } from './fictraStakingRewards.ts'
import { fictraTrust } from './fictraTrust.ts'
import { fictraVerification } from './fictraVerification.ts'
import { fictraVesting } from './fictraVesting.ts'

export const fictra = {
  allocation: fictraAllocation,
  verification: fictraVerification,
  evidence: fictraEvidence,
  trust: fictraTrust,
  settlement: fictraSettlement,
  fees: fictraFees,
  discounts: fictraDiscounts,
  governance: fictraGovernance,
  compliance: fictraCompliance,
  access: fictraAccess,
  oracles: fictraOracles,
  disputes: fictraDisputes,
  fraud: fictraFraud,
  documents: fictraDocuments,
  conversion: fictraConversion,
  market: fictraMarket,
  emission: fictraEmission,
  vesting: fictraVesting,
  emissionAuthority: fictraEmissionAuthority,
  corridor: fictraCorridor,
  breakers: fictraBreakers,
  staking: fictraStaking,
  stakingRewards: fictraStakingRewards,
  burning: fictraBurning,
  reserve: fictraReserve,
  liquidity: fictraLiquidity,
} as const

export const fictraParameters: readonly Parameter<unknown>[] = Object.values(fictra).flatMap((subject) =>
  Object.values<Parameter<unknown>>(subject),
)
