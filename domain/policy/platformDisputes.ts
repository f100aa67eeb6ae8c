/** Disputes that are not about a verification (domain.md 2.6): what evidence is taken, what an appeal costs, steps about governance. */
import { inputChecks } from '../checks.ts'
import type { ParameterSet } from '../parameters.ts'
import {
  type EvidenceFormat,
  evidenceFormats,
  fictraDisputes,
  type GovernanceStep,
  type Severity,
  severities,
} from '../programmes/fictraDisputes.ts'
import { formatQuantity, type Quantity } from '../quantity.ts'
import { amount, fields, instant, oneOf, text, whole } from '../shapes.ts'
import { appealErrors, platformAppealUntil } from './appeals.ts'
import { disputeErrors } from './disputes.ts'

const check = inputChecks((details) => disputeErrors.DISPUTE_INPUT_INVALID(details))
const checkAppeal = inputChecks(appealErrors.APPEAL_INPUT_INVALID)
const day = 86_400_000

export interface EvidenceFile {
  readonly format: EvidenceFormat
  readonly bytes: number
  /** Of its bytes, 64 lower-case hexadecimal digits. */
  readonly sha256: string
}

const fileShape = fields<EvidenceFile>({ format: oneOf(evidenceFormats), bytes: whole(1), sha256: text })

/** Refuses a file that a dispute on the platform does not take as evidence: by its format, its size, or without its hash. @throws DISPUTE_INPUT_INVALID */
export function checkEvidence(file: EvidenceFile, parameters: ParameterSet): void {
  check.all({ file }, { file: fileShape })
  const { formats, mostBytes } = parameters.get(fictraDisputes.platformEvidence)
  check.that(formats[file.format], 'format', `${file.format} is not taken`)
  check.whole(file.bytes, 'bytes', 1, mostBytes)
  check.that(/^[0-9a-f]{64}$/.test(file.sha256), 'sha256', 'it is no SHA-256')
}

export interface PlatformAppeal {
  readonly severity: Severity
  readonly decidedAt: Date
  readonly appealedAt: Date
  readonly paid: Quantity<'PT'>
  /** How many decided. */
  readonly arbitrators: number
}

const appealShape = fields<PlatformAppeal>({
  severity: oneOf(severities),
  decidedAt: instant,
  appealedAt: instant,
  paid: amount('PT'),
  arbitrators: whole(1, 99),
})

/** Admits an appeal on the platform that is in time and whose fee is paid: how many arbitrators hear it. @throws APPEAL_INPUT_INVALID APPEAL_TOO_LATE APPEAL_NOT_ADMISSIBLE */
export function admitPlatformAppeal(
  appeal: PlatformAppeal,
  parameters: ParameterSet,
): { readonly arbitrators: number } {
  checkAppeal.all({ appeal }, { appeal: appealShape })
  const { severity, decidedAt, appealedAt, paid, arbitrators } = appeal
  checkAppeal.that(appealedAt >= decidedAt, 'appealedAt', 'it is before the decision')
  const until = platformAppealUntil(decidedAt, parameters)
  if (appealedAt >= until) throw appealErrors.APPEAL_TOO_LATE({ until: until.toISOString() })
  const fee = parameters.get(fictraDisputes.platformAppealFee)[severity]
  if (paid.value < fee.value) throw appealErrors.APPEAL_NOT_ADMISSIBLE({ field: 'paid', feePt: formatQuantity(fee) })
  return { arbitrators: arbitrators + parameters.get(fictraDisputes.appeal).extraArbitrators }
}

/** When each step of a dispute about governance ends, one after the other; what arbitration leaves open goes before the courts. @throws DISPUTE_INPUT_INVALID */
export function governanceStepEnds(openedAt: Date, parameters: ParameterSet): Readonly<Record<GovernanceStep, Date>> {
  check.all({ openedAt }, { openedAt: instant })
  const days = parameters.get(fictraDisputes.governanceSteps)
  const after = (count: number) => new Date(openedAt.getTime() + count * day)
  return {
    negotiation: after(days.negotiation),
    mediation: after(days.negotiation + days.mediation),
    arbitration: after(days.negotiation + days.mediation + days.arbitration),
  }
}
