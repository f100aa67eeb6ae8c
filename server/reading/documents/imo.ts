/** IMO ship identification number, IMO resolution A.1117(30): six digits weighted 7 to 2, the last digit of the sum is the check digit. */
const weights = [7, 6, 5, 4, 3, 2]

/** Seven digits of an IMO number, with or without the letters IMO; null when form or check digit is wrong. */
export function readImo(text: string): string | null {
  const digits = /^(?:IMO ?)?([0-9]{7})$/.exec(text.trim().toUpperCase())?.[1]
  if (digits === undefined) return null
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0)
  return sum % 10 === Number(digits[6]) ? digits : null
}
