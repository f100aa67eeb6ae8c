import fc from 'fast-check'
import { expect, test } from 'vitest'
import { currentFees, replacementFees } from './fees.ts'

const wei = fc.bigInt({ min: 0n, max: 10n ** 12n })

test('a price above the cap gives no fee; below it never more than the cap', () => {
  fc.assert(
    fc.property(wei, wei, wei, (base, tip, cap) => {
      const fees = currentFees(base, tip, cap)
      if (base + tip > cap) expect(fees).toBeNull()
      else expect(fees!.maxFeePerGasWei >= base + tip && fees!.maxFeePerGasWei <= cap).toBe(true)
    }),
  )
})

test('a replacement pays at least a tenth more in both fees, or does not happen', () => {
  fc.assert(
    fc.property(wei, wei, wei, wei, wei, (max, tip, nowMax, nowTip, cap) => {
      const previous = { maxFeePerGasWei: max, maxPriorityFeePerGasWei: tip }
      const fees = replacementFees(previous, { maxFeePerGasWei: nowMax, maxPriorityFeePerGasWei: nowTip }, cap)
      if (fees === null) return
      expect(fees.maxFeePerGasWei * 10n >= max * 11n && fees.maxPriorityFeePerGasWei * 10n >= tip * 11n).toBe(true)
      expect(fees.maxFeePerGasWei).toBeLessThanOrEqual(cap)
    }),
  )
})
