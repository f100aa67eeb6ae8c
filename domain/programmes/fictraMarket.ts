/** FICTRA: the calendar of the programme that corridor, breakers, emission and staking share (domain.md 2.10, 2.13). */
import { choice, integer, record, rows } from '../codecs.ts'
import { defineParameters } from '../parameters.ts'

export const marketPhases = ['launch', 'first', 'second', 'third'] as const
export type MarketPhase = (typeof marketPhases)[number]

export const fictraMarket = defineParameters('fictra.market', {
  daysPerYear: {
    title: 'Days of a year wherever a rule takes a part of one; a month of the programme is a twelfth of it',
    codec: integer('days', 365, 366),
    initial: 365,
    authority: 'council',
    noticeDays: 30,
    source: '2.10, 2.13',
  },
  phases: {
    title: 'Day since launch on which each phase of the market begins',
    codec: rows(
      record({ phase: choice(marketPhases), fromDay: integer('days', 0, 36_500) }),
      marketPhases.length,
      (list) => {
        if (list[0]!.fromDay !== 0) return 'the first phase must begin on day 0'
        if (list.some(({ phase }, index) => phase !== marketPhases[index])) return 'the phases must come in their order'
        const unordered = list.findIndex(({ fromDay }, index) => index > 0 && fromDay <= list[index - 1]!.fromDay)
        return unordered === -1 ? null : `phase ${unordered} does not begin after the one before it`
      },
    ),
    initial: [
      { phase: 'launch', fromDay: 0 },
      { phase: 'first', fromDay: 30 },
      { phase: 'second', fromDay: 365 },
      { phase: 'third', fromDay: 1_095 },
    ],
    authority: 'council',
    noticeDays: 30,
    source: '2.10; months 13 and 37 begin after one and three years',
  },
})
