/** Know your customer (domain.md 2.18): the tier that evidence reaches, what a tier may move, and what a transaction needs. */
import { inputChecks } from '../checks.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import {
  fictraCompliance,
  type KycEvidence,
  type KycTier,
  kycEvidence,
  kycTiers,
  type PartyKind,
  partyKinds,
  type TransactionKind,
  transactionKinds,
} from '../programmes/fictraCompliance.ts'
import { formatQuantity, type Quantity, quantity } from '../quantity.ts'
import { amount, fields, instant, oneOf, orNull, positive, setOf, whole } from '../shapes.ts'

export const kycErrors = defineErrors({
  KYC_LIMIT_EXCEEDED: {
    status: 409,
    title: 'The transaction exceeds what the tier of the party may move',
    remedy: 'Move at most `leftPt`, wait for the period of the limit to end, or reach a higher tier.',
  },
  KYC_LIMIT_NOT_AGREED: {
    status: 409,
    title: 'No limits have been agreed with the party',
    remedy: 'Parties of this tier have limits of their own; agree them first.',
  },
  KYC_INPUT_INVALID: {
    status: 422,
    title: 'A value of the check is outside its range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})

const check = inputChecks((details) => kycErrors.KYC_INPUT_INVALID(details))
const evidenceTiers = ['basic', 'standard', 'enhanced'] as const
type EvidenceTier = (typeof evidenceTiers)[number]

export interface TierReached {
  /** null: not even basic. */
  readonly tier: EvidenceTier | null
  /** What the next tier still asks for; empty at the highest. */
  readonly missing: readonly KycEvidence[]
}

/** The highest tier whose evidence, and that of all tiers below it, is there. Institutional and sovereign tiers are granted, not reached. @throws KYC_INPUT_INVALID */
export function tierReached(
  kind: PartyKind,
  evidence: ReadonlySet<KycEvidence>,
  parameters: ParameterSet,
): TierReached {
  check.all({ kind, evidence }, { kind: oneOf(partyKinds), evidence: setOf(oneOf(kycEvidence)) })
  const asked = parameters.get(fictraCompliance.evidence)
  let reached: EvidenceTier | null = null
  for (const tier of evidenceTiers) {
    const missing = (Object.entries(asked[tier][kind]) as [KycEvidence, boolean][]).flatMap(([name, needed]) =>
      needed && !evidence.has(name) ? [name] : [],
    )
    if (missing.length > 0) return { tier: reached, missing }
    reached = tier
  }
  return { tier: reached, missing: [] }
}

export interface Limits {
  readonly perTransactionPt: Quantity<'PT'>
  readonly perDayPt: Quantity<'PT'>
  readonly perMonthPt: Quantity<'PT'>
}

const pt = amount('PT')
const limitsShape = fields<Limits>({ perTransactionPt: pt, perDayPt: pt, perMonthPt: pt })

/** The limits of a tier, or those agreed with the party where the tier has none of its own. @throws KYC_LIMIT_NOT_AGREED KYC_INPUT_INVALID */
export function limitsOf(tier: KycTier, agreed: Limits | null, parameters: ParameterSet): Limits {
  check.all({ tier, agreed }, { tier: oneOf(kycTiers), agreed: orNull(limitsShape) })
  const profile = parameters.get(fictraCompliance.limitProfile)
  const row = parameters.get(fictraCompliance.limits)[profile][tier]
  if (!row.agreed) return row
  if (agreed === null) throw kycErrors.KYC_LIMIT_NOT_AGREED({ tier })
  return agreed
}

export interface Usage {
  /** Moved on this UTC day and in this UTC month, without the transaction at hand. */
  readonly dayPt: Quantity<'PT'>
  readonly monthPt: Quantity<'PT'>
}

const checkedShape = { amountPt: positive('PT'), usage: fields<Usage>({ dayPt: pt, monthPt: pt }), limits: limitsShape }

/** Reaching a limit is allowed, passing it is not. @throws KYC_LIMIT_EXCEEDED KYC_INPUT_INVALID */
export function checkLimits(amountPt: Quantity<'PT'>, usage: Usage, limits: Limits): void {
  check.all({ amountPt, usage, limits }, checkedShape)
  const rooms = [
    ['transaction', limits.perTransactionPt.value],
    ['day', limits.perDayPt.value - usage.dayPt.value],
    ['month', limits.perMonthPt.value - usage.monthPt.value],
  ] as const
  for (const [limit, room] of rooms) {
    if (amountPt.value <= room) continue
    throw kycErrors.KYC_LIMIT_EXCEEDED({ limit, leftPt: formatQuantity(quantity(room > 0n ? room : 0n, 'PT')) })
  }
}

export interface Controls {
  readonly risk: 'medium' | 'high' | 'veryHigh'
  readonly needs: readonly ('multisig' | 'oracle' | 'delivery')[]
  readonly notBefore: Date
}

/** What a transaction needs before it is executed. @throws KYC_INPUT_INVALID */
export function controlsOf(kind: TransactionKind, requestedAt: Date, parameters: ParameterSet): Controls {
  check.all({ kind, requestedAt }, { kind: oneOf(transactionKinds), requestedAt: instant })
  const { risk, coolDownHours, ...row } = parameters.get(fictraCompliance.transactionControls)[kind]
  const needs = (['multisig', 'oracle', 'delivery'] as const).filter((control) => row[control])
  return { risk, needs, notBefore: new Date(requestedAt.getTime() + coolDownHours * 3_600_000) }
}

export interface Processing {
  /** The application is decided before this instant. */
  readonly decidedBefore: Date
  /** Of those that came in on its day, itself included, how many the capacity of a day does not reach. */
  readonly beyondCapacity: number
}

/** By when an application for a tier is decided. @param receivedThatDay with the application itself. @throws KYC_INPUT_INVALID */
export function processingOf(
  tier: KycTier,
  receivedAt: Date,
  receivedThatDay: number,
  parameters: ParameterSet,
): Processing {
  const shape = { tier: oneOf(kycTiers), receivedAt: instant, receivedThatDay: whole(1) }
  check.all({ tier, receivedAt, receivedThatDay }, shape)
  const { minutes, perDay } = parameters.get(fictraCompliance.processing)[tier]
  return {
    decidedBefore: new Date(receivedAt.getTime() + minutes * 60_000),
    beyondCapacity: Math.max(0, receivedThatDay - perDay),
  }
}
