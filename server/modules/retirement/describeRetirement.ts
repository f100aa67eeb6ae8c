import type { QueryContext } from '../../module.ts'
import { formatCarbon, formatDecimal, formatInstant } from '../../pages/locale.ts'
import { readCredit, vintageLabel, vintageOf } from '../issuance/index.ts'
import { retirementErrors } from './errors.ts'
import { readRetirement } from './readRetirement.ts'
import type { Retirement } from './schema.ts'

interface Line {
  readonly label: string
  readonly value: string
  /** Set when the value is an instant. */
  readonly at?: Date
}

/** What page and certificate say of a retirement, in order. */
export interface Description {
  readonly retirement: Retirement
  readonly final: boolean
  readonly locale: string
  readonly quantity: string
  /** What a reader wants to know. `withNames` adds beneficiary and purpose. */
  readonly facts: readonly Line[]
  /** What somebody who checks it needs besides. */
  readonly details: readonly Line[]
}

/** Errors: RETIREMENT_NOT_FOUND, and RETIREMENT_NOT_FINAL when `finalOnly`. */
export async function describeRetirement(
  ctx: QueryContext,
  of: {
    readonly retirementId: string
    readonly withNames: boolean
    readonly finalOnly: boolean
    readonly locale: string
  },
): Promise<Description> {
  const { locale } = of
  const retirement = await readRetirement(ctx, of.retirementId)
  const final = retirement.state === 'retired'
  if (of.finalOnly && !final) throw retirementErrors.RETIREMENT_NOT_FINAL({ retirementId: of.retirementId })
  const credit = await readCredit(ctx, retirement.creditId)
  const names = of.withNames || retirement.publicConsent
  const at = retirement.retiredAt === null ? null : new Date(retirement.retiredAt)
  return {
    retirement,
    final,
    locale,
    quantity: formatCarbon(locale, retirement.kg),
    facts: [
      { label: 'Beneficiary', value: names ? retirement.beneficiary : 'not public' },
      { label: 'Purpose', value: names ? retirement.purpose : 'not public' },
      at === null
        ? { label: 'Retired at', value: 'not yet' }
        : { label: 'Retired at', value: formatInstant(locale, at), at },
      { label: 'Vintage', value: vintageLabel(vintageOf(BigInt(retirement.creditId))) },
      { label: 'Project', value: credit.projectId ?? 'issued elsewhere' },
      { label: 'Serial numbers', value: serials(retirement, locale) },
    ],
    details: [
      { label: 'Retirement', value: retirement.retirementId },
      { label: 'Retirement on chain', value: retirement.onChainId },
      { label: 'Credit', value: retirement.creditId },
      { label: 'Transaction', value: retirement.transactionHash ?? 'not yet' },
      { label: 'Chain and contract', value: `eip155:${ctx.chain.chainId}:${ctx.chain.address('CarbonCredit')}` },
      { label: 'Commitment to the beneficiary', value: retirement.beneficiaryHash },
      { label: 'Commitment to the purpose', value: retirement.purposeHash },
    ],
  }
}

function serials({ serialFirst, serialLast }: Retirement, locale: string): string {
  if (serialFirst === null || serialLast === null) return 'not yet'
  return `${formatDecimal(locale, serialFirst)} to ${formatDecimal(locale, serialLast)} of the retired units of this credit`
}
