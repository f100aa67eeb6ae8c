/** Who authorises a payment of the foundation from its bank accounts (domain.md 2.17). */
import { inputChecks } from '../checks.ts'
import { bandOf } from '../codecs.ts'
import { type Exact, exact } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { type BankAuthoriser, fictraGovernance } from '../programmes/fictraGovernance.ts'

export const bankErrors = defineErrors({
  BANK_PAYMENT_INVALID: {
    status: 422,
    title: 'The value of the payment is outside its range',
    remedy: 'Send a value in Swiss francs of zero or more.',
  },
})

const check = inputChecks(bankErrors.BANK_PAYMENT_INVALID)

/** By value in Swiss francs; a bound belongs to the higher authority, except that the committee decides a million itself. @throws BANK_PAYMENT_INVALID */
export function bankAuthoriser(valueChf: Exact, parameters: ParameterSet): BankAuthoriser {
  check.decimal(valueChf, 'valueChf', exact(0n))
  return bandOf(parameters.get(fictraGovernance.bankAuthorisation), valueChf)
}
