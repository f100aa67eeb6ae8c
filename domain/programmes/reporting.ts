/** Reporting: how often the audit log is anchored. */
import { integer } from '../codecs.ts'
import { defineParameters, type Parameter } from '../parameters.ts'

const auditLog = defineParameters('reporting.auditLog', {
  anchorIntervalSeconds: {
    title: 'Seconds between two anchors of the audit log on chain, when no issuance asks for one earlier',
    codec: integer('seconds', 1, 604_800),
    initial: 86_400,
    authority: 'technicalCommittee',
    noticeDays: 0,
    source: '6.1 audit anchors: daily',
  },
})

export const reporting = { auditLog } as const

export const reportingParameters: readonly Parameter<unknown>[] = Object.values(auditLog) as Parameter<unknown>[]
