import { exact, formatExact } from '@assay/domain/decimal.ts'

/** Reliabilities and scores as the chain counts them, in ten-thousandths: 940625 is '94.0625'. */
export function decimalE4(valueE4: number): string {
  return formatExact(exact(BigInt(valueE4)).div(exact(10_000n)))
}
