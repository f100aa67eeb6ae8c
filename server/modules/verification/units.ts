import { formatQuantity, parseQuantity, quantity } from '@assay/domain/quantity.ts'

/** Unit the quantities of a case are shown in. On chain a trade counts thousandths of a tonne, a quantification whole kg. */
export function unitOf(subjectKind: string): 't' | 'kgCO2e' {
  return subjectKind === 'trade' ? 't' : 'kgCO2e'
}

/** A decimal string of the case's unit as whole units of the chain. @throws QUANTITY_INVALID QUANTITY_TOO_PRECISE QUANTITY_NEGATIVE */
export function wholeUnits(subjectKind: string, text: string, field: string): bigint {
  if (subjectKind === 'trade') return parseQuantity(text, 't', field).value
  const micro = parseQuantity(text, 'kgCO2e', field).value
  // Credits are whole kilograms; a fraction proposed is a fraction never issued.
  return micro / 1_000_000n
}

/** Whole units of the chain as a decimal string of the case's unit. */
export function showUnits(subjectKind: string, whole: string | bigint): string {
  return subjectKind === 'trade' ? formatQuantity(quantity(BigInt(whole), 't')) : BigInt(whole).toString()
}
