/** What retirement tells the room to its right. */
import { defineEvent } from '../../module.ts'

/** Credits are burned for good; final on chain. */
export const creditsRetired = defineEvent<{ retirementId: string; creditId: string; kg: string }>(
  'retirement.creditsRetired',
)
