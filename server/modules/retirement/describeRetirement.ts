import type { QueryContext } from '../../module.ts'
import { readCredit, vintageLabel, vintageOf } from '../issuance/index.ts'
import { retirementErrors } from './errors.ts'
import { readRetirement } from './readRetirement.ts'
import type { Retirement } from './schema.ts'

interface Line {
  readonly label: string
  readonly value: string
}

/** What page and certificate say of a retirement, in order. `withNames` adds beneficiary and purpose. */
export interface Description {
  readonly retirement: Retirement
  readonly final: boolean
  readonly quantity: string
  readonly lines: readonly Line[]
}

/** Errors: RETIREMENT_NOT_FOUND, and RETIREMENT_NOT_FINAL when `finalOnly`. */
export async function describeRetirement(
  ctx: QueryContext,
  of: { readonly retirementId: string; readonly withNames: boolean; readonly finalOnly: boolean },
): Promise<Description> {
  const retirement = await readRetirement(ctx, of.retirementId)
  const final = retirement.state === 'retired'
  if (of.finalOnly && !final) throw retirementErrors.RETIREMENT_NOT_FINAL({ retirementId: of.retirementId })
  const credit = await readCredit(ctx, retirement.creditId)
  const names = of.withNames || retirement.publicConsent
  const lines: Line[] = [
    { label: 'Beneficiary', value: names ? retirement.beneficiary : 'not public' },
    { label: 'Purpose', value: names ? retirement.purpose : 'not public' },
    { label: 'Vintage', value: vintageLabel(vintageOf(BigInt(retirement.creditId))) },
    { label: 'Project', value: credit.projectId ?? 'issued elsewhere' },
    { label: 'Credit', value: retirement.creditId },
    { label: 'Retired units', value: serials(retirement) },
    { label: 'Retired at', value: retirement.retiredAt ?? 'not yet' },
    { label: 'Transaction', value: retirement.transactionHash ?? 'not yet' },
    { label: 'Chain', value: `eip155:${ctx.chain.chainId}, contract ${ctx.chain.address('CarbonCredit')}` },
    { label: 'Retirement', value: retirement.retirementId },
    { label: 'Id on chain', value: retirement.onChainId },
    { label: 'Commitment to the beneficiary', value: retirement.beneficiaryHash },
    { label: 'Commitment to the purpose', value: retirement.purposeHash },
  ]
  return { retirement, final, quantity: formatKilograms(retirement.kg), lines }
}

function serials({ serialFirst, serialLast }: Retirement): string {
  return serialFirst === null || serialLast === null
    ? 'not yet'
    : `${serialFirst} to ${serialLast} of the retired units of this credit`
}

/** `2500` is `2,500 kg CO2e`. */
function formatKilograms(kg: string): string {
  return `${kg.replace(/\B(?=(\d{3})+(?!\d))/g, ',')} kg CO2e`
}
